"""``init``, which writes a config file to start with, and ``check``, which names every mistake in one."""

from __future__ import annotations

import ipaddress
import re
import shlex
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from bot.cli import EXIT_MISTAKE, CommandError, program
from bot.config.document import DEFAULT_FILE, ENV_FILE, TOKEN_VARIABLE, ConfigError, Mistake
from bot.config.loading import examine
from bot.config.settings import Config
from bot.delivery.channels import service
from watchers.model import Source
from watchers.urls import host_of

ENV_MODE = 0o600
"""Only the owner reads the token, which is a secret."""
ENV_TEXT = f"""\
# The bot's token, as @BotFather in Telegram gives it: digits, a colon, letters. Keep this file to yourself.
{TOKEN_VARIABLE}=
"""
NEXT_STEPS = f"""
Next:
  1. In Telegram, open @BotFather, send /newbot and choose a name.
  2. Write the token it answers with into {{env}}, after {TOKEN_VARIABLE}=
  3. {{program}} run{{option}}
The settings are in {{config}}; `{{program}} check{{option}}` checks them.
To try the bot in this terminal first, without a token: {{program}} chat --sample"""


# ---- init ------------------------------------------------------------------------------------------


def init(folder: Path) -> int:
    """Write each file that is missing, and print what to do next. Return 0. Raises CommandError."""
    config, env = folder / DEFAULT_FILE, folder / ENV_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        print(_written(config, (files("bot.config") / "config.yaml").read_text("utf-8"), 0o666))
        print(_written(env, ENV_TEXT, ENV_MODE))
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}") from error
    option = "" if config == DEFAULT_FILE else f" --config {shlex.quote(str(config))}"
    print(NEXT_STEPS.format(env=env, config=config, program=program(), option=option))
    return 0


def _written(file: Path, text: str, mode: int) -> str:
    """Write the file unless it exists, and return a line that says what was done. Raises OSError."""
    try:
        file.touch(mode, exist_ok=False)
    except FileExistsError:
        return f"{file} is already there and was left as it is."
    file.write_text(text, encoding="utf-8")
    return f"{file} written."


# ---- check -----------------------------------------------------------------------------------------


def check(config_path: Path | None) -> int:
    """Print every problem and return 1, or a summary and return 0; warnings do not change that."""
    file = config_path or DEFAULT_FILE
    try:
        report = examine(config_path)
    except ConfigError as error:
        print(error)
        return EXIT_MISTAKE
    mistakes = report.mistakes + report.disk + _unknown_services(report.config)
    if report.config is None or mistakes:
        print(ConfigError(file, mistakes))
        print(f"{_counted(len(mistakes), 'problem')} found.")
        return EXIT_MISTAKE
    missing = f"There is no {DEFAULT_FILE} here: these are the defaults. `{program()} init` writes them."
    print(missing if config_path is None else f"{config_path} is good.")
    for line in _summary(report.config, report.variables):
        print(line)
    for old_name in report.renamed:
        print(f"warning: {old_name.describe(file)}")
    return 0


def _unknown_services(config: Config | None) -> tuple[Mistake, ...]:
    """Return a mistake for each target whose address apprise does not know; it never repeats the address."""
    cure = "See https://appriseit.com/services/ for how each service is written."
    return tuple(
        Mistake(f"targets[{at}].apprise", None, f"is not an address that apprise knows. {cure}")
        for at, target in enumerate(config.targets if config is not None else ())
        if target.apprise is not None and service(target.apprise.get_secret_value()) is None
    )


def _summary(config: Config, variables: tuple[str, ...]) -> Iterator[str]:
    sources, own = config.all_sources(), len(config.sources)
    yield f"  database  {config.database}"
    yield f"  sources   {len(sources)}: {len(sources) - own} from the catalog, {own} from your settings"
    yield f"  token     {'set' if config.token else 'not set'}"
    yield f"  access    {_counted(len(config.access.allow), 'chat') if config.access.allow else 'everyone'}"
    yield f"  operators {len(config.access.operators) or 'none'}"
    if variables:
        yield f"  set by    {', '.join(variables)}"
    for warning in _warnings(config, sources):
        yield f"warning: {warning}"


def _warnings(config: Config, sources: tuple[Source, ...]) -> Iterator[str]:
    if config.token is None:
        yield f"{TOKEN_VARIABLE} is not set, and `run` needs it. @BotFather in Telegram gives one; `chat` needs none."
    elif not re.fullmatch(r"\d+:[\w-]{30,}", config.token.get_secret_value(), re.ASCII):
        yield f"{TOKEN_VARIABLE} does not look like a token: digits, a colon, 35 characters. Is it complete?"
    if config.additions.approve and not config.access.operators:
        yield "additions.approve is true and access.operators is empty, so nobody can approve a source."
    if config.web.port is None and (config.web.operator_secret or config.web.subscriber_secret):
        yield "web.port is not set, so there is no status page. Write port: 8080 under web:."
    if not sources:
        yield "There is no source to poll. Write catalog: default, or add sources."
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
