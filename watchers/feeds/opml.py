"""Read OPML, the source lists that feed readers exchange; runs in the parsing child."""

from __future__ import annotations

from xml.parsers import expat

from watchers.errors import ParseError, ParseProblem
from watchers.feeds import plaintext
from watchers.feeds.decoding import decode
from watchers.feeds.repair import mend
from watchers.model import Outline

MAX_OUTLINES = 10_000


def read_outlines(body: bytes) -> tuple[Outline, ...]:
    """Return the entries of a list in document order, without folders; of a broken one, those before the break.

    Everything that a DOCTYPE declares is dropped before the parser sees it.

    Raises:
        ParseError: The document is not OPML.
    """
    if not body.strip():
        raise ParseError(ParseProblem.EMPTY)
    document = mend(decode(body, ""))
    if document.root != "opml":
        problem = ParseProblem.HTML if document.root == "html" else ParseProblem.NOT_A_FEED
        raise ParseError(problem, f"the root element is {document.root or 'missing'}")
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    try:
        parser.Parse(document.text.encode("utf-8"), True)
    except expat.ExpatError:
        reader.finish()
    return tuple(reader.outlines)


class _Reader:
    """Handlers of Expat's events; an outline without an address is an entry only if it contains no others."""

    def __init__(self) -> None:
        self.outlines: list[Outline] = []
        self._open: list[Outline | None] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2].lower() != "outline":
            return
        if self._open and self._open[-1] is not None and not self._open[-1].url:
            self._open[-1] = None
        given = {key.lower(): value for key, value in attributes.items()}
        title = plaintext.from_loose(given.get("text") or given.get("title") or "")
        url = "".join(given.get("xmlurl", "").split())
        self._open.append(Outline(plaintext.one_line(title)[:_MAX_TITLE_LENGTH], url[:_MAX_URL_LENGTH]))
        if url:
            self._keep(self._open[-1])

    def end(self, name: str) -> None:
        if name.rpartition(":")[2].lower() == "outline" and self._open:
            outline = self._open.pop()
            if outline is not None and not outline.url:
                self._keep(outline)

    def finish(self) -> None:
        """Drop the outlines that are still open because the document broke off."""
        self._open.clear()

    def _keep(self, outline: Outline | None) -> None:
        if outline is not None and len(self.outlines) < MAX_OUTLINES:
            self.outlines.append(outline)


_MAX_TITLE_LENGTH = 300
_MAX_URL_LENGTH = 4_000
