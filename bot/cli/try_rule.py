"""``try``: what a rule matches and why, in files, addresses, a headline, test cases or the stored items."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from bot.cli import complain, screen
from bot.cli.sources import find_source
from bot.config import ConfigError, load
from bot.health import wall_clock
from bot.messages import rules as told
from bot.messages import words as texts
from bot.messages.layout import plain
from watchers import entities, search, senses
from watchers.entities import Catalog
from watchers.errors import FetchError, ParseError, RuleError, StoreError
from watchers.facts import extract
from watchers.feeds.process import ParsingChild
from watchers.http import Fetcher, Network
from watchers.iso import COUNTRIES
from watchers.items.identity import normalize, script_language
from watchers.matching import Recognizer, explain
from watchers.model import Hit, Item, Modified, Source, SourceId, Validators
from watchers.rules import Rule, forms, parse
from watchers.store import full_text, items, look_into
from watchers.text.tokens import read

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


@dataclass(frozen=True, slots=True)
class Document:
    """One item to try a rule on."""

    id: str
    item: Item
    source: SourceId


def run(trial: Trial, as_json: bool) -> int:
    """Print what matches and why. Return the exit code. Raise BadParameter for an unknown source or country."""
    recognizer = Recognizer(entities.load(), forms.load(), senses.load())
    try:
        rule = parse(trial.rule, recognizer.catalog)
    except RuleError as error:
        return _mistake("rule", error, as_json)
    try:
        source = _source_of(trial)
        if not as_json:
            print(_in_words(rule, recognizer.catalog))
        if trial.title is None and not trial.documents:
            return _try_stored(load(trial.config).database, rule, recognizer, as_json)
        return asyncio.run(_try(trial, source, rule, recognizer, as_json))
    except BrokenPipeError:
        raise
    except (ConfigError, StoreError, FetchError, ParseError, OSError) as error:
        complain(str(error))
        return MISTAKE


def _source_of(trial: Trial) -> Source:
    """Return the source whose documents are read: the named one, with the language and country of the options."""
    country = trial.country.upper()
    if country and country not in COUNTRIES:
        raise typer.BadParameter(f"{trial.country} is not a country code. Write two letters.", param_hint="--country")
    source = Source(SourceId("try"), "") if trial.source is None else find_source(trial.config, trial.source)
    return replace(source, language=trial.language or source.language, country=country or source.country)


async def _try(trial: Trial, source: Source, rule: Rule, recognizer: Recognizer, as_json: bool) -> int:
    matched = looked_at = 0
    async for document in _documents(trial, source):
        looked_at += 1
        hits = explain(rule, document.item, document.source, recognizer)
        matched += hits is not None
        if as_json:
            print(json.dumps(_answer(document.id, hits), ensure_ascii=False))
        elif hits is not None:
            print("\n".join(_shown(document, hits)))
    if not as_json:
        print(f"{matched} of {looked_at} match")
    if not looked_at and trial.documents:
        return MISTAKE
    return MATCH if matched else NO_MATCH


def _try_stored(database: Path, rule: Rule, recognizer: Recognizer, as_json: bool) -> int:
    """Try the rule on all stored items, newest first, as a search in a chat does."""
    matched = 0
    with look_into(database) as rows:
        percent = full_text.percent_indexed(rows)
        if percent is not None:
            complain(plain(texts.load()["en"].say("still-indexing", percent=percent)))
        for find in search.every(rows, rule, recognizer):
            matched += 1
            document = Document(find.stored.item.link or str(find.stored.id), find.stored.item, find.stored.source)
            if as_json:
                print(json.dumps(_answer(document.id, find.hits), ensure_ascii=False))
            else:
                print("\n".join(_shown(document, find.hits)))
        if not as_json:
            print(f"{matched} of {items.count_since(rows)} match")
    return MATCH if matched else NO_MATCH


async def _documents(trial: Trial, source: Source) -> AsyncIterator[Document]:
    if trial.title is not None:
        yield Document("title", _headline(trial.title, trial.summary, source), source.id)
        return
    async with ParsingChild() as child:
        for place in trial.documents:
            try:
                for document in await _read(place, source, trial.config, child):
                    yield document
            except (FetchError, ParseError, OSError) as error:
                complain(f"{place}: {error}")


async def _read(place: str, source: Source, config: Path | None, child: ParsingChild) -> list[Document]:
    """Read one file or address as a document of the source."""
    if place.startswith(("http://", "https://")):
        source = replace(source, url=place)
        network = load(config).network
        async with Fetcher(Network(network.user_agent, network.allow_private)) as fetch:
            fetched = await fetch(source, Validators())
        assert isinstance(fetched, Modified)
    else:
        # Relative links of a saved page begin at the address of its source.
        url = source.url or f"file:{place}"
        fetched = Modified(url, Path(place).read_bytes(), "", Validators(), None)  # noqa: ASYNC240  nothing else waits for it
    sightings = normalize(await child.parse(source, fetched), source, wall_clock())
    return [
        Document(sighting.item.link or f"{place}#{at + 1}", sighting.item, source.id)
        for at, sighting in enumerate(sightings)
    ]


def _headline(title: str, summary: str, source: Source) -> Item:
    heading, body = read(title), read(summary)
    language = source.language or script_language(heading if heading.tokens else body)
    return Item("", heading, body, None, language, source.country, extract.told(title, summary))


# ---- cases -----------------------------------------------------------------------------------------


def run_cases(path: Path, as_json: bool) -> int:
    """Try headlines that must and must not match: print each miss, then "N of M". Return the exit code."""
    recognizer = Recognizer(entities.load(), forms.load(), senses.load())
    try:
        cases = list(_read_cases(path.read_text("utf-8").splitlines()))
    except (OSError, ValueError) as error:
        complain(f"{path}: {error}")
        return MISTAKE
    good = 0
    for case in cases:
        answer = _try_case(case, recognizer)
        right = answer["error"] is None and answer["match"] is case["expect"]
        good += right
        if as_json:
            print(json.dumps(answer, ensure_ascii=False))
        elif not right:
            print(_miss(case, answer))
    if not as_json:
        print(f"{good} of {len(cases)}")
    return MATCH if good == len(cases) else NO_MATCH


def _read_cases(lines: Iterable[str]) -> Iterator[dict[str, object]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except json.JSONDecodeError as error:
            raise ValueError(f"line {number} is not a JSON object: {error}") from error
        wanted = {"id": str, "rule": str, "title": str, "expect": bool}
        if not isinstance(case, dict) or any(not isinstance(case.get(key), kind) for key, kind in wanted.items()):
            raise ValueError(f'line {number}: write {{"id", "rule", "title", "summary", "lang", "country", "expect"}}')
        if str(case.get("country") or "US").upper() not in COUNTRIES:
            raise ValueError(f"line {number}: {case['country']} is not a country code")
        yield case


def _try_case(case: dict[str, object], recognizer: Recognizer) -> dict[str, object]:
    identifier = str(case["id"])
    source = Source(
        SourceId(str(case.get("source") or "try")),
        "",
        language=str(case.get("lang") or ""),
        country=str(case.get("country") or "").upper() or None,
    )
    item = _headline(str(case["title"]), str(case.get("summary") or ""), source)
    try:
        rule = parse(str(case["rule"]), recognizer.catalog)
    except RuleError as error:
        return _wrong(identifier, error)
    return _answer(identifier, explain(rule, item, source.id, recognizer))


def _miss(case: dict[str, object], answer: dict[str, object]) -> str:
    if answer["error"] is not None:
        return f"{case['id']}: {case['rule']!r} is not a rule: {answer['error']['problem']}"  # type: ignore[index]  # an answer is JSON
    verb = "must match" if case["expect"] else "must not match"
    return f"{case['id']}: {case['rule']!r} {verb} {case['title']!r}"


# ---- what is printed -------------------------------------------------------------------------------


def _answer(identifier: str, hits: Sequence[Hit] | None) -> dict[str, object]:
    terms = [
        {"term": hit.term, "field": hit.field, "start": hit.start, "end": hit.end, "text": hit.text}
        for hit in hits or ()
    ]
    return {"id": identifier, "match": hits is not None, "terms": terms, "error": None}


def _wrong(identifier: str, error: RuleError) -> dict[str, object]:
    words = texts.load()["en"]
    sentence = plain(words.say(f"rule-problem-{error.problem.value}", found=error.found))
    problem = {"column": error.column, "problem": sentence, "instead": error.instead}
    return {"id": identifier, "match": False, "terms": [], "error": problem}


def _mistake(identifier: str, error: RuleError, as_json: bool) -> int:
    if as_json:
        print(json.dumps(_wrong(identifier, error), ensure_ascii=False))
    else:
        complain(plain(told.complain(error, texts.load()["en"])))
    return MISTAKE


def _in_words(rule: Rule, catalog: Catalog) -> str:
    return f"The rule {plain(told.tell(rule, texts.load()['en'], catalog))}."


def _shown(document: Document, hits: Sequence[Hit]) -> Iterator[str]:
    spans = [(hit.start, hit.end) for hit in hits if hit.field == "title"]
    yield f"✓ {screen.emphasized(document.item.title.original, spans)}"
    for term, text, field in dict.fromkeys((hit.term, hit.text, hit.field) for hit in hits):
        yield f"    {term}: “{text}” in the {field}"
    if document.item.link:
        yield f"    {document.item.link}"
