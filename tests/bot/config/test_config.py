"""The configuration: what is read, how each mistake is reported, and what never leaks."""

from __future__ import annotations

import ipaddress
import os
import re
import stat
import subprocess
import sys
import tomllib
from dataclasses import fields
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.app import make_default_folder
from bot.cli.settings import check
from bot.config.document import RENAMED, ConfigError, Mistake, database_of, open_document
from bot.config.loading import examine, load
from bot.config.settings import Config, GivenMapping, GivenSource, known_keys
from bot.config.values import refuse, spelled
from watchers.feeds import catalog
from watchers.model import ItemMap, SourceId, TextUse
from watchers.store.failpoints import Failpoint

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "config.yaml"
TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
SOURCE = "sources: [{id: a, url: https://a.example/feed"
DEFAULT = len(catalog.load().default)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start in an empty folder: the config looks for a database in the working folder."""
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))


def defaults(folder: Path) -> Config:
    """Return the settings of an empty file in that folder."""
    return Config().model_copy(update={"folder": folder, "database": folder / "data" / "tradewatch.db"})


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "config.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def loaded(folder: Path, text: str, token: str = "") -> Config:
    return load(written(folder, text), {"TELEGRAM_BOT_TOKEN": token})


def mistakes(folder: Path, text: str | bytes, token: str = "") -> tuple[Mistake, ...]:
    with pytest.raises(ConfigError) as caught:
        load(written(folder, text), {"TELEGRAM_BOT_TOKEN": token})
    return caught.value.mistakes


def said(folder: Path, text: str, **environ: str) -> list[str]:
    """Return the lines of mistakes that ``check`` prints for a file and an environment."""
    path = written(folder, text)
    with pytest.raises(ConfigError) as caught:
        load(path, environ)
    return [line.replace(f"{folder}/", "") for line in str(caught.value).splitlines()]


# --- what is read ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n", "polling:\nsources:\ncatalog:\n", "\ufeff"])
def test_an_empty_file_and_empty_keys_give_the_defaults(tmp_path: Path, text: str) -> None:
    assert loaded(tmp_path, text) == defaults(tmp_path)


def test_the_shipped_file_gives_the_defaults_and_runs_as_it_is() -> None:
    shipped = load(SHIPPED, {"TELEGRAM_BOT_TOKEN": TOKEN})
    assert shipped.model_copy(update={"token": None}) == defaults(ROOT)
    assert len(shipped.all_sources()) == DEFAULT


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests/upgrade/databases").glob("*/config.yaml")), ids=lambda path: path.parent.name
)
def test_a_file_of_the_first_version_still_loads(path: Path) -> None:
    report = examine(path, {})
    assert [mistake for mistake in report.mistakes if mistake.path != "database"] == []
    assert report.config is not None
    assert report.config.sources


def test_the_shipped_file_has_every_key() -> None:
    tree = yaml.safe_load(SHIPPED.read_text("utf-8"))
    for key in known_keys():
        if key.startswith("targets[]."):
            assert f" {key.rpartition('.')[2]}: " in SHIPPED.read_text("utf-8").partition("# Where else")[2]
            continue
        if key.startswith("sources[]."):
            assert f" {key.rpartition('.')[2]}: " in SHIPPED.read_text("utf-8").partition("# Your own")[2]
            continue
        at = tree
        for part in key.split("."):
            assert part in at, key
            at = at[part]


def test_the_commented_source_of_the_shipped_file_is_a_good_one(tmp_path: Path) -> None:
    lines = SHIPPED.read_text("utf-8").partition("# Your own")[2].partition("\nsources:")[0].splitlines()[1:]
    text = "\n".join(["sources:", *(line.removeprefix("#") for line in lines)])
    (source,) = loaded(tmp_path, text).all_sources()
    assert (source.id, source.every, source.country) == ("example.trade", timedelta(minutes=30), "US")
    assert set(loaded(tmp_path, text).sources[0].model_dump(exclude_none=True)) == set(GivenSource.model_fields)


def test_all_keys_are_read(tmp_path: Path) -> None:
    full = loaded(
        tmp_path,
        """
