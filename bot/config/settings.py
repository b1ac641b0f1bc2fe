"""The settings, each with its type and its default: frozen, and built only from values that will do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_serializer, model_validator

from bot.config import values
from bot.config.disk import DEFAULT_DATABASE
from bot.config.values import Network, Token
from watchers.urls import host_of

if TYPE_CHECKING:
    from watchers.model import Source
    from watchers.sources.catalogue import Catalogue

_EVERY = BeforeValidator(values.duration(timedelta(seconds=1), timedelta(days=30)))
_PATIENCE = BeforeValidator(values.duration(timedelta(minutes=1), timedelta(days=30)))
_TIMEOUT = BeforeValidator(values.duration(timedelta(seconds=1), timedelta(minutes=10)))


NOT_IN_THE_FILE = ("token", "folder")
"""Fields of ``Config`` that are no keys of the file."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_given(cls, given: Any) -> Any:
        """A key with nothing behind it keeps its default; an unknown one stays, to be refused."""
        if not isinstance(given, dict):
            return given
        return {key: value for key, value in given.items() if value is not None or key not in cls.model_fields}


class Telegram(_Section):
    """Where the Bot API is and how updates come; the token is put right behind both addresses."""

    base_url: Annotated[str, BeforeValidator(values.bot_address("/bot"))] = "https://api.telegram.org/bot"
    base_file_url: Annotated[str, BeforeValidator(values.bot_address("/file/bot"))] = (
        "https://api.telegram.org/file/bot"
    )
    mode: Literal["polling"] = "polling"


class Polling(_Section):
    every: Annotated[timedelta, _EVERY] = timedelta(minutes=10)
    """For sources that tell no interval of their own; the catalogue's are polled no more often either."""
    timeout: Annotated[timedelta, _TIMEOUT] = timedelta(seconds=30)
    """For one fetch in all, from the name's look-up to the last byte."""


class Networking(_Section):
    user_agent: Annotated[str, BeforeValidator(values.user_agent)] = Field(
        default="Tradewatch/{version} (feed reader)", validate_default=True
    )
    allow_private: tuple[Annotated[Network, BeforeValidator(values.network)], ...] = ()
    """Private networks that sources may be on; empty: none."""


class Delivery(_Section):
    per_second: Annotated[int, BeforeValidator(values.whole(1, 30))] = 28
    """Messages to all chats together; Telegram takes 30."""


class Flood(_Section):
    """How many alerts of one poll of a source come one by one to a chat; the others come as one list."""

    per_watch: Annotated[int, BeforeValidator(values.whole(1, 1_000))] = 20
    per_source: Annotated[int, BeforeValidator(values.whole(1, 1_000))] = 20


class Access(_Section):
    operators: tuple[Annotated[int, BeforeValidator(values.person)], ...] = ()
    """Users who run the service."""
    allow: tuple[Annotated[int, BeforeValidator(values.chat)], ...] = ()
    """Chats that may use the bot; empty: everyone."""


class Limits(_Section):
    watches_per_chat: Annotated[int, BeforeValidator(values.whole(1, 100_000))] = 100

    sources_per_chat: Annotated[int, BeforeValidator(values.whole(0, 10_000))] = 20
    """That a chat may add; 0: none may."""
    sources_added: Annotated[int, BeforeValidator(values.whole(0, 100_000))] = 500
    """That all chats may add together."""


class Additions(_Section):
    approve: Annotated[bool, BeforeValidator(values.yes_or_no)] = False
    """Whether an operator decides on each source that a chat adds."""


class Notices(_Section):
    operators_after: Annotated[timedelta, _PATIENCE] = timedelta(hours=3)
    """How long a source may be dead before operators are told."""


class Log(_Section):
    format: Literal["auto", "text", "json"] = "auto"
    """auto: text on a terminal, JSON otherwise."""
    level: Literal["debug", "info", "warning", "error"] = "info"


class GivenMapping(_Section):
    """Where a list in JSON or HTML has its items and their parts: paths, selectors or templates."""

    items: Annotated[str, BeforeValidator(values.part)]
    title: Annotated[str | None, BeforeValidator(values.part)] = None
    """None only for kind page: the item's own text."""
    link: Annotated[str | None, BeforeValidator(values.part)] = None
    date: Annotated[str | None, BeforeValidator(values.part)] = None
    id: Annotated[str | None, BeforeValidator(values.part)] = None
    summary: Annotated[str | None, BeforeValidator(values.part)] = None
    next: Annotated[str | None, BeforeValidator(values.part)] = None
    agency: Annotated[str | None, BeforeValidator(values.part)] = None
    type: Annotated[str | None, BeforeValidator(values.part)] = None
    docket: Annotated[str | None, BeforeValidator(values.part)] = None
    hs: Annotated[str | None, BeforeValidator(values.part)] = None
    effective: Annotated[str | None, BeforeValidator(values.part)] = None
    comments: Annotated[str | None, BeforeValidator(values.part)] = None


