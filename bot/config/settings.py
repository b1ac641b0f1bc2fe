"""The settings, each with its type and its default: frozen, and built only from valid values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from bot.config import values as v
from bot.config.document import DEFAULT_DATABASE
from watchers.feeds import catalog
from watchers.model import Group, ItemMap, Source, SourceId, SourceKind, TextUse
from watchers.store.failpoints import Failpoint
from watchers.urls import host_of

_Interval = Annotated[timedelta, v.duration(timedelta(seconds=1), timedelta(days=30))]
_Timeout = Annotated[timedelta, v.duration(timedelta(seconds=1), timedelta(minutes=10))]
_Patience = Annotated[timedelta, v.duration(timedelta(minutes=1), timedelta(days=30))]
_Retention = Annotated[timedelta, v.duration(timedelta(days=1), timedelta(days=3650))]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_not_given(cls, given: Any) -> Any:
        """Let a key without a value keep its default; an unknown one stays and is refused."""
        if not isinstance(given, dict):
            return given
        return {key: value for key, value in given.items() if value is not None or key not in cls.model_fields}


class TelegramSettings(_Section):
    """Where the Bot API is and how updates come; the token is added after both addresses."""

    base_url: v.BotAddress = "https://api.telegram.org/bot"
    base_file_url: v.BotFileAddress = "https://api.telegram.org/file/bot"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: v.WebhookAddress | None = None
    """Where Telegram reaches the port of ``WebSettings``, for mode webhook; its path is the path there too."""


class WebSettings(_Section):
    """The HTTP port: health, metrics, the webhook and the status page."""

    port: int | None = Field(default=None, ge=0, le=65_535)
    """None opens no port; 0 any free one."""
    host: v.Host = "127.0.0.1"
    operator_secret: v.LinkSecret | None = None
    """The end of the operators' link to the status page; None: there is no such page."""
    subscriber_secret: v.LinkSecret | None = None
    """The same for subscribers, who see no sources that chats added for themselves."""
    public_url: v.PublicAddress | None = None
    """Where people reach the port from outside; None: chats are offered no links to it."""


class PollingSettings(_Section):
    """How often sources are polled, and how long one fetch may take."""

    every: _Interval = timedelta(minutes=10)
    """The interval of sources without one; those of the catalog are polled no more often."""
    timeout: _Timeout = timedelta(seconds=30)
    """Limit of one whole fetch, from the DNS query to the last byte."""


class NetworkSettings(_Section):
    """How requests to publishers are made, and which private networks they may reach."""

    user_agent: v.UserAgent = Field(default="Tradewatch/{version} (feed reader)", validate_default=True)
    allow_private: tuple[v.PrivateNetwork, ...] = ()
    """Private networks that sources may be on; empty means none."""


class DeliverySettings(_Section):
    """How fast messages are sent."""

    per_second: int = Field(default=30, ge=1, le=30)
    """Messages per second to all chats together; Telegram accepts 30."""
    ambiguous: Literal["repeat", "skip"] = "repeat"
    """What to do with an alert that may have been delivered, because the connection broke before the answer: send it
    again, so that it may arrive twice, or not, so that it may be missing."""


class FloodSettings(_Section):
    """How many alerts of one poll of a source are sent one by one to a chat; the rest are sent as one list."""

    per_watch: int = Field(default=20, ge=1, le=1_000)
    per_source: int = Field(default=20, ge=1, le=1_000)


class AccessSettings(_Section):
    """Who runs the service and who may use it, as Telegram IDs."""

    operators: tuple[v.Person, ...] = ()
    """Users who run the service."""
    allow: tuple[v.Chat, ...] = ()
    """Chats that may use the bot; empty means everyone."""
    contact: v.Text | None = None
    """How people reach the operator, as /privacy shows it: an e-mail address, a Telegram name or a web page."""


class LimitsSettings(_Section):
    """How much a chat, or all chats together, may add."""

    watches_per_chat: int = Field(default=100, ge=1, le=100_000)
    sources_per_chat: int = Field(default=20, ge=0, le=10_000)
    """How many sources a chat may add."""
    sources_added: int = Field(default=500, ge=0, le=100_000)
    """How many sources all chats together may add."""


class AdditionsSettings(_Section):
    """What happens to sources that chats add."""

    approve: bool = False
    """Whether an operator decides on each source that a chat adds."""


class NoticesSettings(_Section):
    """When operators are notified about a source."""

    operators_after: _Patience = timedelta(hours=3)
    """How long a source may fail before operators are notified."""


