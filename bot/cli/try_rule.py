"""``try``: what a rule matches and why, in files, addresses, a headline, test cases or the stored items."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import typer

from bot.cli import print_error, screen
from bot.config.document import ConfigError
from bot.health import wall_clock
from bot.messages import text as texts
from bot.messages import watches
from bot.messages.text import plain
from watchers import facts, matching, search
from watchers.codes.iso import COUNTRIES
from watchers.entities import Catalog
from watchers.errors import FetchError, NoDatabase, ParseError, RuleError, StoreError
from watchers.feeds.process import ParsingChild
from watchers.http import Fetcher, Network
from watchers.items.identity import normalize, script_language
from watchers.matching import Recognizer, explain
from watchers.model import Hit, Item, Modified, Source, SourceId, Validators
from watchers.rules import Understood, understand
from watchers.store import items, look_into
from watchers.text.tokens import read

if TYPE_CHECKING:
    from bot.config.settings import Config

MATCH, NO_MATCH, MISTAKE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule, and what to try it on: a headline, documents, or else the stored items."""

    rule: str
    documents: tuple[str, ...] = ()
    """Files, and addresses that begin with http:// or https://."""
    title: str | None = None
    summary: str = ""
    """The text below the title."""
    language: str = ""
    """BCP 47; "" leaves it to the source, the document or the script."""
    country: str = ""
    """ISO 3166-1 alpha-2 or EU; "" leaves it to the source."""
    source: str | None = None
    """ID of the source whose kind, mapping, language and country the documents have; None reads them as feeds."""
    config: Path | None = None


def run(trial: Trial, as_json: bool) -> int:
    """Print what matches and why. Return the exit code. Raise BadParameter for an unknown source or country."""
    recognizer = matching.load()
    try:
        understood = understand(trial.rule, recognizer.catalog)
    except RuleError as error:
        if as_json:
            screen.print_json(_answer("rule", wrong=error))
        else:
            print_error(plain(watches.describe_error(error, texts.translator("en")).html))
        return MISTAKE
    try:
        source = _source_of(trial)
        if not as_json:
            reading, *notes = _in_words(understood, recognizer.catalog)
            print("\n    ".join([f"Read as: {reading}", *notes]))
        if trial.title is None and not trial.documents:
            return _try_stored(_config(trial.config).database, understood, recognizer, as_json)
        return asyncio.run(_try(trial, source, understood, recognizer, as_json))
    except BrokenPipeError:
        raise
    except NoDatabase as error:
        print_error(f"No items are stored yet: {error}")
        print_error("Try the rule on a headline with --title, or name files or addresses of feeds.")
        return MISTAKE
    except (ConfigError, StoreError, FetchError, ParseError, OSError) as error:
        print_error(str(error))
        return MISTAKE


def _config(path: Path | None) -> Config:
    """Return the configuration; a headline needs none, and loading pydantic takes a tenth of the time of ``try``."""
    from bot.config.loading import load

    return load(path)


def _source_of(trial: Trial) -> Source:
    """Return the source whose documents are read: the named one, with the language and country of the options."""
    country = trial.country.upper()
    if country and country not in COUNTRIES:
        raise typer.BadParameter(f"{trial.country} is not a country code. Write two letters.", param_hint="--country")
    source = Source(SourceId("try"), "")
    if trial.source is not None:
        known = _config(trial.config).known_sources()
        if trial.source not in known:
            nearest = get_close_matches(trial.source, known, 1)
            instead = f"Did you mean {nearest[0]}?" if nearest else "docs/sources.md lists those of the catalog."
            raise typer.BadParameter(f"no source has the ID {trial.source}. {instead}", param_hint="--source")
        source = known[trial.source]
    return replace(source, language=trial.language or source.language, country=country or source.country)


async def _try(trial: Trial, source: Source, understood: Understood, recognizer: Recognizer, as_json: bool) -> int:
    matched = looked_at = 0
    remarks = _remarks(understood, recognizer.catalog)
    async for name, item in _items(trial, source):
        looked_at += 1
        hits = explain(understood.rule, item, source.id, recognizer)
        matched += hits is not None
        _show(name, item, hits, remarks, as_json)
    if not as_json:
        print(f"{matched} of {looked_at} match")
    if not looked_at and trial.documents:
        return MISTAKE
    return MATCH if matched else NO_MATCH


def _try_stored(database: Path, understood: Understood, recognizer: Recognizer, as_json: bool) -> int:
    """Try the rule on all stored items, newest first, as a search in a chat does."""
    matched, remarks = 0, _remarks(understood, recognizer.catalog)
    with look_into(database) as rows:
        _, percent = items.indexed(rows)
        if percent is not None:
            print_error(texts.translator("en").text("still-indexing", percent=percent))
        for find in search.every(rows, understood.rule, recognizer):
            matched += 1
            _show(find.stored.item.link or str(find.stored.id), find.stored.item, find.hits, remarks, as_json)
        if not as_json:
            print(f"{matched} of {items.stored_since(rows)[0]} match")
    return MATCH if matched else NO_MATCH


async def _items(trial: Trial, source: Source) -> AsyncIterator[tuple[str, Item]]:
    """Yield the headline, or each item of the documents, with a name for it."""
    if trial.title is not None:
        yield "title", _headline(trial.title, trial.summary, source)
        return
    async with ParsingChild() as child:
        for place in trial.documents:
            try:
                for named in await _read(place, source, trial.config, child):
                    yield named
            except (FetchError, ParseError, OSError) as error:
                print_error(f"{place}: {error}")


