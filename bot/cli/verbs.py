"""The verbs with their arguments and options, as typer reads them; each imports its module when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot import cli
from bot import version as tradewatch_version
from bot.cli import EXIT_DAMAGED, EXIT_MISTAKE, CommandError, default_config, print_error, program
from bot.config.document import DEFAULT_FILE, ConfigError
from watchers.errors import DatabaseFailed, StoreError

_SERVICE, _RULES = "Service", "Rules and sources"


CURES = {
    "NotOurDatabase": "It was left as it is: name another file as `database` in config.yaml, or restore a backup.",
    "EmptyDatabase": "Restore a backup (docs/operating.md, Restore), or delete the file to start anew.",
    "DatabaseDamaged": "Stop, and restore the last backup: {program} restore FILE. The damaged file is kept.",
    "DatabaseFailed": "Check the disk. Then restore the last backup, or that copy: {program} restore FILE. "
    "The damaged file is kept.",
    "DatabaseTooNew": "Start the newer Tradewatch that wrote it, or restore a backup from before the upgrade.",
    "DatabaseTooOld": "Start the service once, which brings it up to date.",
    "NoDatabase": "Check the path, and --config. The service makes its database at its first start: {program} run.",
    "DatabaseGone": "Put that content back with {program} restore COPY, or delete the copy to start without it.",
    "DatabaseUnwritable": "Make the folder, or give it to the user that runs Tradewatch (chown), and start again.",
    "DatabaseInUse": "Stop the other process first; two would send everything twice.",
    "DatabaseFull": "Make room on the disk and start again; nothing is lost.",
}
"""What to do about each StoreError; ``{program}`` is how the program was called."""


def call(arguments: Sequence[str]) -> int:
    """Run one verb. Return its exit code; errors that its user can correct are printed."""
    try:
        app(arguments, prog_name=program())
    except SystemExit as ended:
        return int(ended.code or 0)
    except (ConfigError, CommandError) as error:
        print_error(str(error))
    except StoreError as error:
        print_error(f"The database cannot be used: {error}\n{CURES[type(error).__name__].format(program=program())}")
        if isinstance(error, DatabaseFailed):
            return EXIT_DAMAGED
    return EXIT_MISTAKE


def _end(code: int, **_: object) -> None:
    """Exit with the code that a verb returns."""
    raise typer.Exit(code)


app = typer.Typer(
    help="Trade-policy alerts in Telegram.",
    epilog=f"To try it at once, without an account: {program()} chat --sample",
    result_callback=_end,
    subcommand_metavar="VERB [ARGUMENTS]...",
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
    # A shell completes the names of commands, and `python -m bot` is not one.
    add_completion=program() == "tradewatch",
    rich_markup_mode="rich" if sys.stdout.isatty() else None,
    pretty_exceptions_enable=False,
)


def _example(arguments: str, exit_codes: str = "") -> str:
    """Return the last lines of a verb's help."""
    return "\n\n".join(filter(None, [f"Example: {program()} {arguments}", exit_codes and f"Exit code: {exit_codes}"]))


# ---- options ---------------------------------------------------------------------------------------


def _config_of(context: typer.Context, given: Path | None) -> Path | None:
    """Return the file named after the verb, else before it, else the default."""
    before = context.parent.params["config"] if context.parent else None
    return given or before or default_config()


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"Tradewatch {tradewatch_version()}")
        raise typer.Exit


def _source_ids(context: typer.Context, incomplete: str) -> list[str]:
    """Return the IDs that a shell may complete; none if the configuration has mistakes."""
    from bot.config.loading import load

    try:
        known = load(context.params["config"]).known_sources()
    except ConfigError:
        return []
    return [identifier for identifier in known if identifier.startswith(incomplete)]


ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="The settings (default: ./config.yaml).", callback=_config_of),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")]


@app.callback()
def tradewatch(
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The settings (default: ./config.yaml); also after the verb."),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Read the options before the verb."""


# ---- the service -----------------------------------------------------------------------------------


@app.command(rich_help_panel=_SERVICE, epilog=_example("init ~/tradewatch"))
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where to write them.")] = Path(),
) -> int:
    """Write config.yaml and .env to start with; keep files that exist."""
    from bot.cli import settings

    return settings.init(folder)


@app.command(
    rich_help_panel=_SERVICE,
    epilog=_example(
        "run --config ~/tradewatch/config.yaml",
        "0 stopped, 1 a mistake, 74 damage, 75 hung, 78 Telegram refuses the token",
    ),
)
def run(config: ConfigFile = None) -> int:
    """Run the service; needs TELEGRAM_BOT_TOKEN."""
    from bot.cli.starting import configuration

    settings, token = configuration(config or DEFAULT_FILE)
    from bot.cli.run import run

    return run(settings, token)


@app.command(rich_help_panel=_SERVICE, epilog=_example("chat --sample"))
def chat(
    sample: Annotated[bool, typer.Option("--sample", help="Use a sample newswire and a temporary database.")] = False,
    config: ConfigFile = None,
) -> int:
    """Talk to the same bot in this terminal."""
    from bot.cli.chat import run

    return run(config or DEFAULT_FILE, sample=sample)


@app.command(rich_help_panel=_SERVICE, epilog=_example("check", "0 no mistakes, 1 mistakes"))
def check(config: ConfigFile = None) -> int:
    """Name every mistake in the configuration."""
    from bot.cli import settings

    return settings.check(config)


@app.command(rich_help_panel=_SERVICE, epilog=_example("health", "0 alive, 1 not"))
def health(config: ConfigFile = None) -> int:
    """Tell whether the running service is alive."""
    return cli.health(config)


