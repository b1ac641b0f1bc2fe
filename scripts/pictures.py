"""Take pictures of the chat: what the bot sent to the fake Bot API, in a page that looks like Telegram.

The whole bot runs in this process. The person and the items are invented.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup, escape

from tests.fakes.bot_api import FakeBotApi
from tests.fakes.bot_api_state import Sent
from tests.fakes.chromium import PROGRAM, Tab, chromium, tab
from tests.fakes.ports import Clock
from tests.fakes.talk import Talk, talk
from watchers import matching
from watchers.matching import Recognizer
from watchers.rules import forms

HERE = Path(__file__).resolve()
DOCS = HERE.parents[1] / "docs"
PERSON = 7
WIDTH, MAX_HEIGHT = 430, 4_000
"""CSS pixels."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a person does in one language, and what is published."""

    app: str
    """The language of the app."""
    font: str
    earlier: tuple[tuple[str, str], ...]
    """Items, title and text, that are stored before."""
    typed: str
    watch: str
    """The label of the button that watches what was typed."""
    news: tuple[str, str]
    """The item that is alerted."""
    why: str
    """The label of the button that explains it."""


SCENES = {
    "en": Scene(
        app="en",
        font="Noto Sans CJK JP",
        earlier=(
            ("TSMC weighs a second Arizona plant as tariffs loom", "The chipmaker has not decided yet."),
            ("Commerce opens an inquiry into chip imports", "Comments close in three weeks."),
        ),
        typed="TSMC tariffs",
        watch="▶️ Watch",
        news=(
            "New 25% tariff on imported chips; TSMC is exempt",
            "The tariff applies from 15 January 2027. TSMC and others that build plants in the country are exempt.",
        ),
        why="Why?",
    ),
    "zh-Hant": Scene(
        app="zh-hant",
        font="Noto Sans CJK TC",
        earlier=(
            ("關稅壓力下，台積電評估在亞利桑那州增建新廠", "公司尚未決定。"),
            ("商務部啟動晶片進口調查", "意見徵詢期三週。"),
        ),
        typed="台積電 關稅",
        watch="▶️ 追蹤",
        news=(
            "進口晶片將課徵 25% 關稅，台積電獲豁免",
            "新關稅自 2027 年 1 月 15 日起實施。台積電等在當地設廠的業者可獲豁免。",
        ),
        why="原因",
    ),
    "ja": Scene(
        app="ja",
        font="Noto Sans CJK JP",
        earlier=(
            ("TSMC、関税を受けアリゾナ第 2 工場を検討", "決定はまだしていない。"),
            ("商務省、半導体の輸入を調査", "意見募集は 3 週間。"),
        ),
        typed="TSMC 関税",
        watch="▶️ ウォッチ",
        news=(
            "輸入半導体に 25% の関税、TSMC は対象外",
            "関税は 2027 年 1 月 15 日から適用される。国内に工場を建てる TSMC などは対象外となる。",
        ),
        why="理由",
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A message in the page."""

    number: int
    html: Markup
    person: bool
    rows: tuple[tuple[str, ...], ...] = ()


def main(folder: Path) -> int:
    """Write all pictures into the folder. Return the exit code."""
    if PROGRAM is None:
        print("chromium is not installed", file=sys.stderr)
        return 1
    asyncio.run(_take(folder))
    return 0


async def _take(folder: Path) -> None:
    recognizer = matching.load()
    template = Environment(autoescape=True).from_string(HERE.with_name("pictures.html").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as name, chromium(Path(name) / "profile") as program:
        async with tab(program) as browser:
            for language, scene in SCENES.items():
                messages = await _play(scene, Path(name) / f"{language}.db", recognizer)
                page = Path(name) / "page.html"
                page.write_text(template.render(language=language, font=scene.font, messages=messages), "utf-8")
                for dark in (False, True):
                    picture = folder / f"chat-{language}-{'dark' if dark else 'light'}.png"
                    picture.write_bytes(await _photograph(browser, page, dark))
                    print(f"{picture.stat().st_size // 1024:>4} kB  {picture}")


async def _play(scene: Scene, database: Path, recognizer: Recognizer) -> list[Shown]:
    """Let the person talk to the bot, and return all messages as they stand at the end."""
    clock = Clock(datetime.fromisoformat("2026-12-01T10:02:00+00:00"))
    async with (
        FakeBotApi(longest_poll=0.2, now=lambda: clock().timestamp()) as api,
        talk(api, database, forms.load(), clock, recognizer) as bot,
    ):
        await bot.house.settle_in()
        for title, text in scene.earlier:
            await bot.publishes(title, text)
        clock.pass_by(timedelta(hours=3))
        said = await api.say(PERSON, scene.typed, language_code=scene.app)
        await bot.settled()
        await _press(bot, scene.watch, scene.app)
        clock.pass_by(timedelta(minutes=41))
        await bot.publishes(*scene.news)
        await _press(bot, scene.why, scene.app)
        asked = Shown(said.message_id, escape(scene.typed), person=True)
        return sorted([asked, *map(_shown, api.shown(PERSON))], key=lambda message: message.number)


async def _press(bot: Talk, label: str, app: str) -> None:
    newest = next(sent for sent in reversed(bot.api.shown(PERSON)) if label in _labels(sent))
    await bot.presses(newest, label, app=app)


def _labels(sent: Sent) -> list[str]:
    return [button.text for row in sent.buttons for button in row]


def _shown(sent: Sent) -> Shown:
    # The fake accepted the text, so it is the HTML that Telegram reads: tags of a few kinds, everything else escaped.
    rows = tuple(tuple(button.text for button in row) for row in sent.buttons)
    return Shown(sent.message_id, Markup(sent.html), person=False, rows=rows)


async def _photograph(browser: Tab, page: Path, dark: bool) -> bytes:
    await browser.look(WIDTH, MAX_HEIGHT, dark=dark)
    await browser.open(page.as_uri())
    height = int(await browser.value("Math.ceil(document.body.getBoundingClientRect().height)"))
    await browser.look(WIDTH, height, dark=dark)
    return await browser.picture()


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS))