async def _read(place: str, source: Source, config: Path | None, child: ParsingChild) -> list[tuple[str, Item]]:
    """Read one file or address as a document of the source."""
    if place.startswith(("http://", "https://")):
        source = replace(source, url=place)
        network = _config(config).network
        async with Fetcher(Network(network.user_agent, network.allow_private)) as fetch:
            fetched = await fetch(source, Validators())
        assert isinstance(fetched, Modified)
    else:
        # Relative links of a saved page begin at the address of its source.
        url = source.url or f"file:{place}"
        fetched = Modified(url, Path(place).read_bytes(), "", Validators(), None)  # noqa: ASYNC240  nothing else waits for it
    found = [sighting.item for sighting in normalize(await child.parse(source, fetched), source, wall_clock())]
    return [(item.link or f"{place}#{number}", item) for number, item in enumerate(found, 1)]


def _headline(title: str, summary: str, source: Source) -> Item:
    heading, body = read(title), read(summary)
    language = source.language or script_language(heading if heading.tokens else body)
    return Item("", heading, body, None, language, source.country, facts.in_text(title, summary))


# ---- cases -----------------------------------------------------------------------------------------


class Case(msgspec.Struct):
    """A headline that a rule must match, or must not."""

    id: str
    rule: str
    title: str
    expect: bool
    summary: str | None = None
    lang: str | None = None
    country: str | None = None
    source: str | None = None


def run_cases(path: Path, as_json: bool) -> int:
    """Try headlines that must and must not match: print each miss, then "N of M". Return the exit code."""
    recognizer = matching.load()
    try:
        cases = list(_read_cases(path.read_bytes().splitlines()))
    except (OSError, ValueError) as error:
        print_error(f"{path}: {error}")
        return MISTAKE
    good = 0
    for case in cases:
        hits, wrong, remarks = None, None, NO_REMARKS
        country = (case.country or "").upper() or None
        source = Source(SourceId(case.source or "try"), "", language=case.lang or "", country=country)
        item = _headline(case.title, case.summary or "", source)
        try:
            understood = understand(case.rule, recognizer.catalog)
            hits = explain(understood.rule, item, source.id, recognizer)
            remarks = _remarks(understood, recognizer.catalog)
        except RuleError as error:
            wrong = error
        right = wrong is None and (hits is not None) is case.expect
        good += right
        if as_json:
            screen.print_json(_answer(case.id, hits, remarks, wrong))
        elif wrong is not None:
            print(f"{case.id}: {case.rule!r} is not a rule: {_problem(wrong)}")
        elif not right:
            print(f"{case.id}: {case.rule!r} {'must' if case.expect else 'must not'} match {case.title!r}")
    if not as_json:
        print(f"{good} of {len(cases)}")
    return MATCH if good == len(cases) else NO_MATCH


def _read_cases(lines: Sequence[bytes]) -> Iterator[Case]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = msgspec.json.decode(line, type=Case)
        except msgspec.DecodeError as error:
            raise ValueError(f"line {number} is not a case: {error}") from error
        if case.country and case.country.upper() not in COUNTRIES:
            raise ValueError(f"line {number}: {case.country} is not a country code")
        yield case


# ---- what is printed -------------------------------------------------------------------------------


NO_REMARKS: Mapping[str, object] = {}


def _answer(
    name: str,
    hits: Sequence[Hit] | None = None,
    remarks: Mapping[str, object] = NO_REMARKS,
    wrong: RuleError | None = None,
) -> dict[str, object]:
    answer = {"id": name, "match": hits is not None, "terms": [asdict(hit) for hit in hits or ()]}
    return {**answer, "error": _error(wrong) if wrong else None, **remarks}


def _error(wrong: RuleError) -> dict[str, object]:
    error: dict[str, object] = {"column": wrong.column, "problem": _problem(wrong), "instead": wrong.instead}
    return error | {"other": wrong.other} if wrong.other else error


def _remarks(understood: Understood, catalog: Catalog) -> Mapping[str, object]:
    """Return what an answer in JSON says about the reading of a rule, if that is not obvious."""
    if not understood.notes:
        return NO_REMARKS
    reading, *notes = _in_words(understood, catalog)
    return {"rule": str(understood.rule), "reading": reading, "notes": notes}


def _in_words(understood: Understood, catalog: Catalog) -> Iterator[str]:
    """Yield the rule in one line, then what is not obvious about it, as the answer to /watch has them."""
    t = texts.translator("en")
    yield plain(watches.describe(understood.rule, t, catalog))
    for remark in watches.remarks(understood.rule, understood.notes, t, catalog):
        yield plain(remark)


def _problem(wrong: RuleError) -> str:
    return texts.translator("en").text(f"rule-problem-{wrong.problem.value}", found=wrong.found)


def _show(name: str, item: Item, hits: Sequence[Hit] | None, remarks: Mapping[str, object], as_json: bool) -> None:
    """Print what matched in an item; as JSON, also that nothing did."""
    if as_json:
        screen.print_json(_answer(name, hits, remarks))
    elif hits is not None:
        spans = [(hit.start, hit.end) for hit in hits if hit.field == "title"]
        print(f"✓ {screen.emphasized(item.title.original, spans)}")
        for term, text, field in dict.fromkeys((hit.term, hit.text, hit.field) for hit in hits):
            print(f"    {term}: “{text}” in the {field}")
        if item.link:
            print(f"    {item.link}")
