"""``check``: every mistake of the configuration at once, or a summary of it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from pathlib import Path

from bot.cli import program
from bot.config import DEFAULT_FILE, TOKEN_VARIABLE, Config, ConfigError, examine
from watchers.model import Source
from watchers.urls import host_of


def run(config_path: Path | None) -> int:
    """Print every problem and return 1, or a summary and return 0; warnings do not change that."""
    file = config_path or DEFAULT_FILE
    try:
        report = examine(config_path)
    except ConfigError as error:
        print(error)
        return 1
    if report.config is None or report.mistakes:
        print(ConfigError(file, report.mistakes))
        print(f"{_counted(len(report.mistakes), 'problem')} found.")
        return 1
    for line in _summary(config_path, report.config, report.variables):
        print(line)
    for old_name in report.renamed:
        print(f"warning: {old_name.said_of(file)}")
    return 0


def _summary(path: Path | None, config: Config, variables: tuple[str, ...]) -> Iterator[str]:
    sources = config.all_sources()
    own = len(config.sources)
    if path is None:
        yield f"There is no {DEFAULT_FILE} here: these are the defaults. `{program()} init` writes them."
    else:
        yield f"{path} is good."
    yield f"  database  {config.database}"
    yield f"  sources   {len(sources)}: {len(sources) - own} of the catalog, {own} of your own"
    yield f"  token     {'set' if config.token else 'not set'}"
    yield f"  for       {_counted(len(config.access.allow), 'chat') if config.access.allow else 'everyone'}"
    yield f"  run by    {_counted(len(config.access.operators), 'operator')}"
    if variables:
        yield f"  set by    {', '.join(variables)}"
    for warning in _warnings(config, sources):
        yield f"warning: {warning}"


def _warnings(config: Config, sources: tuple[Source, ...]) -> Iterator[str]:
    if config.token is None:
        yield f"{TOKEN_VARIABLE} is not set, so only `chat` can run. @BotFather in Telegram gives a token."
    elif not re.fullmatch(r"\d+:[\w-]{30,}", config.token.get_secret_value(), re.ASCII):
        yield f"{TOKEN_VARIABLE} does not look like a token: digits, a colon, 35 characters. Is it whole?"
    if config.additions.approve and not config.access.operators:
        yield "additions.approve is true and access.operators names nobody, so nobody can approve a source."
    if config.web.port is None and (config.web.operator_secret or config.web.subscriber_secret):
        yield "web.port is not set, so there is no status page. Write port: 8080 under web:."
    if not sources:
        yield "There is no source to poll. Write catalog: default, or sources of your own."
    if not re.search(r"https?://\S|[^\s@]@[^\s@]+\.\w", config.network.user_agent):
        yield "network.user_agent has no mail address or URL. Add one, so that publishers write before they block you."
    for source in sources:
        if refused := _refused_address(source, config):
            yield f"{source.id} is on {refused}, which is refused unless network.allow_private lists it."


def _refused_address(source: Source, config: Config) -> str | None:
    """Return the private address that the URL names literally, unless a listed network holds it."""
    host = host_of(source.url)
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        return None
    listed = any(address in network for network in config.network.allow_private)
    return None if address.is_global or listed else str(address)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