class RetentionSettings(_Section):
    """How long things are kept in the database."""

    items: _Retention = timedelta(days=90)
    """Items that no alert refers to."""
    keys: _Retention = timedelta(days=180)
    """The identities of items; must not be shorter than ``items``."""
    alerts: _Retention = timedelta(days=400)
    """Alerts that were sent or given up, with their items."""
    evidence: _Retention = timedelta(days=400)
    """The documents of official sources that brought alerts, compressed."""

    @model_validator(mode="after")
    def _keys_outlive_items(self) -> RetentionSettings:
        if self.keys < self.items:
            cure = f"Write keys: {v.spelled(self.items)} or more, or shorten items."
            raise v.refuse(f"The keys are kept for a shorter time than the items. {cure}")
        return self


class BackupSettings(_Section):
    """Whether the database is backed up every night."""

    keep: int = Field(default=0, ge=0, le=1_000)
    """How many nightly backups are kept; 0 makes none."""
    folder: v.Database = Path("backups")
    """Where they are; a relative path begins at the folder of the database."""
    hour: int = Field(default=18, ge=0, le=23)
    """When the night begins, in UTC."""


class LogSettings(_Section):
    """How log lines are written."""

    format: Literal["auto", "text", "json"] = "auto"
    """auto: text on a terminal, JSON otherwise."""
    level: Literal["debug", "info", "warning", "error"] = "info"


class GivenMapping(_Section):
    """Where a list has its items and their parts: paths, selectors, columns or templates."""

    items: v.Part
    title: v.Part | None = None
    """None only for kind page, which then uses the item's own text."""
    link: v.Part | None = None
    date: v.Part | None = None
    id: v.Part | None = None
    summary: v.Part | None = None
    next: v.Part | None = None
    agency: v.Part | None = None
    type: v.Part | None = None
    docket: v.Part | None = None
    hs: v.Part | None = None
    effective: v.Part | None = None
    comments: v.Part | None = None
    within: v.Part | None = None
    aliases: v.Part | None = None
    address: v.Part | None = None
    program: v.Part | None = None
    rate: v.Part | None = None
    change: v.Part | None = None
    follow: v.Part | None = None


class GivenSource(_Section):
    """A source as the file gives it; a field that is None takes the catalog's value or the default."""

    id: v.Id
    url: v.FeedAddress | None = None
    """None only if the catalog has the ID."""
    name: v.Text | None = None
    kind: SourceKind | None = None
    language: v.Language | None = None
    country: v.Country | None = None
    every: _Interval | None = None
    text: TextUse | None = None
    tier: int | None = Field(default=None, ge=1, le=3)
    user_agent: v.UserAgent | None = None
    group: Group | None = None
    pages: bool | None = None
    """True: the pages of items without a text are fetched for it, where robots.txt allows it."""
    mapping: GivenMapping | None = None
    """For the kinds json and page, in place of the catalog's."""
    enabled: bool = True
    """False stops polling a source that the catalog has."""

    def over(self, base: Source) -> Source:
        """Return ``base`` with every field that the file gives replaced."""
        given = self.model_dump(exclude_none=True, exclude={"enabled"})
        if "mapping" in given:
            given["mapping"] = ItemMap(**given["mapping"])
        return replace(base, **given)


class ModelSettings(_Section):
    """The language model that writes abstracts beside the extracts; without an address, nothing does."""

    address: v.TargetAddress | None = None
    """Of a server that speaks OpenAI's chat completions, up to the part before ``/chat/completions``."""
    name: v.Text | None = None
    """The model, as the server calls it."""
    key: v.ModelKey | None = None
    """What the server wants as a bearer token; None if it wants nothing, or if it is in ``key_file``."""
    key_file: v.SecretFile | None = None
    timeout: _Timeout = timedelta(seconds=10)
    """For one question, from the connection to the last byte."""

    @model_validator(mode="after")
    def _is_complete(self) -> ModelSettings:
        if (self.address is None) != (self.name is None):
            raise v.refuse("A model has an address and a name. Write address and name together.")
        if self.key is not None and self.key_file is not None:
            raise v.refuse("The key is given twice. Write one of key and key_file.")
        return self

    @property
    def secret(self) -> str:
        """Return the key, from the file if it is there; "" if there is none."""
        given = self.key or self.key_file
        return "" if given is None else given.get_secret_value()