class GivenSource(_Section):
    """A source as the file gives it; None: not given, so it is the catalogue's value or the default."""

    id: Annotated[str, BeforeValidator(values.source_id)]
    url: Annotated[str | None, BeforeValidator(values.feed_address)] = None
    """None only where the catalogue knows the id."""
    name: Annotated[str | None, BeforeValidator(values.text)] = None
    kind: Literal["rss", "atom", "jsonfeed", "federal_register", "public_inspection", "json", "page"] | None = None
    language: Annotated[str | None, BeforeValidator(values.language)] = None
    country: Annotated[str | None, BeforeValidator(values.country)] = None
    every: Annotated[timedelta | None, _EVERY] = None
    text: Literal["summary", "headline"] | None = None
    tier: Annotated[int | None, BeforeValidator(values.whole(1, 3))] = None
    user_agent: Annotated[str | None, BeforeValidator(values.user_agent)] = None
    group: (
        Literal["us", "eu", "uk", "taiwan", "japan", "china", "international", "press", "law", "logistics"] | None
    ) = None
    mapping: GivenMapping | None = None
    """For the kinds json and page, in place of the catalogue's."""
    enabled: Annotated[bool, BeforeValidator(values.switch)] = True
    """False: not polled, though the catalogue has it."""

    def over(self, base: Source) -> Source:
        """``base`` with every field that the file gives."""
        from watchers.model import Group, ItemMap, SourceKind, TextUse

        given = self.model_dump(exclude_none=True, exclude={"mapping", "enabled"})
        group = self.group or base.group
        typed = {
            "kind": SourceKind(self.kind or base.kind),
            "text": TextUse(self.text or base.text),
            "group": Group(group) if group else None,
            "mapping": ItemMap(**self.mapping.model_dump(exclude_none=True)) if self.mapping else base.mapping,
        }
        return replace(base, **given | typed)


class Config(_Section):
    """All settings, each with its default. Frozen; ``token`` is None where neither environment nor .env has one."""

    telegram: Telegram = Telegram()
    database: Annotated[Path, BeforeValidator(values.database)] = DEFAULT_DATABASE
    polling: Polling = Polling()
    network: Networking = Networking()
    delivery: Delivery = Delivery()
    flood: Flood = Flood()
    access: Access = Access()
    limits: Limits = Limits()
    notices: Notices = Notices()
    additions: Additions = Additions()
    log: Log = Log()
    catalogue: Annotated[Literal["default", "all", "none"], BeforeValidator(values.catalogue)] = "default"
    """Which shipped sources are polled; none by default where ``sources`` is given."""
    sources: tuple[GivenSource, ...] = ()
    token: Token | None = None
    folder: Path = Path()
    """Where the config file is: relative paths begin there."""

    @field_serializer("token")
    def _hidden(self, token: Token | None) -> str | None:
        return None if token is None else str(token)

    @model_validator(mode="before")
    @classmethod
    def _own_sources_alone(cls, given: Any) -> Any:
        if isinstance(given, dict) and given.get("sources") is not None and given.get("catalogue") is None:
            return {**given, "catalogue": "none"}
        return given

    def all_sources(self) -> tuple[Source, ...]:
        """The chosen part of the catalogue, then the file's own sources.

        A source of the file whose id is in the chosen part, or that gives no url, has the catalogue's values
        where it gives none; one that is not enabled is left out.
        """
        known, chosen = self._shipped()
        merged = dict(chosen)
        for given in self.sources:
            if not given.enabled:
                merged.pop(given.id, None)
                continue
            base = chosen.get(given.id) or (self._fresh(given) if given.url else known[given.id])
            merged[given.id] = given.over(base)
        return tuple(merged.values())

    def _shipped(self) -> tuple[dict[str, Source], dict[str, Source]]:
        """The catalogue by id, at its own pace or slower: all of it, and the chosen part."""
        if self.catalogue == "none" and all(source.url for source in self.sources):
            return {}, {}
        catalogue = shipped_catalogue()
        known: dict[str, Source] = {
            source.id: replace(source, every=max(source.every, self.polling.every)) for source in catalogue.all
        }
        match self.catalogue:
            case "all":
                return known, known
            case "default":
                return known, {source.id: known[source.id] for source in catalogue.default}
        return known, {}

    def _fresh(self, given: GivenSource) -> Source:
        from watchers.model import Source, SourceId

        url = given.url or ""
        return Source(SourceId(given.id), url, name=host_of(url), every=self.polling.every)


def shipped_catalogue() -> Catalogue:
    """Imported where it is used: with watchers it takes longer than all of ``health``."""
    from watchers.sources import catalogue

    return catalogue.load()