telegram: {base_url: http://127.0.0.1:8081/bot/, base_file_url: http://127.0.0.1:8081/file/bot, mode: polling}
database: elsewhere/trade.db
polling: {every: 1s, timeout: 5s}
network: {user_agent: Desk/1 (+mailto:desk@example.org), allow_private: [10.0.0.0/8, 127.0.0.1, "fd00::/8"]}
delivery: {per_second: 5}
access: {operators: [7], allow: [7, -1001234567890]}
limits: {watches_per_chat: 3}
log: {format: json, level: debug}
catalog: all
sources:
  - {id: a, url: "https://a.example/feed", name: A, kind: atom, language: ZH-hant, country: tw, every: 2h,
     text: headline, tier: 1}
""",
        TOKEN + "\n",
    )
    assert full.telegram.base_url == "http://127.0.0.1:8081/bot"
    assert full.database == tmp_path / "elsewhere" / "trade.db"
    assert (full.polling.every, full.polling.timeout) == (timedelta(seconds=1), timedelta(seconds=5))
    assert full.network.allow_private[:2] == (
        ipaddress.ip_network("10.0.0.0/8"),
        ipaddress.ip_network("127.0.0.1/32"),
    )
    assert full.access.allow == (7, -1001234567890)
    assert (full.log.format, full.log.level, full.catalog) == ("json", "debug", "all")
    assert (full.sources[0].language, full.sources[0].country) == ("zh-Hant", "TW")
    assert full.token is not None
    assert full.token.get_secret_value() == TOKEN


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("limits: {watches_per_chat: '28'}", "limits.watches_per_chat", 28),
        ("limits: {watches_per_chat: 028}", "limits.watches_per_chat", 28),
        ("additions: {approve: yes}", "additions.approve", True),
        ("additions: {approve: off}", "additions.approve", False),
        ("access: {allow: &a [1], operators: *a}", "access.operators", (1,)),
        ("polling: {every: 1h30m}", "polling.every", timedelta(minutes=90)),
        ("polling: {every: 2592000s}", "polling.every", timedelta(days=30)),
        (f"{SOURCE}, country: no, language: no}}]", "sources.0.country", "NO"),
        (f"{SOURCE}, country: no, language: no}}]", "sources.0.language", "no"),
        ("sources: [{id: 7, url: https://a.example/feed, name: true}]", "sources.0.id", "7"),
        ("sources: [{id: 7, url: https://a.example/feed, name: true}]", "sources.0.name", "true"),
    ],
)
def test_a_value_is_read_as_the_type_of_its_key_and_not_as_yaml_guesses(
    tmp_path: Path, text: str, key: str, value: object
) -> None:
    found: Any = loaded(tmp_path, text)
    for part in key.split("."):
        found = found[int(part)] if part.isdigit() else getattr(found, part)
    assert found == value


@pytest.mark.parametrize(
    ("base_url", "taken"),
    [
        ("http://127.0.0.1:9/bot", "http://127.0.0.1:9/bot"),
        ("http://127.0.0.1:9/bot/", "http://127.0.0.1:9/bot"),
        ("http://127.0.0.1:9/x/bot", "http://127.0.0.1:9/x/bot"),
        ("http://127.0.0.1:9/{token}", "http://127.0.0.1:9/{token}"),
    ],
)
def test_an_address_works_to_which_the_token_can_be_put(tmp_path: Path, base_url: str, taken: str) -> None:
    assert loaded(tmp_path, f'telegram: {{base_url: "{base_url}"}}').telegram.base_url == taken


def test_the_configuration_is_frozen() -> None:
    with pytest.raises(ValidationError):
        Config().polling.every = timedelta(1)


@settings(deadline=None)  # the first one builds the models
@given(st.integers(1, 3599), st.sampled_from("smh"))
def test_a_duration_is_read_back_as_it_is_spelled(number: int, unit: str) -> None:
    length = Config.model_validate({"polling": {"every": f"{number % 24 + 1}{unit}"}}).polling.every
    assert Config.model_validate({"polling": {"every": spelled(length)}}).polling.every == length


# --- sources --------------------------------------------------------------------------------------------


def test_a_source_needs_only_id_and_url(tmp_path: Path) -> None:
    (source,) = loaded(tmp_path, f"polling: {{every: 3s}}\n{SOURCE}}}]").all_sources()
    assert (source.id, source.name, source.every, source.kind) == ("a", "a.example", timedelta(seconds=3), "rss")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", DEFAULT),
        ("catalog: none", 0),
        ("catalog: false", 0),
        ("catalog: off", 0),
        (f"catalog: true\n{SOURCE}}}]", DEFAULT + 1),
        (SOURCE + "}]", 1),
        ("sources: []", 0),
        (f"catalog: default\n{SOURCE}}}]", DEFAULT + 1),
        ("catalog: default\nsources: [{id: ustr.rss, enabled: false}, {id: cn.mofcom}]", DEFAULT),
        ("catalog: all\nsources: [{id: ustr.rss, enabled: false}]", len(catalog.load().all) - 1),
        ("sources: [{id: ustr.rss}]", 1),
    ],
)
def test_the_catalog_is_left_out_where_the_file_has_sources(tmp_path: Path, text: str, count: int) -> None:
    assert len(loaded(tmp_path, text).all_sources()) == count


def test_a_source_of_the_file_overrides_the_keys_that_it_gives_of_one_in_the_catalog(tmp_path: Path) -> None:
    mixed = loaded(tmp_path, "catalog: default\nsources: [{id: ustr.rss, every: 1s, text: headline}]")
    sources = {source.id: source for source in mixed.all_sources()}
    ours = sources[SourceId("ustr.rss")]
    assert len(sources) == DEFAULT
    assert (ours.url, ours.every, ours.text) == ("https://ustr.gov/rss.xml", timedelta(seconds=1), TextUse.HEADLINE)


def test_a_source_with_its_own_url_owes_nothing_to_a_catalog_that_is_off(tmp_path: Path) -> None:
    (source,) = loaded(
        tmp_path, "polling: {every: 1s}\nsources: [{id: ustr.rss, url: http://127.0.0.1:9/f}]"
    ).all_sources()
    assert (source.name, source.every, source.country) == ("127.0.0.1", timedelta(seconds=1), None)


def test_polling_every_slows_the_catalog_but_never_hastens_it(tmp_path: Path) -> None:
    asked = {
        every: {source.every for source in loaded(tmp_path, f"polling: {{every: {every}}}").all_sources()}
        for every in ("1s", "1d")
    }
    assert min(asked["1s"]) == timedelta(minutes=10)
    assert asked["1d"] == {timedelta(days=1)}


def test_a_mapping_is_read_and_takes_the_place_of_the_catalogs(tmp_path: Path) -> None:
    text = "catalog: default\nsources: [{id: eping, every: 1d}, {id: ofac.recent, mapping: {items: li > a}}]"
    sources = {source.id: source for source in loaded(tmp_path, text).all_sources()}
    assert sources[SourceId("eping")].mapping.title == "{documentSymbol}: {title}"
    assert sources[SourceId("ofac.recent")].mapping == ItemMap(items="li > a")


def test_an_address_may_hold_days_and_a_mapping_lines(tmp_path: Path) -> None:
    address = "https://a.example/?from={today-7d}&to={today}"
    (source,) = loaded(
        tmp_path,
        f"""sources: [{{id: a, url: "{address}", kind: json,
        mapping: {{items: ., title: t, summary: "{{a}}\\n{{b}}"}}}}]""",
    ).all_sources()
    assert (source.url, source.mapping.summary) == (address, "{a}\n{b}")


def test_the_parts_of_a_mapping_are_those_of_the_model() -> None:
    assert set(GivenMapping.model_fields) == {part.name for part in fields(ItemMap)}


def test_the_http_port_is_closed_until_it_is_configured(tmp_path: Path) -> None:
    assert loaded(tmp_path, "").web.port is None
    opened = loaded(tmp_path, f"telegram: {{mode: webhook, webhook_url: '{HOOK}'}}\n{PORT}")
    assert (opened.telegram.webhook_url, opened.web.host, opened.web.port) == (HOOK, "127.0.0.1", 8080)


def test_the_secret_of_a_link_is_never_printed(tmp_path: Path) -> None:
    opened = loaded(tmp_path, f"web: {{port: 0, operator_secret: {'s3cret' * 3}}}")
    assert "s3cret" not in repr(opened)
    (refused,) = mistakes(tmp_path, "web: {port: 0, operator_secret: not-quite-s3cret!}")
    assert "s3cret" not in refused.describe(tmp_path)


# --- mistakes -------------------------------------------------------------------------------------------

PORT, HOOK = "web: {port: 8080}", "https://bot.example.org/telegram"
MISTAKES = [
    # text, path, line, what the sentence says, what the cure says
    ("polling: {every: 10 minutes}", "polling.every", 1, '"10 minutes" is not a duration', "30s, 10m, 2h or 1d"),
    ("polling: {every: 30}", "polling.every", 1, '"30" has no unit', "30s"),
    ("polling: {every: 30m1h}", "polling.every", 1, '"30m1h" is not a duration', "2h"),
    ("polling: {every: 0s}", "polling.every", 1, '"0s" is too short', "1s or more"),
    ("polling: {every: 99999d}", "polling.every", 1, "too long", "30d or less"),
    ("polling: {timeout: 2h}", "polling.timeout", 1, '"2h" is too long', "10m or less"),
    ("polling: {every: 1:30}", "polling.every", 1, '"1:30" is not a duration', "30s"),
    ("polling: {every: -5m}", "polling.every", 1, "is not a duration", "30s"),
    ("polling: {every: yes}", "polling.every", 1, '"yes" is not a duration', "30s"),
    ("polling: {every: ''}", "polling.every", 1, "An empty value is not a duration", "30s"),
    ("polling: {every: [1m]}", "polling.every", 1, "A list is not a duration", "30s"),
    ("polling: 10m", "polling", 1, '"10m" is not a group of keys', "every, timeout"),
    ("polling: {evry: 1m}", "polling.evry", 1, "is not a known key", "Did you mean every?"),
    ("polling:\n  evry:\n", "polling.evry", 2, "is not a known key", "Did you mean every?"),
    ("\nevery: 1m", "every", 2, "is not a known key", "under polling or under sources[]"),
    ("xyzzy: 1", "xyzzy", 1, "is not a known key", "The keys here are telegram, database"),
    ("telegram: {database: x.db}", "telegram.database", 1, "is not a known key", "at the top"),
    ("telegram: {mode: socket}", "telegram.mode", 1, '"socket" is not an option', "Write polling or webhook."),
    (f"telegram: {{mode: webhook}}\n{PORT}", "telegram.webhook_url", 1, "is missing", "public https address"),
    (f"telegram: {{mode: webhook, webhook_url: '{HOOK}'}}", "web.port", None, "mode webhook needs", "port: 8080"),
    ("telegram: {webhook_url: http://b.example/t}", "telegram.webhook_url", 1, "is not https", "https addresses only"),
    ("telegram: {webhook_url: 'https://b.example'}", "telegram.webhook_url", 1, "no plain path", "/telegram"),
    ("telegram: {webhook_url: 'https://b.example:5000/t'}", "telegram.webhook_url", 1, "a port", "443, 80, 88 or 8443"),
    ("telegram: {webhook_url: 'https://b.example/metrics'}", "telegram.webhook_url", 1, "another page", "another path"),
    ("web: {port: 70000}", "web.port", 1, '"70000" is too large', "65535 or less"),
    ("web: {port: eighty}", "web.port", 1, '"eighty" is not a whole number', "digits"),
    ("web: {host: localhost}", "web.host", 1, '"localhost" is not an IP address', "127.0.0.1"),
    ("web: {port: 1, operator_secret: short}", "web.operator_secret", 1, "It cannot be the end", "16 to 128"),
    ("web: {port: 1, operator_secret: [a]}", "web.operator_secret", 1, "It cannot be the end", "16 to 128"),
    (
        f"web:\n  port: 1\n  operator_secret: {'a' * 16}\n  subscriber_secret: {'a' * 16}",
        "web.subscriber_secret",
        4,
        "is the same as operator_secret",
        "its own secret",
    ),
    ("telegram: {base_url: http://h}", "telegram.base_url", 1, "cannot work", "http://h/bot"),
    ("telegram: {base_url: http://h/}", "telegram.base_url", 1, "cannot work", "http://h/bot"),
    ("telegram: {base_url: http://robot}", "telegram.base_url", 1, "cannot work", "http://robot/bot"),
    ("telegram: {base_url: 'http://h/bot?a=b'}", "telegram.base_url", 1, "cannot work", "http://h/bot"),
    ("telegram: {base_file_url: http://h}", "telegram.base_file_url", 1, "cannot work", "http://h/file/bot"),
    ("telegram: {base_url: 'http://h/{name}'}", "telegram.base_url", 1, "cannot have", "Copy it again"),
    ("database: [a]", "database", 1, "A list is not a single value", "one text"),
    ("database: data/", "database", 1, "is not the path of a file", "data/tradewatch.db"),
    ("database: ''", "database", 1, "An empty value is not the path of a file", "data/tradewatch.db"),
    ("network: {allow_private: [10.0.0.5/8]}", "network.allow_private[0]", 1, "10.0.0.5/8", "10.0.0.0/8"),
    ("network: {allow_private: [localhost]}", "network.allow_private[0]", 1, "not a network", "127.0.0.0/8"),
    ("network: {allow_private: [lan]}", "network.allow_private[0]", 1, '"lan" is not a network', "192.168"),
    ("network: {allow_private: 10.0.0.0/8}", "network.allow_private", 1, "not a list", '["10.0.0.0/8"]'),
    ("network: {user_agent: 東京}", "network.user_agent", 1, "cannot be sent as a header", "ASCII"),
    ('network: {user_agent: "a\\nb"}', "network.user_agent", 1, "line break", "one line"),
    ("delivery: {per_second: 31}", "delivery.per_second", 1, '"31" is too large', "30 or less"),
    ("delivery: {per_second: 0}", "delivery.per_second", 1, '"0" is too small', "1 or more"),
    ("delivery: {per_second: 2.5}", "delivery.per_second", 1, '"2.5" is not a whole number', "digits"),
    ("delivery: {per_second: yes}", "delivery.per_second", 1, '"yes" is not a whole number', "digits"),
    (f"delivery: {{per_second: {'9' * 5000}}}", "delivery.per_second", 1, "9…", "digits"),
    ("limits: {watches_per_chat: 0}", "limits.watches_per_chat", 1, "too small", "1 or more"),
    ("access: {allow: 5}", "access.allow", 1, '"5" is not a list', "[5]"),
    ("access: {allow: ['@me']}", "access.allow[0]", 1, '"@me" is not a whole number', "digits"),
    ("access: {allow: [0]}", "access.allow[0]", 1, '"0" is not a chat ID', "number"),
    ("access:\n  operators:\n    - 1\n    - -100\n", "access.operators[1]", 4, '"-100" is a group', "above zero"),
    ("access:\n  allow:\n    - 1\n    -\n", "access.allow[1]", 4, "An empty value is not a whole number", "digits"),
    ("additions: {approve: maybe}", "additions.approve", 1, '"maybe" is not true or false', "true or false"),
    ("retention: {items: 200d}", "retention", 1, "kept for a shorter time than the items", "keys: 200d or more"),
    ("retention: {keys: 5m}", "retention.keys", 1, '"5m" is too short', "1d or more"),
    ("backup: {keep: -1}", "backup.keep", 1, "too small", "0 or more"),
    ("backup: {hour: 24}", "backup.hour", 1, "too large", "23 or less"),
    ("log: {format: xml}", "log.format", 1, '"xml" is not an option', "auto, text or json"),
    ("log: {level: no}", "log.level", 1, '"no" is not an option', "debug, info, warning or error"),
    ("catalog: some", "catalog", 1, '"some" is not an option', "default, all or none"),
    ("catalogue: some", "catalog", 1, '"some" is not an option', "default, all or none"),
    ("catalog: all\ncatalogue: all", "catalogue", 2, "is a duplicate: line 1", "Write catalog: once."),
    ("sources: {id: a}", "sources", 1, "A group of keys is not a list", "dash"),
    ("sources: [https://a.example/]", "sources[0]", 1, "is not a group of keys", "id, url"),
    ("sources: [{url: https://a.example/}]", "sources[0].id", 1, "is missing", "id:"),
    ("sources:\n  - name: A\n    id: ustr.rs\n", "sources[0].url", 2, "is missing", "or id: ustr.rss"),
    ("sources: [{id: A B, url: https://a.example/}]", "sources[0].id", 1, '"A B" is not an ID', "a-b"),
    (f"sources: [{{id: {'a' * 65}, url: https://a.example/}}]", "sources[0].id", 1, "is not an ID", "64"),
    ("sources: [{id: a, url: ftp://a.example/}]", "sources[0].url", 1, "not a web address", "https://"),
    ("sources: [{id: a, url: a.example}]", "sources[0].url", 1, "not a web address", "https://"),
    ("sources: [{id: a, url: 'http://'}]", "sources[0].url", 1, "not a web address", "https://"),
    ("sources: [{id: a, url: 'http://a:x/'}]", "sources[0].url", 1, "not a web address", "https://"),
    ("sources: [{id: a, url: 'http://[a/'}]", "sources[0].url", 1, "not a web address", "https://"),
    ("sources: [{id: a, url: 'https://a.example/b c'}]", "sources[0].url", 1, "cannot have", "%20"),
    (f"{SOURCE}, kind: html}}]", "sources[0].kind", 1, '"html" is not an option', "page, xml, csv or list"),
    (f"{SOURCE}, kind: json}}]", "sources[0].mapping", 1, "is missing", "items: and title:"),
    (f"{SOURCE}, kind: page}}]", "sources[0].mapping", 1, "a source of kind page", "items: and title:"),
    (f"{SOURCE}, kind: json, mapping: {{items: a}}}}]", "sources[0].mapping.title", 1, "is missing", "Write title:"),
    (f"{SOURCE}, kind: page, mapping: {{title: a}}}}]", "sources[0].mapping.items", 1, "is missing", "Write items:"),
    (f"{SOURCE}, mapping: {{items: a, title: b}}}}]", "sources[0].mapping", 1, "a source of kind rss", "Remove"),
    (f"{SOURCE}, kind: page, mapping: li}}]", "sources[0].mapping", 1, '"li" is not a group', "items, title"),
    (
        f"{SOURCE}, kind: page, mapping: {{items: b, titel: a}}}}]",
        "sources[0].mapping.titel",
        1,
        "is not a known key",
        "Did you mean title?",
    ),
    (
        f"{SOURCE}, kind: page, mapping: {{items: 'li['}}}}]",
        "sources[0].mapping.items",
        1,
        "an unmatched [",
        "Close it",
    ),
    (
        f"{SOURCE}, kind: page, mapping: {{items: 'a)b'}}}}]",
        "sources[0].mapping.items",
        1,
        "an unmatched )",
        "Close it",
    ),
    (
        f"{SOURCE}, kind: page, mapping: {{items: 'a[b=\"'}}}}]",
        "sources[0].mapping.items",
        1,
        "an unmatched [",
        "Close",
    ),
    (
        f"{SOURCE}, kind: page, mapping: {{items: 'a =~ (b'}}}}]",
        "sources[0].mapping.items",
        1,
        '"(b" is not a regular expression: missing ), unterminated subpattern',
        "Correct it",
    ),
    (
        f"{SOURCE}, kind: json, mapping: {{items: a, title: 'x \u007b\u007d'}}}}]",
        "sources[0].mapping.title",
        1,
        "empty braces",
        "Write a name between them",
    ),
    (
        f"{SOURCE}, kind: json, mapping: {{items: a, title: [b]}}}}]",
        "sources[0].mapping.title",
        1,
        "A list",
        "one text",
    ),
    (f"{SOURCE}, group: asia}}]", "sources[0].group", 1, '"asia" is not an option', "press, law or logistics"),
    (f"{SOURCE}, enabled: never}}]", "sources[0].enabled", 1, '"never" is not true or false', "false"),
    (
        "sources: [{id: a, url: 'https://a.example/?d={yesterday}'}]",
        "sources[0].url",
        1,
        "braces without a day",
        "today-7d",
    ),
    (f"{SOURCE}, text: full}}]", "sources[0].text", 1, '"full" is not an option', "summary or headline"),
    (f"{SOURCE}, tier: 9}}]", "sources[0].tier", 1, '"9" is too large', "3 or less"),
    (f"{SOURCE}, name: ' '}}]", "sources[0].name", 1, "is blank", "one line"),
    (f"{SOURCE}, country: UK}}]", "sources[0].country", 1, '"UK" is not a country code', "GB"),
    (f"{SOURCE}, country: INT}}]", "sources[0].country", 1, "is not a country code", "remove the line"),
    (f"{SOURCE}, country: Japan}}]", "sources[0].country", 1, "is not a country code", "two letters"),
    (f"{SOURCE}, language: jp}}]", "sources[0].language", 1, '"jp" is not a language code', "ja"),
    (f"{SOURCE}, language: 'en,fr'}}]", "sources[0].language", 1, "is not a language code", "one code"),
    (f"{SOURCE}, every: 10}}]", "sources[0].every", 1, '"10" has no unit', "30s"),
    (f"{SOURCE}, evry: 10m}}]", "sources[0].evry", 1, "is not a known key", "Did you mean every?"),
    ("database: a.db\ndatabase: b.db", "database", 2, "is a duplicate: line 1", "Write database: once."),
    ("access: &a {allow: *a}", "", None, "nested too deeply", "alias"),
    ("limits: {watches_per_chat: !!int x}", "limits.watches_per_chat", 1, "not a whole number", "digits"),
    ("yes: 1", "yes", 1, "is not a known key", "The keys here are"),
    ("[a, b]: 1", "", 1, "A key here is not a word", "key: value"),
    ("- a\n- b", "", 1, "not a list of keys", "key: value"),
    ("just text", "", 1, "not a list of keys", "key: value"),
    ("polling:\n\tevery: 1m", "", 2, "begins with a tab", "spaces"),
    ("database: a\n\n  polling: b", "", 3, "A colon is not allowed", "ndent"),
    ("database: 'a\nlog: x", "", 1, "A quote that begins in this line is not closed", "Close it"),
    ("sources: [a, b\nlog: x", "", 1, "A bracket that opens in this line", "Close it"),
    ("log:\n  level: info\n format: text", "", 3, "The indentation of this line matches nothing", "two spaces"),
    ("database: @x", "", 1, "a character that YAML reserves", "quotes"),
    ("database: *x", "", 1, "is an alias", "quotes"),
    ('database: "a\\q"', "", 1, "A backslash", "single quotes"),
    ("log:\n---\nlog:", "", 2, "A second document", "one document"),
    ("a: " + "[" * 3000 + "]" * 3000, "", None, "nested too deeply", "brackets"),
    (b"# one\n# \xff\xfe", "", 2, "not UTF-8", "UTF-8"),
    ("log: {format: text}".encode("utf-16"), "", 1, "not UTF-8", "UTF-8"),
    (b"# one\ndatabase: a\x00b", "", 2, "control character, code 0", "Remove it"),
]


@pytest.mark.parametrize(("text", "path", "line", "problem", "cure"), MISTAKES)
def test_each_mistake_is_named_with_its_place_and_its_cure(
    tmp_path: Path, text: str | bytes, path: str, line: int | None, problem: str, cure: str
) -> None:
    (mistake,) = mistakes(tmp_path, text)
    assert (mistake.path, mistake.line) == (path, line)
    assert re.search(f"{re.escape(problem)}.*{re.escape(cure)}", mistake.text)
    assert "{" not in re.sub(r"\{(?:name|yesterday|today[-+\d]*d?|title)?\}", "", mistake.text)


@pytest.mark.parametrize("pattern", ["[0-9]{99999999999}", "(" * 3_000 + ")" * 3_000], ids=["count", "depth"])
def test_a_pattern_that_is_too_large_to_compile_is_a_mistake(tmp_path: Path, pattern: str) -> None:
    (mistake,) = mistakes(tmp_path, f"{SOURCE}, kind: page, mapping: {{items: 'a =~ {pattern}'}}}}]")
    assert (mistake.path, mistake.line) == ("sources[0].mapping.items", 1)
    assert "is not a regular expression" in mistake.text


def test_all_mistakes_are_named_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        """
log: {level: loud}
polling:
  every: 10 minutes
  every: 5m
sources:
  - id: a
    url: https://a.example/
  - id: a
    url: nowhere
""",
        token="12 34",
    )
    assert [(mistake.path, mistake.line) for mistake in found] == [
        ("TELEGRAM_BOT_TOKEN", None),
        ("log.level", 2),
        ("polling.every", 4),
        ("polling.every", 5),
        ("sources[1].id", 9),
        ("sources[1].url", 10),
    ]


def test_a_mistake_is_one_line_with_file_line_and_path(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, f"# sources\n{SOURCE},\n every: 10 minutes}}]")
    assert str(caught.value) == (
        f'{tmp_path}/config.yaml:3  sources[0].every  "10 minutes" is not a duration. Write 30s, 10m, 2h or 1d.'
    )


@pytest.mark.parametrize(("path", "problem"), [("missing.yaml", "does not exist"), (".", "This is a folder")])
def test_a_file_that_is_none_is_named(tmp_path: Path, path: str, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path / path, {})
    assert problem in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    path.chmod(0)
    with pytest.raises(ConfigError, match="This user cannot read"):
        load(path, {})


WORDS = sorted({part for key in known_keys() for part in key.replace("[]", "").split(".")} | {"x"})
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=8,
)


@settings(deadline=None)  # the first one imports the catalog and reads a file
@given(TREES)
def test_whatever_is_in_the_file_is_taken_or_refused_in_our_own_words(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    path = written(tmp_path_factory.mktemp("any"), yaml.safe_dump(value, allow_unicode=True))
    try:
        load(path, {})
    except ConfigError as error:
        assert error.mistakes
        for mistake in error.mistakes:
            assert not any(word in mistake.text for word in ("Input should", "valid", "pydantic"))
            assert re.search(r"[.] [A-Z].*[.?]$", mistake.text)


# --- the environment ------------------------------------------------------------------------------------


def test_the_environment_sets_every_key_without_a_file() -> None:
    environ = {
        "TRADEWATCH_TELEGRAM__BASE_URL": "http://127.0.0.1:9/bot",
        "TRADEWATCH_DATABASE": "elsewhere/trade.db",
        "TRADEWATCH_POLLING__EVERY": "5m",
        "TRADEWATCH_NETWORK__ALLOW_PRIVATE": '["10.0.0.0/8"]',
        "TRADEWATCH_DELIVERY__PER_SECOND": "5",
        "TRADEWATCH_ACCESS__ALLOW": "[7, -1001234567890]",
        "TRADEWATCH_ADDITIONS__APPROVE": "true",
        "TRADEWATCH_LOG__FORMAT": "json",
        "TRADEWATCH_CATALOG": "default",
        "TRADEWATCH_SOURCES": '[{"id": "a", "url": "https://a.example/feed", "tier": 1, "enabled": true}]',
    }
    full = load(None, environ)
    assert full.telegram.base_url == "http://127.0.0.1:9/bot"
    assert full.database == Path("elsewhere/trade.db")
    assert (full.polling.every, full.polling.timeout) == (timedelta(minutes=5), timedelta(seconds=30))
    assert full.network.allow_private == (ipaddress.ip_network("10.0.0.0/8"),)
    assert (full.delivery.per_second, full.additions.approve, full.log.format) == (5, True, "json")
    assert full.access.allow == (7, -1001234567890)
    assert len(full.all_sources()) == DEFAULT + 1


@pytest.mark.parametrize("key", [key for key in known_keys() if "[]" not in key])
def test_each_key_has_a_variable(key: str) -> None:
    (line,) = said_of_environment({f"TRADEWATCH_{key.upper().replace('.', '__')}": "{"})
    assert line.startswith(f"environment  TRADEWATCH_{key.upper().replace('.', '__')}  ")
    assert "is not a setting" not in line


def said_of_environment(environ: dict[str, str]) -> list[str]:
    """Return the mistakes of variables that are all made invalid: a line break spoils even a text."""
    spoiled = {name: value + "\n" for name, value in environ.items()}
    with pytest.raises(ConfigError) as caught:
        load(None, spoiled)
    return str(caught.value).splitlines()


def test_the_environment_wins_over_the_file_and_an_empty_variable_is_not_set(tmp_path: Path) -> None:
    path = written(tmp_path, f"polling: {{every: soon, timeout: 5s}}\nlog: {{level: debug}}\n{SOURCE}}}]")
    environ = {"TRADEWATCH_POLLING__EVERY": "5m", "TRADEWATCH_LOG__LEVEL": "", "TRADEWATCH_SOURCES": "[]"}
    mixed = load(path, environ)
    assert (mixed.polling.every, mixed.polling.timeout) == (timedelta(minutes=5), timedelta(seconds=5))
    assert (mixed.log.level, mixed.sources) == ("debug", ())


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("POLLING__EVERY", "soon", 'POLLING__EVERY  "soon" is not a duration. Write 30s, 10m, 2h or 1d.'),
        ("DELIVERY__PER_SECOND", "99", 'DELIVERY__PER_SECOND  "99" is too large. Write 30 or less.'),
        ("ACCESS__ALLOW", "[1, 0]", 'ACCESS__ALLOW[1]  "0" is not a chat ID. Write the chat\'s number, as'),
        ("ACCESS__ALLOW", "5", 'ACCESS__ALLOW  "5" is not a list. Write [5].'),
        ("ACCESS__ALLOW", "7, -8", 'ACCESS__ALLOW  "7, -8" is not a list. Write [7, -8].'),
        ("ACCESS__ALLOW", "[5", 'ACCESS__ALLOW  "[5" is not a list. Write a list, like [1, 2] or ["a", "b"].'),
        ("SOURCES", '[{"id": "ustr.rss", "uri": 1}]', "SOURCES[0].uri  is not a known key. Did you mean url?"),
        ("SOURCES", '[{"id": "ustr.rs"}]', "SOURCES[0].url  is missing, and the catalog has no source with this ID."),
        ("POLLING__EVRY", "5m", "POLLING__EVRY  is not a setting. Did you mean TRADEWATCH_POLLING__EVERY?"),
        ("POLLING_EVERY", "5m", "POLLING_EVERY  is not a setting. Did you mean TRADEWATCH_POLLING__EVERY?"),
        ("POLLING", "{}", "POLLING  is not a setting. Did you mean"),
        ("XYZZY", "1", "XYZZY  is not a setting. Unset it, or see"),
        ("BOT_TOKEN", TOKEN, "BOT_TOKEN  is not a setting. Set TELEGRAM_BOT_TOKEN."),
        ("FOLDER", "/tmp", "FOLDER  is not a setting. "),
    ],
)
def test_a_mistake_in_the_environment_names_its_variable(tmp_path: Path, name: str, value: str, line: str) -> None:
    text = f"polling: {{every: 5m}}\ndelivery: {{per_second: 1}}\naccess: {{allow: [1, 2]}}\n{SOURCE}}}]"
    (found,) = said(tmp_path, text, **{f"TRADEWATCH_{name}": value})
    assert found.startswith(f"environment  TRADEWATCH_{line}")
    assert TOKEN not in found


def test_mistakes_of_the_environment_and_the_file_are_named_at_once(tmp_path: Path) -> None:
    environ = {"TRADEWATCH_POLLING__EVERY": "soon", "TRADEWATCH_LOGLEVEL": "info", "TELEGRAM_BOT_TOKEN": "12 34"}
    found = said(tmp_path, "limits: 7\nlog: {level: loud}", **environ, TRADEWATCH_LIMITS__SOURCES_ADDED="1")
    assert [line.split("  ")[:2] for line in found] == [
        ["environment", "TRADEWATCH_POLLING__EVERY"],
        ["environment", "TRADEWATCH_LOGLEVEL"],
        ["environment", "TELEGRAM_BOT_TOKEN"],
        ["config.yaml:1", "limits"],
        ["config.yaml:2", "log.level"],
    ]


def test_a_default_file_may_be_missing_where_a_variable_says_where_the_database_is() -> None:
    with pytest.raises(ConfigError, match="This file does not exist"):
        load(Path("config.yaml"), {"TRADEWATCH_POLLING__EVERY": "5m"})
    environ = {"TRADEWATCH_DATABASE": "trade.db"}
    assert load(Path("config.yaml"), environ).database == Path("trade.db")
    with pytest.raises(ConfigError, match="This file does not exist"):
        load(Path("other.yaml"), environ)


def test_health_finds_the_database_of_the_environment(tmp_path: Path) -> None:
    path = written(tmp_path, "database: x/y.db")
    for environ in ({}, {"TRADEWATCH_DATABASE": ""}, {"TRADEWATCH_DATABASE": "z.db"}):
        assert database_of(path, environ) == load(path, environ).database
    assert database_of(path, {"TRADEWATCH_DATABASE": "z.db"}) == tmp_path / "z.db"


# --- renamed keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("old", list(RENAMED))
def test_a_renamed_key_works_under_its_old_name_and_check_says_the_new_one(
    tmp_path: Path, old: str, capsys: pytest.CaptureFixture[str]
) -> None:
    new = RENAMED[old]
    path = written(tmp_path, f"database: {tmp_path}/t.db\n{old}: all")
    report = examine(path, {})
    assert report.config == examine(written(tmp_path, f"database: {tmp_path}/t.db\n{new}: all"), {}).config
    assert [(note.path, note.line) for note in report.renamed] == [(old, 2)]
    assert check(written(tmp_path, f"database: {tmp_path}/t.db\n{old}: all")) == 0
    assert f"warning: {path}:2  {old}  is now named {new}. The old name still works." in capsys.readouterr().out


def test_a_renamed_key_works_in_the_environment_too() -> None:
    report = examine(None, {"TRADEWATCH_CATALOGUE": "all"})
    assert report.config is not None
    assert report.config.catalog == "all"
    assert [note.path for note in report.renamed] == ["TRADEWATCH_CATALOGUE"]
    both = {"TRADEWATCH_CATALOGUE": "all", "TRADEWATCH_CATALOG": "none"}
    assert [mistake.text for mistake in examine(None, both).mistakes] == [
        "is set, and so is TRADEWATCH_CATALOG. Set only one of them."
    ]


def test_a_key_within_a_section_can_be_renamed(tmp_path: Path) -> None:
    renamed = {"polling.interval": "polling.every"}
    document = open_document(written(tmp_path, "polling:\n  interval: 5m"), renamed)
    assert document.values == {"polling": {"every": "5m"}}
    assert [(note.path, note.line, note.text) for note in document.renamed] == [
        ("polling.interval", 2, "is now named every. The old name still works.")
    ]
    both = open_document(written(tmp_path, "polling:\n  every: 1m\n  interval: 5m"), renamed)
    assert [(mistake.path, mistake.line) for mistake in both.mistakes] == [("polling.interval", 3)]


# --- secrets --------------------------------------------------------------------------------------------


def test_the_token_prints_as_stars(tmp_path: Path) -> None:
    with_token = loaded(tmp_path, "", TOKEN)
    for shown in (str(with_token), repr(with_token), f"{with_token.token}", str(with_token.model_dump())):
        assert TOKEN not in shown
        assert "***" in shown


@pytest.mark.parametrize(
    "text",
    [
        f"token: {TOKEN}",
        f"telegram: {{token: '{TOKEN}'}}",
        f"telegram: {{bot_token: '{TOKEN}'}}",
        f"TELEGRAM_BOT_TOKEN: {TOKEN}",
        f"token: {{_value: '{TOKEN}'}}",
        f"telegram: {{base_url: 'https://api.telegram.org/bot{TOKEN}'}}",
        f"sources: [{{id: a, url: 'https://me:{TOKEN}@a.example/'}}]",
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    (mistake,) = mistakes(tmp_path, text)
    assert TOKEN not in mistake.describe(Path("config.yaml"))


def test_a_token_that_would_break_the_address_is_refused_and_not_repeated(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, "", token="12345:ab cd")
    assert mistake.path == "TELEGRAM_BOT_TOKEN"
    assert "ab cd" not in mistake.describe(Path("config.yaml"))


def test_a_token_in_place_of_another_value_is_not_repeated(tmp_path: Path) -> None:
    for found in (*said(tmp_path, f"log: {{level: '{TOKEN}'}}"), *said(tmp_path, f"'{TOKEN}': 1")):
        assert TOKEN not in found
        assert "***" in found


def test_the_token_is_read_from_the_file_that_a_variable_names(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("TELEGRAM_BOT_TOKEN=1:other", "utf-8")
    secret = tmp_path / "bot_token"
    secret.write_text(f"{TOKEN}\n", "utf-8")
    token = load(written(tmp_path, ""), {"TELEGRAM_BOT_TOKEN_FILE": str(secret)}).token
    assert token is not None
    assert token.get_secret_value() == TOKEN


@pytest.mark.parametrize(
    ("content", "problem", "cure"),
    [
        (None, "cannot be read: No such file or directory", "Name a file with the token"),
        (b"\xff", "cannot be read: it is not text", "Name a file with the token"),
        (b" \n", "names an empty file", "Write the token into it."),
        (b"12345:ab cd", "a character that no token has", "Copy it again"),
    ],
)
def test_a_file_without_a_good_token_is_a_mistake_that_repeats_nothing(
    tmp_path: Path, content: bytes | None, problem: str, cure: str
) -> None:
    secret = tmp_path / TOKEN
    if content is not None:
        secret.write_bytes(content)
    (line,) = said(tmp_path, "", TELEGRAM_BOT_TOKEN_FILE=str(secret))
    assert line.startswith("environment  TELEGRAM_BOT_TOKEN_FILE  ")
    assert problem in line
    assert cure in line
    assert TOKEN not in line
    assert "ab cd" not in line


def test_a_token_and_a_file_for_it_are_a_mistake_together(tmp_path: Path) -> None:
    (line,) = said(tmp_path, "", TELEGRAM_BOT_TOKEN=TOKEN, TELEGRAM_BOT_TOKEN_FILE="token")
    assert line == ("environment  TELEGRAM_BOT_TOKEN_FILE  is set, and so is TELEGRAM_BOT_TOKEN. Set only one of them.")


@pytest.mark.parametrize("token", ["", "  \n"])
def test_a_blank_token_is_none(tmp_path: Path, token: str) -> None:
    assert loaded(tmp_path, "", token).token is None


# --- without a file, beside the file ------------------------------------------------------------------


def test_without_a_file_the_shipped_settings_hold() -> None:
    assert load(None, {}) == Config()
    assert load(None, {"TELEGRAM_BOT_TOKEN": TOKEN}).token is not None


def test_the_shipped_file_is_the_one_at_the_top_of_the_tree() -> None:
    assert (files("bot.config") / "config.yaml").read_bytes() == SHIPPED.read_bytes()


def test_a_relative_database_begins_at_the_folder_of_the_file(tmp_path: Path) -> None:
    assert loaded(tmp_path, "database: trade.db").database == tmp_path / "trade.db"
    assert loaded(tmp_path, f"database: {tmp_path}/x/trade.db").database == tmp_path / "x" / "trade.db"
    assert loaded(tmp_path, "database: ~/trade.db").database == Path.home() / "trade.db"


@pytest.mark.parametrize("text", ["", "database: data/tradewatch.db\n"])
def test_a_database_where_earlier_versions_kept_it_is_named_and_never_replaced(tmp_path: Path, text: str) -> None:
    old, new = Path.cwd() / "data" / "tradewatch.db", tmp_path / "data" / "tradewatch.db"
    old.parent.mkdir()
    old.touch()
    (mistake,) = mistakes(tmp_path, text)
    assert (mistake.path, mistake.line) == ("database", 1 if text else None)
    assert str(old) in mistake.text
    assert str(new) in mistake.text
    with pytest.raises(ConfigError, match=re.escape(str(old))):
        database_of(tmp_path / "config.yaml")


@pytest.mark.parametrize("cure", ["old", "new", "moved"])
def test_each_way_out_of_the_old_place_works(tmp_path: Path, cure: str) -> None:
    old, new = Path.cwd() / "data" / "tradewatch.db", tmp_path / "data" / "tradewatch.db"
    for place in (old, new):
        place.parent.mkdir()
    old.touch()
    if cure == "moved":
        old.rename(new)
    text = {"old": f"database: {old}", "new": f"database: {new}", "moved": ""}[cure]
    assert loaded(tmp_path, text).database == (old if cure == "old" else new)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may look everywhere")
def test_a_folder_that_this_user_may_not_look_into_is_for_the_database_to_refuse(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0)
    assert loaded(tmp_path, "database: data/trade.db").database == tmp_path / "data" / "trade.db"
    (mistake,) = examine(tmp_path / "config.yaml", {}).disk
    assert "cannot write" in mistake.text


def test_only_the_owner_may_look_into_the_folder_that_is_made_for_the_database(tmp_path: Path) -> None:
    make_default_folder(defaults(tmp_path))
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_database_of_both_places_is_taken_from_beside_the_file(tmp_path: Path) -> None:
    for folder in (Path.cwd(), tmp_path):
        (folder / "trade.db").touch()
    assert loaded(tmp_path, "database: trade.db").database == tmp_path / "trade.db"


@pytest.mark.parametrize(
    "line",
    [
        f"TELEGRAM_BOT_TOKEN={TOKEN}",
        f"# mine\nOTHER=x\nexport TELEGRAM_BOT_TOKEN='{TOKEN}'\n",
        f'TELEGRAM_BOT_TOKEN="{TOKEN}"\r\n',
        f"TELEGRAM_BOT_TOKEN=1:older\n  TELEGRAM_BOT_TOKEN = {TOKEN}\n",
    ],
)
def test_the_token_is_read_from_the_file_beside_the_config(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(line, "utf-8")
    token = loaded(tmp_path, "").token
    assert token is not None
    assert token.get_secret_value() == TOKEN


@pytest.mark.parametrize("line", ["", "TELEGRAM_BOT_TOKEN=", "#TELEGRAM_BOT_TOKEN=1:x", "NO_TELEGRAM_BOT_TOKEN=1:x"])
def test_a_file_without_a_token_gives_none(tmp_path: Path, line: str) -> None:
    (tmp_path / ".env").write_text(line, "utf-8")
    assert loaded(tmp_path, "").token is None


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"TELEGRAM_BOT_TOKEN=\xff")
    token = loaded(tmp_path, "", TOKEN).token
    assert token is not None
    assert token.get_secret_value() == TOKEN


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"TELEGRAM_BOT_TOKEN=\xff")
    with pytest.raises(ConfigError, match=re.escape(f"{tmp_path}/.env:1")):
        loaded(tmp_path, "")


@pytest.mark.parametrize("key", ["folder: /tmp", "token: x"])
def test_what_is_set_by_the_program_is_not_a_key_of_the_file(tmp_path: Path, key: str) -> None:
    (mistake,) = mistakes(tmp_path, key)
    assert mistake.path == key.partition(":")[0]


# --- check ----------------------------------------------------------------------------------------------


def test_check_prints_every_mistake_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, f"database: {tmp_path}/no such/trade.db\npolling: {{every: soon}}\n")
    assert check(path) == 1
    said = capsys.readouterr().out.splitlines()
    assert said == [
        f"{path}:1  database  The folder {tmp_path}/no such does not exist. Run mkdir -p '{tmp_path}/no such'",
        f'{path}:2  polling.every  "soon" is not a duration. Write 30s, 10m, 2h or 1d.',
        "2 problems found.",
    ]


def test_check_names_a_database_that_is_a_folder_or_is_within_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for database, problem in ((tmp_path, "is a folder"), (tmp_path / "config.yaml" / "trade.db", "is not a folder")):
        assert check(written(tmp_path, f"database: {database}")) == 1
        assert problem in capsys.readouterr().out


def test_check_sums_up_a_good_file_and_warns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"""
database: {tmp_path}/trade.db
access: {{allow: [1, 2]}}
catalog: default
sources:
  - {{id: a, url: "http://127.0.0.1:8000/feed"}}
  - {{id: b, url: "https://b.example/feed"}}
"""
    assert check(written(tmp_path, text)) == 0
    said = capsys.readouterr().out
    assert "is good" in said
    assert f"{DEFAULT + 2}: {DEFAULT} from the catalog, 2 from your settings" in said
    assert "2 chats" in said
    assert "a is on 127.0.0.1, which is refused" in said


@pytest.mark.parametrize(
    ("agent", "warns"),
    [
        ("Tradewatch/{version} (feed reader)", True),
        ("Desk/1 (desk@home)", True),
        ("Desk/1 (desk@example.org)", False),
        ("Desk/1 (+mailto:desk@example.org)", False),
        ("Desk/1 (+https://example.org/bot)", False),
    ],
)
def test_check_warns_of_a_user_agent_without_a_contact(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], agent: str, warns: bool
) -> None:
    assert check(written(tmp_path, f"database: {tmp_path}/t.db\nnetwork: {{user_agent: '{agent}'}}")) == 0
    assert ("network.user_agent has no mail address or URL" in capsys.readouterr().out) is warns


def test_check_says_what_is_wrong_with_a_file_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(tmp_path / "nowhere.yaml") == 1
    assert "This file does not exist" in capsys.readouterr().out


# --- the rest -------------------------------------------------------------------------------------------


def test_the_database_is_found_without_reading_more(tmp_path: Path) -> None:
    assert database_of(written(tmp_path, "database: x/y.db\npolling: nonsense")) == tmp_path / "x/y.db"
    assert database_of(written(tmp_path, "")) == tmp_path / "data/tradewatch.db"
    assert database_of(None) == Path("data/tradewatch.db")


def test_asking_for_the_database_imports_neither_pydantic_nor_watchers() -> None:
    code = "import sys, bot.config.document; print({'pydantic', 'watchers', 'telegram'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_user_agent_has_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert Config().network.user_agent == f"Tradewatch/{version.rpartition('.')[0]} (feed reader)"


def test_a_refusal_reads_as_it_is_written() -> None:
    assert str(refuse("A {brace}. B.")) == "A {brace}. B."


def test_a_failpoint_comes_from_the_environment_and_an_unknown_one_is_a_mistake() -> None:
    assert load(None, {"FAILPOINT": "sent"}).failpoint is Failpoint.SENT
    with pytest.raises(ConfigError, match=r'environment  FAILPOINT  "sant" is not a failpoint\. Unset it; .*, sent, '):
        load(None, {"FAILPOINT": "sant"})