@app.command(rich_help_panel=_SERVICE, epilog=_example("backup", "0 done and verified, 1 not done"))
def backup(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The copy; without it, a new file in the backup folder.")
    ] = None,
    config: ConfigFile = None,
) -> int:
    """Copy the database, and verify the copy. The service may run meanwhile."""
    from bot.cli.backup import back_up

    return back_up(config or DEFAULT_FILE, file)


@app.command(rich_help_panel=_SERVICE, epilog=_example("restore backups/tradewatch.db", "0 done, 1 not done"))
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup; it is kept.")],
    config: ConfigFile = None,
) -> int:
    """Put a backup in the place of the database. Stop the service first; the old database is set aside."""
    from bot.cli.backup import restore as put_back

    return put_back(config or DEFAULT_FILE, file)


@app.command(rich_help_panel=_SERVICE, epilog=_example("outbox retry 17", "0 done, 1 there is no such alert"))
def outbox(
    action: Annotated[Literal["list", "retry", "drop"], typer.Argument(help="What to do with alerts given up.")],
    alert: Annotated[int | None, typer.Argument(metavar="NUMBER", help="One of them; all without it.")] = None,
    as_json: Json = False,
    config: ConfigFile = None,
) -> int:
    """List, retry or drop the alerts that could not be delivered."""
    from bot.cli.outbox import run

    return run(config, action, alert, as_json)


@app.command(
    rich_help_panel=_SERVICE, epilog=_example("evidence https://www.bis.gov/rule --out kept", "0 found, 1 nothing kept")
)
def evidence(
    link: Annotated[
        str | None, typer.Argument(metavar="LINK", help="The link of an item that became an alert; without it, all.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write each document there, named by its SHA-256.")
    ] = None,
    chat: Annotated[str | None, typer.Option(metavar="NUMBER", help="Only the alerts of this chat.")] = None,
    days: Annotated[int, typer.Option(metavar="N", min=1, help="How many days of alerts.")] = 90,
    as_json: Json = False,
    config: ConfigFile = None,
) -> int:
    """Print what proves each alert, as CSV.

    With a link, print the official documents that brought the item, with their SHA-256.
    """
    from bot.cli.evidence import alerts, run

    return alerts(config, chat, days, as_json) if link is None else run(config, link, out, as_json)


@app.command(rich_help_panel=_SERVICE, epilog=_example("lists approve uk.sanctions", "0 done, 1 nothing to approve"))
def lists(
    action: Annotated[Literal["show", "approve"], typer.Argument(help="What to do.")],
    source: Annotated[
        str | None, typer.Argument(metavar="ID", help="One list; without it, show all.", autocompletion=_source_ids)
    ] = None,
    as_json: Json = False,
    config: ConfigFile = None,
) -> int:
    """Show the versions of lists. Approve one that was replaced as a whole."""
    from bot.cli.lists import run

    return run(config, action, source, as_json)


@app.command(rich_help_panel=_SERVICE, epilog=_example("version"))
def version() -> int:
    """Print the version."""
    print(f"Tradewatch {tradewatch_version()}")
    return 0


# ---- rules and sources -----------------------------------------------------------------------------


@app.command(
    "try",
    rich_help_panel=_RULES,
    # A rule may begin with a minus.
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
    epilog=_example('try "TSMC tariffs -cotton" saved.xml --source ustr.rss', "0 a match, 1 no match, 2 a mistake"),
)
def try_rule(
    context: typer.Context,
    rule: Annotated[str | None, typer.Argument(metavar="RULE", help='For example "TSMC tariffs".')] = None,
    documents: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE|URL", help="Feeds, pages or JSON lists; the stored items if there are none."),
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="A headline to try the rule on.")] = None,
    summary: Annotated[str, typer.Option(metavar="TEXT", help="The text below the headline.")] = "",
    lang: Annotated[str, typer.Option(metavar="CODE", help="Its language: en, zh-Hant, zh-Hans, ja.")] = "",
    country: Annotated[str, typer.Option(metavar="CODE", help="Its country: US, TW, JP, EU.")] = "",
    source: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Read files and URLs as this source is read.", autocompletion=_source_ids),
    ] = None,
    cases: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Headlines that must and must not match, as JSON lines.")
    ] = None,
    as_json: Json = False,
    config: ConfigFile = None,
) -> int:
    """Show what a rule matches, and why."""
    given = documents or []
    if unknown := [word for word in (rule or "", *given) if word.startswith("--")]:
        context.fail(f"No such option: {unknown[0]}")
    from bot.cli import try_rule as trying

    if cases is not None:
        return trying.run_cases(cases, as_json)
    if rule is None:
        context.fail(f'Say which rule to try, for example: {program()} try "TSMC tariffs"')
    return trying.run(trying.Trial(rule, tuple(given), title, summary, lang, country, source, config), as_json)


@app.command(rich_help_panel=_RULES, epilog=_example("probe --json", "0 every source answers, 1 one does not"))
def probe(as_json: Json = False, config: ConfigFile = None) -> int:
    """Show what every source answers now; the database is left alone."""
    from bot.cli import sources

    return sources.probe(config, as_json=as_json)


@app.command(
    rich_help_panel=_RULES,
    epilog=_example("opml import feeds.opml", "0 done, 1 an entry was left out or something failed"),
)
def opml(
    action: Annotated[Literal["import", "export"], typer.Argument(help="What to do.")],
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="Standard input or output without it.")] = None,
    chat: Annotated[str | None, typer.Option(metavar="NUMBER", help="For this chat only, not for everyone.")] = None,
    config: ConfigFile = None,
) -> int:
    """Import or export a list of sources (OPML)."""
    from bot.cli import sources

    return sources.opml(config or DEFAULT_FILE, action, file, chat)
