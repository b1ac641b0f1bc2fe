"""Read OPML, the source lists that feed readers exchange; runs in the parsing child."""

from __future__ import annotations

from contextlib import suppress
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
    with suppress(expat.ExpatError):  # what comes before the break is read
        parser.Parse(document.text.encode("utf-8"), True)
    return tuple(reader.outlines[:MAX_OUTLINES])


class _Reader:
    """Handlers of Expat's events; an outline without an address is an entry only if it contains no others."""

    def __init__(self) -> None:
        self.outlines: list[Outline] = []
        self._without_address: Outline | None = None
        """The outline that began last, if it has no address: an entry if it ends before another begins."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2].lower() != "outline":
            return
        given = {key.lower(): value for key, value in attributes.items()}
        title = plaintext.from_loose(given.get("text") or given.get("title") or "")
        url = "".join(given.get("xmlurl", "").split())
        outline = Outline(plaintext.one_line(title)[:_MAX_TITLE_LENGTH], url[:_MAX_URL_LENGTH])
        self._without_address = None if url else outline
        if url:
            self.outlines.append(outline)

    def end(self, name: str) -> None:
        if name.rpartition(":")[2].lower() == "outline" and self._without_address is not None:
            self.outlines.append(self._without_address)
            self._without_address = None


_MAX_TITLE_LENGTH = 300
_MAX_URL_LENGTH = 4_000