class GivenTarget(_Section):
    """Where else the messages of a chat go: a webhook, or a service that apprise knows."""

    name: v.Id
    """For the log; a target under a new name is a new target."""
    chat: v.TargetChat
    webhook: v.TargetAddress | None = None
    key: v.SigningKey | None = None
    """The key that signs what is posted to the webhook."""
    apprise: v.AppriseAddress | None = None

    @model_validator(mode="after")
    def _is_one_kind(self) -> GivenTarget:
        if (self.webhook is None) == (self.apprise is None):
            raise v.refuse("It must have one of webhook and apprise. Write one of them.")
        if (self.webhook is None) != (self.key is None):
            raise v.refuse("A webhook has a key, and nothing else has one. Write webhook and key together.")
        return self


def _different_names(targets: tuple[GivenTarget, ...]) -> tuple[GivenTarget, ...]:
    if len({target.name for target in targets}) < len(targets):
        raise v.refuse("Two targets have the same name. Give each a different name.")
    return targets


class Settings(_Section):
    """Every key of the file."""

    telegram: TelegramSettings = TelegramSettings()
    database: v.Database = DEFAULT_DATABASE
    polling: PollingSettings = PollingSettings()
    network: NetworkSettings = NetworkSettings()
    delivery: DeliverySettings = DeliverySettings()
    flood: FloodSettings = FloodSettings()
    access: AccessSettings = AccessSettings()
    limits: LimitsSettings = LimitsSettings()
    notices: NoticesSettings = NoticesSettings()
    additions: AdditionsSettings = AdditionsSettings()
    retention: RetentionSettings = RetentionSettings()
    backup: BackupSettings = BackupSettings()
    log: LogSettings = LogSettings()
    web: WebSettings = WebSettings()
    model: ModelSettings = ModelSettings()
    catalog: v.CatalogChoice = "default"
    """Which shipped sources are polled; none by default if ``sources`` is given."""
    sources: tuple[GivenSource, ...] = ()
    targets: Annotated[tuple[GivenTarget, ...], AfterValidator(_different_names)] = ()

    def all_sources(self) -> tuple[Source, ...]:
        """Return the chosen part of the catalog, then the file's other sources.

        A source whose ID is in the chosen part, or that gives no url, takes the catalog's values for what it does
        not give; one that is not enabled is left out.
        """
        shipped = shipped_catalog()
        known = {
            each.id: replace(each, every=max(each.every, self.polling.every))
            for each in (*shipped.all, *shipped.retired)
        }
        chosen = {"all": shipped.all, "default": shipped.default, "none": ()}[self.catalog]
        merged = {source.id: known[source.id] for source in chosen}
        for given in self.sources:
            id = SourceId(given.id)
            fresh = Source(id, given.url, host_of(given.url), every=self.polling.every) if given.url else known[id]
            merged[id] = given.over(merged.get(id, fresh))
            if not given.enabled:
                del merged[id]
        return tuple(merged.values())

    def known_sources(self) -> dict[str, Source]:
        """Return every source by its ID: those of the settings, and the rest of the shipped catalog."""
        return {str(source.id): source for source in (*shipped_catalog().all, *self.all_sources())}


class Config(Settings):
    """All settings, and what the program adds to those of the file."""

    token: SecretStr | None = None
    """The bot's token; None if it is not set."""
    folder: Path = Path()
    """The folder of the config file, where relative paths begin."""
    failpoint: Failpoint | None = None
    """Where the process is to end at once, in tests."""

    @property
    def backup_folder(self) -> Path:
        """Return the folder of the nightly backups."""
        return self.database.parent / self.backup.folder


shipped_catalog = cache(catalog.load)
"""Return the shipped catalog of sources, read once."""
_SHAPES = {name: field.annotation for name, field in Settings.model_fields.items()}
KEYS: Mapping[str, tuple[str, ...]] = {
    where: tuple(shape.model_fields)
    for where, shape in {
        "": Settings,
        **_SHAPES,
        "sources[]": GivenSource,
        "sources[].mapping": GivenMapping,
        "targets[]": GivenTarget,
    }.items()
    if isinstance(shape, type) and issubclass(shape, BaseModel)
}
"""The known keys by where they belong: "" for the top of the file, ``polling``, ``sources[]``."""


def known_keys() -> tuple[str, ...]:
    """Return every key that the file may have, dotted: ``telegram.base_url``, ``database``, ``sources[].id``."""
    return tuple(f"{where}.{key}" if where else key for where, keys in KEYS.items() for key in keys if key not in KEYS)
