"""The status page in a real browser: policy, colors, width, keyboard and screen reader.

With ``--update-golden`` the pictures in docs/ are taken again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.messages.text import LANGUAGES
from tests.bot.web.desk import OPERATOR, SUBSCRIBER, Desk
from tests.fakes.chromium import PROGRAM, Tab, chromium, tab

DOCS = Path(__file__).resolve().parents[3] / "docs"
PHONE, DESKTOP = (360, 740), (800, 1_000)
CONTRAST = (Path(__file__).parent / "contrast.js").read_text("utf-8")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.service,
    pytest.mark.skipif(PROGRAM is None, reason="no chromium here: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One browser for all tests: starting it takes longer than most of them."""
    with chromium(tmp_path_factory.mktemp("profile")) as program:
        yield program


@pytest.fixture
async def browser(program: str) -> AsyncIterator[Tab]:
    async with tab(program) as browser:
        yield browser


async def test_the_page_complies_with_its_policy_and_loads_nothing_else(desk: Desk, browser: Tab) -> None:
    url = f"{desk.port.address}/status/{OPERATOR}"
    await browser.open(url)
    assert browser.complaints == []
    assert [request for request in browser.requests if not request.startswith("data:")] == [url]
    assert await browser.value("document.styleSheets[0].cssRules.length") > 20
    assert await browser.value("getComputedStyle(document.body).maxWidth") == "960px"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_every_text_and_bar_has_the_contrast_of_wcag_aa(desk: Desk, browser: Tab, dark: bool) -> None:
    for troubles in ([], ["telegram: no sign of life yet"]):
        desk.troubles[:] = troubles
        await browser.open(f"{desk.port.address}/status/{OPERATOR}")
        await browser.look(*DESKTOP, dark=dark)
        found = await browser.value(CONTRAST)
        assert found["checked"] > 100
        assert found["background"] == ("rgb(15, 19, 23)" if dark else "rgb(255, 255, 255)")
        assert found["failing"] == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_on_a_phone_nothing_is_wider_than_the_screen(desk: Desk, browser: Tab, language: str) -> None:
    await browser.look(*PHONE)
    await browser.open(f"{desk.port.address}/status/{OPERATOR}?lang={language}")
    await browser.value("document.querySelector('details').open = true")
    assert await browser.value("document.documentElement.scrollWidth") == PHONE[0]
    assert await browser.value("Math.min(...[...document.querySelectorAll('td')].map(td => td.offsetWidth))") >= 40
    sizes = "[...document.querySelectorAll('td, th, li, p')].map(e => parseFloat(getComputedStyle(e).fontSize))"
    assert await browser.value(f"Math.min(...{sizes})") >= 14


async def test_a_keyboard_reaches_languages_and_table_and_shows_where_it_is(desk: Desk, browser: Tab) -> None:
    await browser.open(f"{desk.port.address}/status/{SUBSCRIBER}")
    reached = []
    for _ in range(4):
        await browser.press("Tab")
        reached.append(await browser.value("document.activeElement.innerText"))
        assert await browser.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert reached == [*LANGUAGES.values(), "The same as a table"]
    assert not await browser.value("document.querySelector('details').open")
    await browser.press("Enter")
    assert await browser.value("document.querySelector('details').open")


@pytest.mark.parametrize(("language", "word"), [("en", "Failing"), ("zh-Hant", "異常"), ("ja", "異常")])
async def test_a_screen_reader_hears_landmarks_headers_states_and_the_chart(
    desk: Desk, browser: Tab, language: str, word: str
) -> None:
    await browser.open(f"{desk.port.address}/status/{OPERATOR}?lang={language}")
    spoken = await browser.spoken()
    roles = [role for role, _ in spoken]
    for landmark in ("banner", "navigation", "main", "contentinfo", "status"):
        assert roles.count(landmark) == 1, landmark
    assert all(name for role, name in spoken if role in ("navigation", "region", "heading", "link", "table"))
    assert roles.count("region") == roles.count("heading") - 1 == 6
    assert roles.count("columnheader") >= 9
    assert any(role in ("image", "img") and "641" in name for role, name in spoken)
    assert any(role == "StaticText" and name.strip().startswith(word) for role, name in spoken)
    assert not any(sign in name for _, name in spoken for sign in "✕✓○")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_the_pictures_in_the_docs_can_be_taken(
    desk: Desk, browser: Tab, dark: bool, request: pytest.FixtureRequest
) -> None:
    await browser.look(*DESKTOP, dark=dark)
    await browser.open(f"{desk.port.address}/status/{SUBSCRIBER}")
    picture = await browser.picture()
    assert picture.startswith(b"\x89PNG")
    file = DOCS / f"status-{'dark' if dark else 'light'}.png"
    if request.config.getoption("--update-golden"):
        file.write_bytes(picture)
    assert 10_000 < file.stat().st_size < 200_000
