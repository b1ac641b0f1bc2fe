"""The command line: one verb a file, each imported only when it is asked for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from bot import version
from bot.config import DEFAULT_FILE


def console() -> int:
    """Run the command ``tradewatch``."""
    return main(sys.argv[1:])


def main(arguments: Sequence[str]) -> int:
    """Runs one verb; answers the exit code."""
    asked = _asked(arguments)
    try:
        code = _run(asked)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has had enough, as head has; Python would flush into the closed pipe once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _run(asked: argparse.Namespace) -> int:
    match asked.verb:
        case "init":
            from bot.cli.init import run as init

            return init(asked.folder)
        case "run":
            from bot.cli.run import run

            return run(asked.config)
        case "chat":
            from bot.cli.chat import run as chat

            return chat(asked.config, sample=asked.sample)
        case "check":
            from bot.cli.check import run as check

            return check(asked.config)
        case "try":
            from bot.cli.try_rule import run as try_rule

            return try_rule(asked)
        case "opml":
            from bot.cli.opml import run as opml

            return opml(asked)
        case "probe":
            from bot.cli.probe import run as probe

            return probe(asked.config, as_json=asked.json)
        case "health":
            from bot.cli.health import run as health

            return health(asked.config)
        case _:
            print(f"Tradewatch {version()}")
            return 0


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for. Files may stand behind options: argparse takes them to be left out by then."""
    parser = _parser()
    asked, rest = parser.parse_known_args(_shield_rule(arguments))
    if any(each.startswith("-") for each in rest):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    match asked.verb, rest:
        case _, []:
            pass
        case "try", _:
            asked.documents += rest
        case "opml", [file] if asked.file is None:
            asked.file = Path(file)
        case _:
            parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if asked.config is None and (asked.verb in _NEED_A_FILE or DEFAULT_FILE.exists()):
        asked.config = DEFAULT_FILE
    return asked


_NEED_A_FILE = ("run", "chat", "opml")
"""Verbs that write to the database: started in the wrong folder, they must not begin an empty one there.

The others use the shipped settings where there is no config file.
"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=program(),
        description="Tradewatch: trade-policy alerts in Telegram.",
        epilog=f"To see it at once, with no account: {program()} chat --sample",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="which Tradewatch this is")
    parser.add_argument("--config", type=Path, metavar="FILE", help="default: ./config.yaml")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    configured = argparse.ArgumentParser(add_help=False)
    configured.add_argument(
        "--config", type=Path, default=argparse.SUPPRESS, metavar="FILE", help="default: ./config.yaml"
    )
    init = verbs.add_parser("init", help="write config.yaml and .env, to begin with; nothing is overwritten")
    init.add_argument("folder", nargs="?", type=Path, default=Path(), metavar="DIR", help="default: this folder")
    run = verbs.add_parser("run", parents=[configured], help="the service; needs TELEGRAM_BOT_TOKEN")
    run.epilog = "exit: 0 stopped, 1 a mistake to mend, 78 Telegram refuses the token"
    chat = verbs.add_parser("chat", parents=[configured], help="the same bot in this terminal")
    chat.add_argument("--sample", action="store_true", help="on a sample wire, with a database that is thrown away")
    verbs.add_parser("check", parents=[configured], help="name every mistake in the configuration")
    trying = verbs.add_parser(
        "try", parents=[configured], help="what a rule matches, and why", epilog="exit: 0 a match, 1 none, 2 a mistake"
    )
    trying.add_argument("rule", nargs="?", metavar="RULE", help='for example "TSMC tariffs"')
    trying.add_argument("documents", nargs="*", metavar="FILE or URL", help="feeds; default: the stored items")
    trying.add_argument("--title", help="a headline to try the rule on")
    trying.add_argument("--summary", default="", help="the text below it")
    trying.add_argument("--lang", default="", help="its language, for lang: (en, zh-Hant, zh-Hans, ja)")
    trying.add_argument("--cases", type=Path, metavar="FILE.jsonl", help="headlines that must and must not match")
    trying.add_argument("--json", action="store_true", help="one object a line")
    opml = verbs.add_parser(
        "opml",
        parents=[configured],
        help="bring in or write a list of sources (OPML)",
        epilog="exit: 0 done, 1 something could not be taken, 2 wrong options",
    )
    opml.add_argument("action", choices=("import", "export"))
    opml.add_argument("file", nargs="?", type=Path, metavar="FILE", help="default: standard input or output")
    opml.add_argument("--chat", metavar="NUMBER", help="for this chat alone; default: for everyone")
    probing = verbs.add_parser(
        "probe",
        parents=[configured],
        help="what every source answers now",
        epilog="exit: 0 every source answers, 1 one does not; the database is left alone",
    )
    probing.add_argument("--json", action="store_true", help="one object a line")
    verbs.add_parser("health", parents=[configured], help="exit 0 when the service is alive")
    verbs.add_parser("version", help="which Tradewatch this is")
    return parser


class _Version(argparse.Action):
    """Print the version and exit; argparse's own action would look it up before every verb."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        print(f"Tradewatch {version()}")
        parser.exit()


def _shield_rule(arguments: Sequence[str]) -> list[str]:
    """Lets a rule begin with a minus (``try -cotton``), which argparse would take for an option."""
    given = list(arguments)
    at = given.index("try") + 1 if "try" in given else len(given)
    if at < len(given) and given[at].startswith("-") and given[at].partition("=")[0] not in _TRY_OPTIONS:
        given[at] = SHIELD + given[at]
    return given


SHIELD = "\N{WORD JOINER}"
_TRY_OPTIONS = ("--config", "--title", "--summary", "--lang", "--cases", "--json", "--help", "-h", "--")


def program() -> str:
    """Return how this program was called, for the commands that messages suggest."""
    name = Path(sys.argv[0]).name
    return name if name == "tradewatch" else "python -m bot"


def complain(text: str) -> None:
    """A line on standard error."""
    print(text, file=sys.stderr)
