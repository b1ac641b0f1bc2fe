"""Days with a meaning: read where the text gives the whole day, and never guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.effort import assert_grows_no_faster
from watchers.facts.days import read_day, recognize

TELLS = [
    ("Comments due by July 3, 2026.", "comments 2026-07-03"),
    ("Written comments must be received no later than 11:59 p.m. EDT on Friday, July 3, 2026.", "comments 2026-07-03"),
    ("The comment period is extended to 3 July 2026.", "comments 2026-07-03"),
    ("The deadline for filing comments is 2026-07-03.", "comments 2026-07-03"),
    ("We will accept comments on the proposal until Sept. 1, 2026.", "comments 2026-09-01"),
    ("Applicable April 7, 2025.", "applicable 2025-04-07"),
    ("This rule is effective July 3, 2026, except for § 744.11.", "effective 2026-07-03"),
    ("effective as of 12:01 a.m. eastern daylight time on August 7, 2025", "effective 2025-08-07"),
    ("The Regulation shall enter into force on 1 January 2027.", "effective 2027-01-01"),
    ("Effective with respect to goods entered on or after October 1, 2026, as noted", "effective 2026-10-01"),
    (
        "effective with respect to goods entered for consumption, or withdrawn from warehouse for consumption, "
        "on or after 12:01 a.m. eastern daylight time on October 1, 2026",
        "effective 2026-10-01",
    ),
    ("Effective October 1, 2026, the Bureau will collect the fee.", "effective 2026-10-01"),
    ("The Bureau is confirming the effective date of October 1, 2026, for its rule.", "effective 2026-10-01"),
    ("We may impose fees, effective October 1, 2026, as the Act requires.", "effective 2026-10-01"),
    ("The tariff takes effect on 3rd March 2026", "effective 2026-03-03"),
    ("The exclusion is effective until July 3, 2026.", "expires 2026-07-03"),
    ("The order expires on July 3, 2026.", "expires 2026-07-03"),
    ("The hearing will be held on July 8, 2026, at 9:30 a.m.", "hearing 2026-07-08"),
    ("意見募集期間：2026年6月1日から2026年7月3日まで", "comments 2026-07-03"),
    ("意見提出期限は令和８年７月３日です。", "comments 2026-07-03"),
    ("パブリックコメントを2026年7月3日（金）まで受け付けます。", "comments 2026-07-03"),
    ("本令は令和8年7月3日から施行する。", "effective 2026-07-03"),
    ("施行日：2026年7月3日", "effective 2026-07-03"),
    ("公聴会は2026年7月8日に開かれる。", "hearing 2026-07-08"),
    ("請於民國115年7月3日前提出意見。", "comments 2026-07-03"),
    ("意見截止：2026年7月3日", "comments 2026-07-03"),
    ("公聽會訂於115年7月3日舉行。", "hearing 2026-07-03"),
    ("本公告自2026年7月3日起实施。", "effective 2026-07-03"),
    ("請提供意見至2026年7月3日止", "comments 2026-07-03"),
    # As people write who are in a hurry.
    ("Comments on the proposed rule must be in by 15 Jan 2027.", "comments 2027-01-15"),
    ("Send us your views no later than January 15th, 2027!", "comments 2027-01-15"),
    ("written submissions due 2027-01-15; a hearing follows", "comments 2027-01-15"),
    ("The comment period closes Jan. 15, 2027 at 11:59 pm ET", "comments 2027-01-15"),
    ("There will be a public hearing (3 February 2027) in Washington", "hearing 2027-02-03"),
    ("The hearing scheduled for February 3, 2027 will be virtual.", "hearing 2027-02-03"),
    ("These duties apply from 1 December 2026 onward.", "applicable 2026-12-01"),
    ("The general license expires at 12:01 a.m. on April 29, 2027", "expires 2027-04-29"),
    ("this exclusion is valid until 31 May 2027", "expires 2027-05-31"),
    ("意見徵詢期間至116年1月15日止", "comments 2027-01-15"),
    ("許可證有效期至2027年5月31日", "expires 2027-05-31"),
    ("自2027年4月1日起適用新稅率", "applicable 2027-04-01"),
    ("评论期截止日期：2027年1月15日", "comments 2027-01-15"),
    ("定于2027年2月3日召开听证会", "hearing 2027-02-03"),
    ("意見の提出期限は令和9年1月15日（金）です", "comments 2027-01-15"),
    ("2027年1月15日まで意見を募集します", "comments 2027-01-15"),
    ("公聴会は2027年2月3日に開催", "hearing 2027-02-03"),
    ("この措置は2027年5月31日に失効する", "expires 2027-05-31"),
    ("2027年4月1日から適用する", "applicable 2027-04-01"),
    ("許可の有効期限は2027年5月31日です", "expires 2027-05-31"),
]
TELLS_NOTHING = [
    "The minister said on January 15, 2027, that submissions were read.",
    "部長2027年1月15日表示，適用對象尚未決定。",
    "Your views matter; we met on January 15, 2027.",
    "Comments are due by July 3.",
    "Comments on the rule published on July 3, 2026.",
    "effective 30 days after July 3, 2026",
    "effective February 30, 2026",
    "On July 3, 2026, the Department issued a rule. It is effective at once.",
    "The rule is effective. July 3, 2026 was a Friday.",
    "Effective 07/03/2026",
    "effective July 3, 1926",
    "This proposed rule amends the rule that became effective October 1, 2026.",
    "The rule, which took effect on October 1, 2026, set the quota.",
    "We are correcting a final rule that was published on May 1, 2026, and was effective on October 1, 2026.",
    "The Bureau published an interim final rule on May 1, 2026, effective October 1, 2026, that set the quota.",
    "This action delays the effective date of the October 1, 2026, final rule.",
    "This rule changes the effective date from October 1, 2026.",
    "The court's injunction took effect on October 1, 2026.",
    "The Court of International Trade ordered that the duties cease, effective October 1, 2026.",
    "The duties had been scheduled to take effect on October 1, 2026.",
    "The Agency proposes to raise the rates effective October 1, 2026.",
    "Effective October 1, 2026, the Trade Representative imposed additional duties.",
    "The comment period, which would close on October 1, 2026, is extended.",
    "The current comment period was scheduled to close on October 1, 2026.",
    "The hearing of the case has been canceled: Hearing on October 1, 2026.",
    "Comments on the hearing notice that was published on October 1, 2026.",
    "The measure would otherwise expire on October 1, 2026.",
    "修正自2026年10月1日起施行的《管制辦法》",
    "2026年10月1日に施行された省令を改正する。",
    "国际贸易法院的禁令于2026年10月1日起生效",
    "8年7月3日から施行",
    "2026年13月3日から施行",
    "公佈日期：2026年7月3日",
    "",
]


@pytest.mark.parametrize(("text", "told"), TELLS)
def test_a_day_is_found_with_its_meaning_and_its_place(text: str, told: str) -> None:
    (found,) = recognize(text)
    assert f"{found.name} {found.value}" == told
    assert any(sign.isdigit() for sign in text[found.start : found.end])


@pytest.mark.parametrize("text", TELLS_NOTHING)
def test_what_is_not_written_whole_beside_its_meaning_is_not_a_day(text: str) -> None:
    assert list(recognize(text)) == []


def test_several_days_are_found_in_reading_order() -> None:
    text = "Effective July 3, 2026. Comments are due by August 4, 2026. A hearing will be held on August 9, 2026."
    assert [(each.name, each.value) for each in recognize(text)] == [
        ("effective", "2026-07-03"),
        ("comments", "2026-08-04"),
        ("hearing", "2026-08-09"),
    ]


@given(st.text(alphabet="July 3, 2026comments due by effective.年月日令和元起施行\n", max_size=200))
def test_no_text_breaks_it_and_each_place_is_within_the_text(text: str) -> None:
    for found in recognize(text):
        assert 0 <= found.start < found.end <= len(text)
        assert 1990 <= date.fromisoformat(found.value).year <= 2100


@pytest.mark.parametrize(
    "flood", ["July 3, 2026 ", "comments due by ", "effective on the ", "1年1月1日", "意見" * 3, "1 " * 9]
)
@pytest.mark.hazard("P1")
def test_text_of_any_shape_is_read_in_linear_time(flood: str) -> None:
    half = flood * (10_000 // len(flood))
    assert_grows_no_faster(lambda text: list(recognize(text)), half, half * 2)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-07-03", "2026-07-03"),
        ("2026-07-03T00:00:00+00:00", "2026-07-03"),
        ("2026-07-03T00:00:00.000Z", "2026-07-03"),
        (" 2026-07-03 ", "2026-07-03"),
        ("2026-07-03T03:59:59Z", None),
        ("2026-02-30", None),
        ("9999-01-01", None),
        ("07/03/2026", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_publishers_own_field_is_a_day_or_none(written: str, day: str | None) -> None:
    found = read_day(written)
    assert (found and found.isoformat()) == day
