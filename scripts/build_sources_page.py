"""Write the catalog of sources as a table into docs/sources.md: ``python -m scripts.build_sources_page``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.config.values import spelled
from watchers.feeds import catalog
from watchers.feeds.catalog import SourceCatalog
from watchers.model import Group, Source

PAGE = Path(__file__).resolve().parents[1] / "docs" / "sources.md"
BEGIN = "<!-- the catalogue, written by scripts/build_sources_page.py -->"
END = "<!-- end of the catalogue -->"
TITLES = {
    Group.US: "Official, United States",
    Group.EU: "Official, European Union",
    Group.UK: "Official, United Kingdom",
    Group.TAIWAN: "Official, Taiwan",
    Group.JAPAN: "Official, Japan",
    Group.CHINA: "Official, China",
    Group.KOREA: "Official, South Korea",
    Group.INDIA: "Official, India",
    Group.CANADA: "Official, Canada",
    Group.MEXICO: "Official, Mexico",
    Group.INTERNATIONAL: "Official, international and others",
    Group.PRESS: "Trade press",
    Group.LAW: "Law firms",
    Group.LOGISTICS: "Logistics",
}


def main() -> None:
    """Update the table in the page."""
    PAGE.write_text(with_catalog(PAGE.read_text("utf-8")), "utf-8")


def with_catalog(page: str) -> str:
    """Return the page with a table of the current catalog."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    tables = "\n".join(_tables())
    return f"{before}{BEGIN}\n\n{tables}\n{END}{after}"


def _tables() -> Iterator[str]:
    shipped = catalog.load()
    for group, title in TITLES.items():
        yield f"### {title}: `{group.value}`"
        yield ""
        yield "| Source | Name | Kind | From | Language | Every | Shown | Last seen working | By default |"
        yield "|---|---|---|---|---|---|---|---|---|"
        yield from (_row(source, shipped) for source in shipped.all if source.group is group)
        yield ""


def _row(source: Source, shipped: SourceCatalog) -> str:
    cells = (
        f"`{source.id}`",
        f"[{source.name}]({source.url.partition('?')[0]})",
        source.kind.value,
        source.country or "",
        source.language or "several",
        spelled(source.every),
        "title and summary" if source.text == "summary" else "title and link",
        shipped.seen.get(source.id, "*unverified*"),
        "yes" if source in shipped.default else "",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
