// Every visible text, and every bar of the chart, against what is behind it: 4.5 to 1 for text, 3 to 1 for drawings.
// https://www.w3.org/TR/WCAG22/#contrast-minimum
(() => {
  const parts = (color) => color.match(/[\d.]+/g).map(Number);
  const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ratio = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const isOpaque = (color) => color.length === 3 || color[3] === 1;
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parts(getComputedStyle(at).backgroundColor);
      if (isOpaque(color)) return color;
    }
    return [255, 255, 255];
  };
  const failing = [];
  let checked = 0;
  const check = (element, color, least, what) => {
    checked += 1;
    const found = ratio(parts(color), behind(element));
    if (found < least) failing.push(`${what}: ${found.toFixed(2)}`);
  };
  document.querySelector("details").open = true;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (texts.currentNode.data.trim()) check(element, getComputedStyle(element).color, 4.5, texts.currentNode.data.trim());
  }
  for (const bar of document.querySelectorAll("rect")) check(bar, getComputedStyle(bar).fill, 3, "a bar");
  return { checked, failing, background: getComputedStyle(document.body).backgroundColor };
})();
