"""``try``: what a rule matches and why, over files, addresses, a headline, test cases or the stored items."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.app import now
from bot.cli import SHIELD, complain, program
from bot.config import ConfigError, load
from bot.messages import rules as told
from bot.messages import words as texts
from bot.messages.layout import plain
from watchers import entities, facts, search
from watchers.entities import Catalogue
from watchers.errors import FetchError, ParseError, RuleError, StoreError
from watchers.http import Fetcher, Network
from watchers.match import Recogniser, explain
from watchers.model import Hit, Item, Modified, Source, SourceId, Validators
from watchers.normalise import normalise, script_language
from watchers.parsing import ParsingChild
from watchers.rules import Rule, forms, parse
from watchers.store import full_text, items, look_into
from watchers.text import read

MATCH, NO_MATCH, MISTAKE = 0, 1, 2
MARK, UNMARK = "\N{ESC}[1;33m", "\N{ESC}[0m"


@dataclass(frozen=True, slots=True)
class Document:
    """One item to hold a rule against."""

    id: str
    item: Item
    source: SourceId


def run(asked: argparse.Namespace) -> int:
    """Prints what matches and why; answers the exit code."""
    recogniser = Recogniser(entities.load(), forms.load())
    if asked.cases is not None:
        return _cases(asked.cases, recogniser, asked.json)
    if asked.rule is None:
        complain(f'Say which rule to try, for example: {program()} try "TSMC tariffs"')
        return MISTAKE
    text = asked.rule.removeprefix(SHIELD)
    try:
        rule = parse(text, recogniser.catalogue)
    except RuleError as error:
        return _mistake("rule", error, asked.json)
    if not asked.json:
        print(_in_words(rule, recogniser.catalogue))
    try:
        return asyncio.run(_try(asked, rule, recogniser))
    except BrokenPipeError:
        raise
    except (ConfigError, StoreError, FetchError, ParseError, OSError) as error:
        complain(str(error))
        return MISTAKE


async def _try(asked: argparse.Namespace, rule: Rule, recogniser: Recogniser) -> int:
    if asked.title is None and not asked.documents:
        return _try_stored(load(asked.config).database, rule, recogniser, asked.json)
    matched = looked_at = 0
    async for document in _documents(asked):
        looked_at += 1
        hits = explain(rule, document.item, document.source, recogniser)
        matched += hits is not None
        if asked.json:
            print(json.dumps(_answer(document.id, hits), ensure_ascii=False))
        elif hits is not None:
            print("\n".join(_shown(document, hits)))
    if not asked.json:
        print(f"{matched} of {looked_at} match")
    if not looked_at and asked.documents:
        return MISTAKE
    return MATCH if matched else NO_MATCH


def _try_stored(database: Path, rule: Rule, recogniser: Recogniser, as_json: bool) -> int:
    """All stored items that match, newest first, as a search in a chat would find them."""
    matched = 0
    with look_into(database) as rows:
        percent = full_text.percent_indexed(rows)
        if percent is not None:
            complain(plain(texts.load()["en"].say("still-indexing", percent=percent)))
        for find in search.every(rows, rule, recogniser):
            matched += 1
            document = Document(find.stored.item.link or str(find.stored.id), find.stored.item, find.stored.source)
            if as_json:
                print(json.dumps(_answer(document.id, find.hits), ensure_ascii=False))
            else:
                print("\n".join(_shown(document, find.hits)))
        if not as_json:
            print(f"{matched} of {items.count_since(rows)} match")
    return MATCH if matched else NO_MATCH


async def _documents(asked: argparse.Namespace) -> AsyncIterator[Document]:
    if asked.title is not None:
        yield Document("title", _headline(asked.title, asked.summary, asked.lang), SourceId("try"))
        return
    async with ParsingChild() as child:
        for place in asked.documents:
            try:
                for document in await _of_feed(place, asked, child):
                    yield document
            except (FetchError, ParseError, OSError) as error:
                complain(f"{place}: {error}")


async def _of_feed(place: str, asked: argparse.Namespace, child: ParsingChild) -> list[Document]:
    remote = place.startswith(("http://", "https://"))
    source = Source(SourceId("try"), place if remote else f"file:{place}", place, language=asked.lang or None)
    if remote:
        network = load(asked.config).network
        async with Fetcher(Network(network.user_agent, network.allow_private)) as fetch:
            fetched = await fetch(source, Validators())
        assert isinstance(fetched, Modified)
    else:
        fetched = Modified(source.url, _contents(place), "", Validators(), None)
    sightings = normalise(await child.parse(source, fetched), source, now())
    return [
        Document(sighting.item.link or f"{place}#{at + 1}", sighting.item, source.id)
        for at, sighting in enumerate(sightings)
    ]


def _contents(place: str) -> bytes:
    return Path(place).read_bytes()


def _headline(title: str, summary: str, language: str) -> Item:
    heading, body = read(title), read(summary)
    told = language or script_language(heading if heading.tokens else body)
    return Item("", heading, body, None, told, None, facts.told(title, summary))


# ---- cases -----------------------------------------------------------------------------------------


def _cases(path: Path, recogniser: Recogniser, as_json: bool) -> int:
    """Headlines that must and must not match: prints each miss, and ends with "N of M"."""
    try:
        cases = list(_read_cases(path.read_text("utf-8").splitlines()))
    except (OSError, ValueError) as error:
        complain(f"{path}: {error}")
        return MISTAKE
    good = 0
    for case in cases:
        answer = _try_case(case, recogniser)
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
            raise ValueError(f"line {number} is no JSON object: {error}") from error
        wanted = {"id": str, "rule": str, "title": str, "expect": bool}
        if not isinstance(case, dict) or any(not isinstance(case.get(key), kind) for key, kind in wanted.items()):
            raise ValueError(f'line {number}: write {{"id", "rule", "title", "summary", "lang", "expect"}}')
        yield case


def _try_case(case: dict[str, object], recogniser: Recogniser) -> dict[str, object]:
    identifier = str(case["id"])
    item = _headline(str(case["title"]), str(case.get("summary") or ""), str(case.get("lang") or ""))
    try:
        rule = parse(str(case["rule"]), recogniser.catalogue)
    except RuleError as error:
        return _wrong(identifier, error)
    return _answer(identifier, explain(rule, item, SourceId("try"), recogniser))


def _miss(case: dict[str, object], answer: dict[str, object]) -> str:
    if answer["error"] is not None:
        return f"{case['id']}: {case['rule']!r} is no rule: {answer['error']['problem']}"  # type: ignore[index]  # an answer is JSON
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


def _in_words(rule: Rule, catalogue: Catalogue) -> str:
    return f"The rule {plain(told.tell(rule, texts.load()['en'], catalogue))}."


def _shown(document: Document, hits: Sequence[Hit]) -> Iterator[str]:
    title = document.item.title.original
    if sys.stdout.isatty():
        for hit in sorted((hit for hit in hits if hit.field == "title"), key=lambda hit: -hit.start):
            title = f"{title[: hit.start]}{MARK}{title[hit.start : hit.end]}{UNMARK}{title[hit.end :]}"
    yield f"✓ {title}"
    for term, text, field in dict.fromkeys((hit.term, hit.text, hit.field) for hit in hits):
        yield f"    {term}: “{text}” in the {field}"
    if document.item.link:
        yield f"    {document.item.link}"
