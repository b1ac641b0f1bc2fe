"""Codes in running text: what is one, what is not, which contains which, and their laws."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from importlib import import_module
from itertools import pairwise
from pkgutil import iter_modules
from types import FrameType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers import codes
from watchers.codes import MAX_CODES_FROM_RANGES, Code, CodeKind, canonical, lineage, recognize
from watchers.codes.tariff import HEADINGS, heading_name

if TYPE_CHECKING:
    from _typeshed import TraceFunction

FOUND: list[tuple[str, str]] = [
    # HS: dotted, with no word before it
    ("Duties apply to goods of 8542.31.", "hs 854231"),
    ("The list names 8542.31.00 only", "hs 85423100"),
    ("statistical reporting number 8542.31.0001", "hs 8542310001"),
    ("also written 8542.31.00.01 by some", "hs 8542310001"),
    ("(8703.23.01)", "hs 87032301"),
    ("7208.51,7208.52", "hs 720851 hs 720852"),
    ("9903.01.24, as added by the proclamation", "hs 99030124"),
    ("a 25% duty on 8542.31 from Monday", "hs 854231"),
    ("8542.31 through 8542.33 are listed", "hs 854231 hs 854232 hs 854233"),
    ("8542.31–8542.33", "hs 854231 hs 854232 hs 854233"),
    ("goods—9403.60.80—made of wood", "hs 94036080"),
    ("输往日本的8486.20设备", "hs 848620"),
    ("8542.31-000 in the Japanese tariff", "hs 854231000"),
    ("號列8542.31.00.00-3之積體電路", "hs 8542310000"),
    ("８５４２．３１．００", "hs 85423100"),
    ("8542\u200b.31.00", "hs 85423100"),
    ("8542.31.xx", "hs 854231"),
    ("第8542.31號", "hs 854231"),
    ("Before the closing date, tariffs on traded goods of 8542.31 apply", "hs 854231"),
    ("7604.10.10; 7604.10.30; 7604.21.00", "hs 76041010 hs 76041030 hs 76042100"),
    # HS: after a word
    ("heading 8542", "hs 8542"),
    ("Heading 8542 covers circuits", "hs 8542"),
    ("SUBHEADING 854231", "hs 854231"),
    ("headings 8541, 8542 and 8543", "hs 8541 hs 8542 hs 8543"),
    ("headings 8541, 8542, and 8543 of the HTSUS", "hs 8541 hs 8542 hs 8543"),
    ("heading 8541 or heading 8542", "hs 8541 hs 8542"),
    ("headings 8541 (diodes), 8542 (circuits)", "hs 8541 hs 8542"),
    ("headings 8541 through 8543", "hs 8541 hs 8542 hs 8543"),
    ("headings 8541 to 8543 inclusive", "hs 8541 hs 8542 hs 8543"),
    ("headings 8541–8543", "hs 8541 hs 8542 hs 8543"),
    ("headings 8541—8543", "hs 8541 hs 8542 hs 8543"),
    ("headings 8541-43", "hs 8541 hs 8542 hs 8543"),
    ("headings 7228 to 7302", "hs 7228 hs 7229 hs 7230 hs 7231 hs 7232 hs 7301 hs 7302"),
    ("heading 85.42", "hs 8542"),
    ("headings 85.41 to 85.43", "hs 8541 hs 8542 hs 8543"),
    ("HTSUS 8542.31.00", "hs 85423100"),
    ("HTSUS 9903.88.01 and 9903.88.02", "hs 99038801 hs 99038802"),
    ("HTS 8542310001", "hs 8542310001"),
    ("HTS subheadings 8541.10.00, 8541.21.00", "hs 85411000 hs 85412100"),
    ("HS code 854231", "hs 854231"),
    ("HS codes: 8541/8542", "hs 8541 hs 8542"),
    ("(HS 8542)", "hs 8542"),
    ("HS No. 8542", "hs 8542"),
    ("HS8542 chips", "hs 8542"),
    ("the hs code is 8542", "hs 8542"),
    ("heading No 8542", "hs 8542"),
    ("heading № 8542", "hs 8542"),
    ("CN code 7208 51 20", "hs 72085120"),
    ("CN codes 7601, 7603 and ex 7604", "hs 7601 hs 7603 hs 7604"),
    ("CN code 7604 10, in coils", "hs 760410"),
    ("heading 8542; heading 9013", "hs 8542 hs 9013"),
    ("heading 8542² of the tariff", "hs 8542"),
    ("tariff line 2203.00", "hs 220300"),
    ("heading 2007 covers jams", "hs 2007"),
    ("Schedule B 8542310000", "hs 8542310000"),
    ("commodity code 8703230000", "hs 8703230000"),
    ("subheading 8542.3190", "hs 85423190"),
    ("subheading 8542.3190.00", "hs 8542319000"),
    ("Chapters 84 and 85 of the HTSUS", "hs 84 hs 85"),
    ("HS chapter 85", "hs 85"),
    ("chapter 9 of the Harmonized System", "hs 09"),
    ("稅則號列8542.31.00", "hs 85423100"),
    ("稅則第8542節", "hs 8542"),
    ("输美商品税则号列8541、8542及8543", "hs 8541 hs 8542 hs 8543"),
    ("税则8541至8543", "hs 8541 hs 8542 hs 8543"),
    ("税号：８５４２", "hs 8542"),
    ("税则税目8542、9013项下", "hs 8542 hs 9013"),
    ("参考海关商品编号：7202999100、7206900010", "hs 7202999100 hs 7206900010"),
    ("CN codes 2523 10 00 and 2523 21 00", "hs 25231000 hs 25232100"),
    ("海关商品编号：2804619011", "hs 2804619011"),
    ("HS编码854231", "hs 854231"),
    ("HS碼8542", "hs 8542"),
    ("税则第85章", "hs 85"),
    ("稅則號別8486項下設備", "hs 8486"),
    ("HSコード8542", "hs 8542"),
    ("ＨＳコード：8542.31", "hs 854231"),
    ("HSｺｰﾄﾞ8542", "hs 8542"),
    ("税番8542.31-000の集積回路", "hs 854231000"),
    ("関税率表第85.42項", "hs 8542"),
    ("HSコード8541から8543まで", "hs 8541 hs 8542 hs 8543"),
    ("HSコード8541、8542または8543", "hs 8541 hs 8542 hs 8543"),
    # ECCN
    ("items under ECCN 3B001.f.1", "eccn 3b001.f.1"),
    ("3A090.a and 4A090", "eccn 3a090.a eccn 4a090"),
    ("ECCNs 3B001, 3D001/3E001", "eccn 3b001 eccn 3d001 eccn 3e001"),
    ("It is a 9A610.x part.", "eccn 9a610.x"),
    ("a licence for 5A992.c.", "eccn 5a992.c"),
    ("eccn: ECCN 3b001", "eccn 3b001"),
    ("classified as EAR99", "eccn ear99"),
    ("属于3B001项下的设备", "eccn 3b001"),
    ("ECCN番号３Ａ００１．ｂに該当", "eccn 3a001.b"),
    # CFR
    ("15 CFR 744.11", "cfr 15/744.11"),
    ("15 CFR § 744.11(a)(2)", "cfr 15/744.11"),
    ("15 C.F.R. § 744.11", "cfr 15/744.11"),
    ("15 C.F.R. pt. 744", "cfr 15/744"),
    ("15 CFR part 744", "cfr 15/744"),
    ("19 CFR\n351.214", "cfr 19/351.214"),
    ("15 CFR Parts 732–734", "cfr 15/732 cfr 15/733 cfr 15/734"),
    ("15 CFR parts 732 through 734", "cfr 15/732 cfr 15/733 cfr 15/734"),
    ("15 CFR parts 734, 738 and 744", "cfr 15/734 cfr 15/738 cfr 15/744"),
    ("15 CFR 744.11(a) and 746.8", "cfr 15/744.11 cfr 15/746.8"),
    ("15 CFR 744.11 through 744.13", "cfr 15/744.11 cfr 15/744.12 cfr 15/744.13"),
    ("15 CFR §§ 744.11 and 744.16", "cfr 15/744.11 cfr 15/744.16"),
    ("15 CFR part 744 and 19 CFR part 351", "cfr 15/744 cfr 19/351"),
    ("15 CFR part 744, 250 companies", "cfr 15/744"),
    ("26 CFR 1.861-8", "cfr 26/1.861-8"),
    ("17 CFR 240.10b-5", "cfr 17/240.10b-5"),
    ("依15 CFR第744部分", "cfr 15/744"),
    # dockets and their documents
    ("Docket USTR-2025-0012 is open", "docket USTR-2025-0012"),
    ("BIS–2025–0021", "docket BIS-2025-0021"),
    ("BIS-2025-0021-0001", "docket BIS-2025-0021-0001"),
    ("EPA-HQ-OPPT-2016-0654", "docket EPA-HQ-OPPT-2016-0654"),
    ("FDA-2024-N-1234", "docket FDA-2024-N-1234"),
    ("EERE-2019-BT-STD-0036", "docket EERE-2019-BT-STD-0036"),
    ("[Docket No. 250414-0065]", "docket 250414-0065"),
    ("Docket Nos. 250414-0065 and 250414–0066", "docket 250414-0065 docket 250414-0066"),
    ("Docket Number 24-1287", "docket 24-1287"),
    ("DOCKET ID: NHTSA-2023-0022", "docket NHTSA-2023-0022"),
    ("意见请提交至USTR-2025-0012号案卷", "docket USTR-2025-0012"),
    # Federal Register
    ("FR Doc. 2025-05887", "fr 2025-05887"),
    ("[FR Doc. 2025–05887 Filed 4-4-25]", "fr 2025-05887"),
    ("FR Doc. C1-2025-05887", "fr C1-2025-05887"),
    ("90 FR 12345", "fr 90FR12345"),
    ("see 90 Fed. Reg. 12,345 (2025)", "fr 90FR12345"),
    ("90 F.R. 12345", "fr 90FR12345"),
    ("(89 FR 96790, December 5, 2024)", "fr 89FR96790"),
    # RIN
    ("RIN 0694-AK01", "rin 0694-AK01"),
    ("RIN: 0694–AK01.", "rin 0694-AK01"),
    ("RIN 0648-XC123", "rin 0648-XC123"),
    # AD/CVD cases
    ("[A-570-181, C-570-182]", "case A-570-181 case C-570-182"),
    ("A–533–921", "case A-533-921"),
    ("案號C-533-921", "case C-533-921"),
    ("Inv. No. 701-TA-755", "case 701-TA-755"),
    ("731-TA-1732-1734 (Final)", "case 731-TA-1732 case 731-TA-1733 case 731-TA-1734"),
    # CSMS
    ("CSMS # 64680374", "csms 64680374"),
    ("CSMS #64680374 and #64649265", "csms 64680374 csms 64649265"),
    ("CSMS message 64680374", "csms 64680374"),
    ("CSMS No. 25-000123", "csms 25-000123"),
    ("海關CSMS＃64680374訊息", "csms 64680374"),
    # WTO
    ("G/TBT/N/CHN/1234", "wto G/TBT/N/CHN/1234"),
    ("notified as G/SPS/N/JPN/1300/Add.1.", "wto G/SPS/N/JPN/1300/ADD.1"),
    ("WT/DS597/R", "wto WT/DS597/R"),
    ("WT/DS597", "wto DS597"),
    ("WT/MIN(24)/DEC", "wto WT/MIN(24)/DEC"),
    ("the panel in DS597", "wto DS597"),
    ("DS543, DS544 and DS610", "wto DS543 wto DS544 wto DS610"),
    ("dispute DS27", "wto DS27"),
    ("世贸组织DS597案", "wto DS597"),
    # EU acts
    ("(EU) 2023/956", "eu 2023/956"),
    ("Regulation (EU) No 952/2013", "eu 952/2013"),
    ("Implementing Regulation (EU) 2025/1234", "eu 2025/1234"),
    ("Council Regulation (EEC) No 2658/87", "eu 2658/87"),
    ("Council Decision (CFSP) 2022/884", "eu 2022/884"),
    ("Directive 2014/53/EU", "eu 2014/53"),
    ("Regulation 2023/956", "eu 2023/956"),
    ("32023R0956", "eu 2023/956"),
    ("32014R0833", "eu 833/2014"),
    ("32014L0065", "eu 2014/65"),
    ("order 32023R09561", ""),
    ("Regulation No 833/2014", "eu 833/2014"),
    ("Regulation (EU) 2024/25", "eu 2024/25"),
    ("歐盟（EU）2023/956號規則", "eu 2023/956"),
    ("欧盟第2023/956号条例", "eu 2023/956"),
    ("EU規則2023/956", "eu 2023/956"),
    # MOFCOM
    ("商务部公告2025年第18号", "mofcom 2025/18"),
    ("商務部2025年第18號公告", "mofcom 2025/18"),
    ("商务部公告 2025 年第 18 号", "mofcom 2025/18"),
    ("商务部公告〔2025〕18号", "mofcom 2025/18"),
    ("商务部公告第18号（2025年）", "mofcom 2025/18"),
    ("商务部公告2025年第55号、56号和第57号", "mofcom 2025/55 mofcom 2025/56 mofcom 2025/57"),
    ("商务部10月9日发布2025年第61号公告", "mofcom 2025/61"),
    ("商务部 海关总署公告2025年第10号", "mofcom 2025/10"),
    ("中国商務部の公告2025年第18号", "mofcom 2025/18"),
    ("MOFCOM Announcement No. 18 of 2025", "mofcom 2025/18"),
    ("MOFCOM Announcement [2025] No. 18", "mofcom 2025/18"),
    ("MOFCOM Announcements No. 61 and 62 of 2025", "mofcom 2025/61 mofcom 2025/62"),
    ("Announcement No. 18 of 2025 of the Ministry of Commerce", "mofcom 2025/18"),
    ("the Ministry of Commerce's Notice 2025 No. 18", "mofcom 2025/18"),
    # several kinds in one sentence
    (
        "Under RIN 0694-AK01 (90 FR 12345), 15 CFR 744.11 covers 3B001 and HTS 8486.20",
        "rin 0694-AK01 fr 90FR12345 cfr 15/744.11 eccn 3b001 hs 848620",
    ),
    ("商务部公告2025年第18号涉及税则8542，欧盟(EU) 2023/956另行适用", "mofcom 2025/18 hs 8542 eu 2023/956"),
]

NOT_FOUND = [
    # prices and counts
    "$8542.31", "US$ 8542.31", "NT$8542.31", "¥8542.31", "€ 8542.31", "RMB 8542.31", "USD 8542.31 a tonne",
    "8542.31 yuan", "8542.31 dollars", "8542.31元", "8542.31億円", "8542.31万元", "8542.31 million", "7208.51 tonnes",
    "8,542.31", "18542.31", "1.8542.31", "8542.31%", "Gold was priced at 2204.10",
    "heading 3000 miles west", "heading 2203 degrees",
    "a fleet heading 1,500 km north", "HS 8542 students", "HTS 2203 workers",
    "heading 8542 people", "8542 chips", "854231", "85423100", "the 8542 items", "出口8542件", "8542台を出荷",
    # indices
    "The index closed at 8542.31", "Nikkei 8542.31", "TAIEX fell 3% to 8542.31", "rose to 3104.20 on Friday",
    "copper hit 9203.50", "the won weakened to 1402.50", "2203.50 an ounce", "Bitcoin 8542.31",
    "revenue of 9403.20 crore",
    "上证指数报3104.20", "3104.20点", "加權指數收在8542.31點", "日経平均は8542.31", "終値は8542.31円",
    "8542.31ポイント",
    # years, dates, editions
    "heading 2025", "heading into 2025", "HS 2022", "HS 2007", "HTS 2025 Revision 3", "headings for 2008", "HS 2002",
    "2025.10.31", "2009.10.31", "2005.06", "on 2008.11.15", "税则2025年版", "2025年10月31日",
    # phones, versions, addresses, sections
    "Tel. 02-8542-3100", "+886 2 8542 3100", "HS 8542-3100", "Tel: 8542.3100", "version 8401.10", "v8542.31",
    "build 7601.17", "192.168.10.31", "10.20.30.40", "§ 1102.10", "section 1102.10", "Sec. 1102.10 of the Act",
    "Invoice No. 8542.31",
    # no such chapter or heading; other words
    "heading 0000", "heading 7701", "heading 1599", "8599.31.00", "HS 85", "chapter 85", "Chapter 11 bankruptcy",
    "HSBC 8542", "GHS 8542", "BHS 8542", "THS8542", "heading 854", "heading 85423", "纳税人税号913100006073654321",
    "第85章", "subheading text 8542",
    # ECCN
    "https://a.example/?fit=552%2C120&strip",
    "a3B001", "3B0012", "3b001", "hex 0x3b001", "X-3B001", "3F001", "3B001-1234", "$3B", "EAR 98", "BEAR99",
    # CFR
    "99 CFR 744", "15 USC 744", "CFR 744.11", "15 CFR", "a 15 CFR-wide rule",
    # dockets
    "CVE-2025-0012", "CNVD-2025-1234", "usbp-2025-0003", "A-2025-0012", "Docket No. 5", "the docket is open",
    # Federal Register, RIN, cases
    "2025-0588", "2025-058871", "CVE-2025-05887", "tel 2025-05887-1", "90 FRANCS 12345", "$90 FR 12345x", "0694-ak01",
    "0694-AK011", "A-320-200", "A-350-900", "a-570-181", "XA-570-181", "A-570-1811", "A-070-181",
    # CSMS, WTO, EU, MOFCOM
    "CSMS 123", "CSMS", "the CSMS of 2025", "G/TBT", "TCP/IP/4", "S/N 12345", "Nintendo DS3", "DS7", "DS160 visa",
    "a DS-160 form", "DS0597", "2023/956", "the 2023/24 season", "EU 2024/25 budget", "Regulation 12/34", "1/2",
    "海关总署公告2025年第18号", "商务部令2025年第3号", "工业和信息化部公告2025年第18号",
    "商务部表示，海关总署公告2025年第9号已生效",
    "商务部2025年工作会议", "2025年第18号公告", "GACC Announcement No. 18 of 2025", "MOFCOM Announcement No. 18",
    "Announcement No. 18 of 2025",
    # nothing at all
    "", " ", "no digits here", "…", "\u200b", "½ ① ²", "𝟖", "٨٥٤٢.٣١",
]  # fmt: skip


def told(text: str) -> str:
    return " ".join(f"{code.kind} {code.value}" for code in recognize(text))


@pytest.mark.parametrize(("text", "codes"), FOUND)
def test_a_code_is_recognized_in_running_text(text: str, codes: str) -> None:
    assert told(text) == codes


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_only_looks_like_a_code_is_none(text: str) -> None:
    assert told(text) == ""


def test_a_code_is_the_same_in_the_middle_of_a_text() -> None:
    for text, _ in FOUND:
        inside = f"Officials said so. {text}\nNothing else was said."
        assert told(inside) == told(text), text


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("heading 8542 of", ["8542"]),
        ("headings 8541–8543", ["8541–8543"] * 3),
        ("15 CFR Parts 732-733", ["15 CFR Parts 732-733"] * 2),
        ("＄5，税则\u200b８５４２。", ["８５４２"]),
        ("85\u200b42.31.00 and\u00ad 3B001", ["85\u200b42.31.00", "3B001"]),
        ("Directive 2014/53/EU", ["2014/53/EU"]),
    ],
)
def test_a_span_marks_the_words_as_the_reader_sees_them(text: str, marked: list[str]) -> None:
    assert [text[code.start : code.end] for code in recognize(text)] == marked


# ---- lineage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value", "above"),
    [
        (CodeKind.HS, "85", "85"),
        (CodeKind.HS, "8542", "85 8542"),
        (CodeKind.HS, "854231", "85 8542 854231"),
        (CodeKind.HS, "85423100", "85 8542 854231 85423100"),
        (CodeKind.HS, "854231000", "85 8542 854231 854231000"),
        (CodeKind.HS, "8542310001", "85 8542 854231 85423100 8542310001"),
        (CodeKind.ECCN, "3", "3"),
        (CodeKind.ECCN, "3b", "3 3b"),
        (CodeKind.ECCN, "3b001", "3 3b 3b001"),
        (CodeKind.ECCN, "3b001.f.1", "3 3b 3b001 3b001.f 3b001.f.1"),
        (CodeKind.ECCN, "ear99", "ear99"),
        (CodeKind.CFR, "15", "15"),
        (CodeKind.CFR, "15/744", "15 15/744"),
        (CodeKind.CFR, "15/744.11", "15 15/744 15/744.11"),
        (CodeKind.CFR, "26/1.861-8", "26 26/1 26/1.861-8"),
        (CodeKind.DOCKET, "BIS-2025-0021", "BIS-2025-0021"),
        (CodeKind.DOCKET, "BIS-2025-0021-0001", "BIS-2025-0021 BIS-2025-0021-0001"),
        (CodeKind.DOCKET, "FDA-2024-N-1234-0002", "FDA-2024-N-1234 FDA-2024-N-1234-0002"),
        (CodeKind.DOCKET, "250414-0065", "250414-0065"),
        (CodeKind.FR, "2025-05887", "2025-05887"),
        (CodeKind.FR, "C1-2025-05887", "2025-05887 C1-2025-05887"),
        (CodeKind.FR, "90FR12345", "90FR12345"),
        (CodeKind.RIN, "0694-AK01", "0694-AK01"),
        (CodeKind.CASE, "A-570-181", "A-570-181"),
        (CodeKind.CSMS, "64680374", "64680374"),
        (CodeKind.WTO, "DS597", "DS597"),
        (CodeKind.WTO, "WT/DS597/AB/R", "DS597 WT/DS597/AB WT/DS597/AB/R"),
        (CodeKind.WTO, "G/TBT/N/CHN/1234", "G/TBT G/TBT/N G/TBT/N/CHN G/TBT/N/CHN/1234"),
        (CodeKind.EU, "2023/956", "2023/956"),
        (CodeKind.MOFCOM, "2025/18", "2025/18"),
    ],
)
def test_a_code_lies_under_what_contains_it(kind: CodeKind, value: str, above: str) -> None:
    assert lineage(Code(kind, value, 0, 1)) == tuple(above.split())


# ---- what a person types ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (CodeKind.HS, "85", "85"),
        (CodeKind.HS, "8542.31", "854231"),
        (CodeKind.HS, "85.42", "8542"),
        (CodeKind.HS, "8542 31 00", "85423100"),
        (CodeKind.HS, "８５４２", "8542"),
        (CodeKind.HS, "8542.31-000", "854231000"),
        (CodeKind.ECCN, "3B001", "3b001"),
        (CodeKind.ECCN, "3b001.F.1", "3b001.f.1"),
        (CodeKind.ECCN, "3B", "3b"),
        (CodeKind.ECCN, "3", "3"),
        (CodeKind.ECCN, "EAR99", "ear99"),
        (CodeKind.CFR, "15/744", "15/744"),
        (CodeKind.CFR, "15CFR744.11", "15/744.11"),
        (CodeKind.CFR, "15 CFR part 744", "15/744"),
        (CodeKind.CFR, "15 C.F.R. § 744.11", "15/744.11"),
        (CodeKind.CFR, "15", "15"),
        (CodeKind.DOCKET, "ustr-2025-0012", "USTR-2025-0012"),
        (CodeKind.DOCKET, "USTR–2025–0012", "USTR-2025-0012"),
        (CodeKind.DOCKET, "250414-0065", "250414-0065"),
        (CodeKind.FR, "2025-05887", "2025-05887"),
        (CodeKind.FR, "90FR12345", "90FR12345"),
        (CodeKind.FR, "90 Fed. Reg. 12,345", "90FR12345"),
        (CodeKind.RIN, "0694-ak01", "0694-AK01"),
        (CodeKind.CASE, "a-570-181", "A-570-181"),
        (CodeKind.CASE, "731-TA-1732", "731-TA-1732"),
        (CodeKind.CSMS, "#64680374", "64680374"),
        (CodeKind.WTO, "ds597", "DS597"),
        (CodeKind.WTO, "WT/DS597", "DS597"),
        (CodeKind.WTO, "g/tbt/n/chn", "G/TBT/N/CHN"),
        (CodeKind.WTO, "G/TBT/N/CHN/1234", "G/TBT/N/CHN/1234"),
        (CodeKind.EU, "2023/956", "2023/956"),
        (CodeKind.EU, "(EU)2023/956", "2023/956"),
        (CodeKind.EU, "2014/53/EU", "2014/53"),
        (CodeKind.EU, "No 952/2013", "952/2013"),
        (CodeKind.MOFCOM, "2025/18", "2025/18"),
        (CodeKind.MOFCOM, "2025-18", "2025/18"),
        (CodeKind.MOFCOM, "2025年第18号", "2025/18"),
    ],
)
def test_a_typed_value_takes_its_canonical_form(kind: CodeKind, typed: str, value: str) -> None:
    assert canonical(kind, typed) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        *((kind, bad) for kind in CodeKind for bad in ("", " ", "x", "/", "-", "semiconductor", "8" * 40)),
        (CodeKind.HS, "8"),
        (CodeKind.HS, "854"),
        (CodeKind.HS, "85423"),
        (CodeKind.HS, "2025"),
        (CodeKind.HS, "00"),
        (CodeKind.HS, "7701"),
        (CodeKind.ECCN, "3F001"),
        (CodeKind.ECCN, "3B01"),
        (CodeKind.CFR, "51/744"),
        (CodeKind.CFR, "15/"),
        (CodeKind.DOCKET, "USTR"),
        (CodeKind.DOCKET, "CVE-2025-0012"),
        (CodeKind.FR, "2025-5887"),
        (CodeKind.RIN, "694-AK01"),
        (CodeKind.CASE, "B-570-181"),
        (CodeKind.WTO, "DS0"),
        (CodeKind.EU, "12/34"),
        (CodeKind.MOFCOM, "18"),
    ],
)
def test_a_bad_value_is_none(kind: CodeKind, typed: str) -> None:
    assert canonical(kind, typed) is None


# ---- laws ------------------------------------------------------------------------------------------

PIECES = [
    *"0 1 8 20 85 8542 .31 .00 2025 - – / . , 、 ( ) § # : ； 第 号 號 年 公告 商务部".split(),
    *"商務部 税则 稅則 HSコード 点 EAR99 .f".split(),
    *"HS HTS heading headings through to and or CFR part parts FR Fed. Reg. RIN A-570-181 C- CSMS ECCN 3B001".split(),
    *"Docket No. USTR -2025-0012 WT/ DS597 G/TBT/N/CHN/ (EU) Regulation MOFCOM Announcement of % $ points".split(),
    " ", "\n", "\u200b", "\u00ad", "\u3000", "８", "．", "²",
]  # fmt: skip
texts = st.text(max_size=200) | st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
texts |= st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)


@given(texts)
def test_codes_lie_in_the_text_in_order_and_apart(text: str) -> None:
    codes = recognize(text)
    for code in codes:
        assert 0 <= code.start < code.end <= len(text)
    for code, following in pairwise(codes):
        same_range = (code.start, code.end, code.kind) == (following.start, following.end, following.kind)
        assert same_range or code.end <= following.start
    assert recognize(text) == codes


@given(texts)
def test_every_value_of_a_lineage_can_be_typed_as_it_is(text: str) -> None:
    for code in recognize(text):
        values = lineage(code)
        assert values[-1] == code.value
        assert len(set(values)) == len(values)
        for value in values:
            assert canonical(code.kind, value) == value


@given(st.sampled_from(CodeKind), texts)
def test_canonical_is_idempotent_and_lies_in_its_own_lineage(kind: CodeKind, typed: str) -> None:
    value = canonical(kind, typed)
    if value is not None:
        assert canonical(kind, value) == value
        assert lineage(Code(kind, value, 0, 1))[-1] == value


def test_full_width_letters_and_digits_change_nothing() -> None:
    for text in (text for text, _ in FOUND if not any(c in text for c in "²\u200b")):
        wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
        assert told(wide) == told(text), text


def test_codes_from_ranges_are_bounded() -> None:
    text = " ".join(f"headings 8401 to 84{last:02};" for last in range(2, 88)) * 20
    assert len(recognize(text)) < MAX_CODES_FROM_RANGES + 200 + 2 * text.count("to")


def test_a_range_too_wide_gives_its_ends() -> None:
    assert told("15 CFR parts 1 through 1999") == "cfr 15/1 cfr 15/1999"


# ---- headings of the Harmonized System ------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("8542", "Electronic integrated circuits"),
        ("85", "Electrical machinery and electronics"),
        ("8542.31.00", "Electronic integrated circuits"),
        ("854231", "Electronic integrated circuits"),
        ("72", "Iron and steel"),
        ("77", None),
        ("8", None),
        ("", None),
        ("85xx", None),
        ("9999", None),
    ],
)
def test_a_code_is_called_by_the_name_of_its_heading_or_chapter(code: str, name: str | None) -> None:
    assert heading_name(code) == name


@pytest.mark.parametrize(
    ("code", "chinese", "japanese"),
    [
        ("8542.31.00", "積體電路", "集積回路"),
        ("72", "鋼鐵", "鉄鋼"),
        ("8541", "二極體、電晶體、太陽能電池", "ダイオード・トランジスター・太陽電池"),
        ("0101", "活動物", "生きた動物"),
        ("77", None, None),
        ("9999", None, None),
    ],
)
def test_a_code_is_called_by_a_chinese_or_japanese_name_too(
    code: str, chinese: str | None, japanese: str | None
) -> None:
    assert (heading_name(code, "zh-Hant"), heading_name(code, "ja")) == (chinese, japanese)


@pytest.mark.parametrize("language", ["zh-Hant", "ja"])
def test_every_heading_has_a_name_in_each_language(language: str) -> None:
    assert all(heading_name(code, language) for code in HEADINGS)


def test_every_chapter_is_named_and_every_heading_lies_in_one() -> None:
    chapters = {code for code in HEADINGS if len(code) == 2}
    assert chapters == {f"{number:02}" for number in range(1, 98)} - {"77"}
    assert {code[:2] for code in HEADINGS if len(code) == 4} == chapters
    assert {len(code) for code in HEADINGS} == {2, 4}


def test_names_of_headings_are_short_enough_for_a_line() -> None:
    assert max(map(len, HEADINGS.values())) <= 80


# ---- time ------------------------------------------------------------------------------------------

HOSTILE = [
    "8", "8.", "8-", "8/", "8542", "8542.31 ", "8542.31-", "heading ", "headings 8541, ", "HS ", "HS(((((((((((",
    "CFR ", "1 CFR ", "1 CFR 1-200 ", "A-", "A-570-", "ABCDEFGHI-", "A_B-", "ABC-2025-", "G/A/", "WT/DS597/", "(EU) ",
    "EU 1/2 ", "DS597 ", "商务部", "商务部公告2025年第", "2025年第1号、", "Announcement ",
    "MOFCOM Announcement No. 1, ", "CSMS # ", "Docket No. ", "Docket Nos. A-123, ", "3B001.a.", "第",
    "chapter 85, ", "( ", "(a", " ", "\u200b", "１", "税则", "20", "2025-", "90 FR ", "EAR",
]  # fmt: skip


def test_every_pattern_is_bounded() -> None:
    modules = [import_module(f"watchers.codes.{module.name}") for module in iter_modules(codes.__path__)]
    everything = [value for each in modules for value in vars(each).values() if isinstance(value, re.Pattern | tuple)]
    patterns = [each for value in everything for each in (value if isinstance(value, tuple) else (value,))]
    patterns = [each.pattern for each in patterns if isinstance(each, re.Pattern)]
    assert len(patterns) > 30
    for pattern in patterns:
        bare = re.sub(r"\[[^\]]*\]", "c", re.sub(r"\\.", "e", pattern))
        assert not re.search(r"[*+]|\{[0-9]*,\}", bare), pattern


def lines_run(work: Callable[[], object]) -> int:
    """Lines of Python that a piece of work runs: a clock that no busy machine disturbs."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> TraceFunction:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_is_at_most_twice_the_steps(piece: str) -> None:
    everything = "8542.31 MOFCOM 商务部公告 CFR Docket CSMS HS -20 / EU EAR99 FR DS "
    short, long = ((everything + piece * (length // len(piece))) for length in (1_000, 2_000))
    recognize(long)
    assert lines_run(lambda: recognize(long)) <= 2.2 * lines_run(lambda: recognize(short)) + 200
