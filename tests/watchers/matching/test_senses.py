"""Which sense of a name an item means: its borders, its country, its source, and the words around it."""

from __future__ import annotations

import pytest

from watchers.matching import Reading, Recognizer, explain
from watchers.matching.explanation import Closed, Closing, Verdict, why
from watchers.model import Item, SourceId
from watchers.rules import parse
from watchers.text.tokens import read


def finds(recognizer: Recognizer, rule: str, title: str, language: str, body: str = "", country: str = "") -> bool:
    item = Item("", read(title), read(body), None, language, country or None)
    return explain(parse(rule, recognizer.catalog), item, SourceId("wire"), recognizer) is not None


OFFICES = [
    ("經濟部", "墨西哥經濟部審查關稅", "zh-Hant", False),
    ("經濟部", "德國聯邦經濟部下調預測", "zh-Hant", False),
    ("經濟部", "我國經濟部審查關稅", "zh-Hant", True),
    ("經濟部", "經濟部審查投資案", "zh-Hant", True),
    ("財務省", "英財務省、鉄鋼関税を検討", "ja", False),
    ("財務省", "日米財務相が会談、財務省が発表", "ja", True),
    ("外務省", "日タイ外相、供給網で協力", "ja", True),
    ("外務省", "英タイ外相、供給網で協力", "ja", False),
    ("財務省", "10日財務省が発表", "ja", True),
    ("European Commission", "The chairman of the Grain Commission spoke on EU tariffs", "en", False),
    ("European Commission", "A trade deal that the Commission of the EU wants", "en", True),
    ("European Commission", "Tariffs: Commission Delays EU Trade Deal With Japan", "en", True),
    ("European Commission", "EU tariffs. Today Commission officials travel to Japan", "en", True),
]


@pytest.mark.parametrize(("rule", "title", "language", "expected"), OFFICES)
def test_an_office_after_another_country_or_inside_another_name_is_not_meant(
    recognizer: Recognizer, rule: str, title: str, language: str, expected: bool
) -> None:
    assert finds(recognizer, rule, title, language) is expected


LIKENED = [
    ("TSMC", "飲料界的台積電 手搖店擴張", "zh-Hant", False),
    ("TSMC", "種子界台積電遭盜竊", "zh-Hant", False),
    ("Nvidia", "國產晶片商自稱「中國版輝達」", "zh-Hant", False),
    ("Temu", "文具界的“拼多多”上市", "zh-Hans", False),
    ("TSMC", "全世界的台積電員工", "zh-Hant", True),
    ("TSMC", "業界的台積電供應商", "zh-Hant", True),
    ("Tesla", "電子版特斯拉車主手冊", "zh-Hant", True),
]


@pytest.mark.parametrize(("rule", "title", "language", "expected"), LIKENED)
def test_a_company_that_something_else_is_compared_with_does_not_count(
    recognizer: Recognizer, rule: str, title: str, language: str, expected: bool
) -> None:
    assert finds(recognizer, rule, title, language) is expected


def test_a_survey_is_not_a_probe(recognizer: Recognizer) -> None:
    assert not finds(recognizer, "probe", "通訊社調查：七成商家看好明年", "zh-Hant")
    assert finds(recognizer, "probe", "歐盟調查：電動車補貼案 中方抗議歐盟調查", "zh-Hant")
    assert finds(recognizer, "調查", "通訊社調查：七成商家看好明年", "zh-Hant")


INSIDE = [
    ("半導體", "安世半導體高層異動", "zh-Hant", True),
    ("鋼鐵", "日本製鐵收購美國鋼鐵", "zh-Hant", True),
    ("rare earths", "中国稀土集团与多家公司签约", "zh-Hans", True),
    ("東京", "東京エレクトロンの業績", "ja", False),
    ("chip", "台灣積體電路製造召開股東會", "zh-Hant", False),
    ("tariff", "A hearing on the Tariff Act of 1930", "en", False),
]


@pytest.mark.parametrize(("rule", "title", "language", "expected"), INSIDE)
def test_a_topic_counts_inside_the_name_of_a_company(
    recognizer: Recognizer, rule: str, title: str, language: str, expected: bool
) -> None:
    assert finds(recognizer, rule, title, language) is expected


EVIDENCE = [
    ("Apple", "蘋果新頭顯輕量化升級", "zh-Hant", True),
    ("Samsung", "三星摺疊機亮相", "zh-Hant", True),
    ("Xiaomi", "小米新款手环开售", "zh-Hans", True),
    ("Apple", "青森蘋果豐收 果農開心", "zh-Hant", False),
    ("Samsung", "三星堆遺址出土新文物", "zh-Hant", False),
]


@pytest.mark.parametrize(("rule", "title", "language", "expected"), EVIDENCE)
def test_the_words_around_an_ambiguous_company_open_its_gate(
    recognizer: Recognizer, rule: str, title: str, language: str, expected: bool
) -> None:
    assert finds(recognizer, rule, title, language) is expected


def test_a_paper_of_that_name_settles_the_sense_of_all_its_occurrences(recognizer: Recognizer) -> None:
    assert not finds(recognizer, "Apple", "蘋果日報老讀者談蘋果歲月", "zh-Hant")


def test_a_sure_name_elsewhere_in_the_item_opens_the_gate(recognizer: Recognizer) -> None:
    assert not finds(recognizer, "EU", "The Commission meets on Monday", "en")
    assert finds(
        recognizer, "@eu.commission", "The Commission meets on Monday", "en", "The European Commission said so."
    )


def test_a_word_of_another_sense_closes_the_gate_in_the_whole_item(recognizer: Recognizer) -> None:
    body = "The Federal Communications Commission adopts rules. Trade and steel are affected."
    assert not finds(recognizer, "EU", "Commission adopts rules", "en", body)
    assert not finds(recognizer, "India", "Land for Indian tribes", "en")
    assert finds(recognizer, "India", "Indian exporters fear duties", "en")
    assert finds(recognizer, "India", "India and the Indian tribes", "en")


def test_a_name_of_another_country_counts_in_an_official_source_only_beside_that_country(
    recognizer: Recognizer,
) -> None:
    title = "Commission seeks comments on trade in steel"
    assert finds(recognizer, "EU", title, "en")
    assert not finds(recognizer, "EU", title, "en", country="US")
    assert finds(recognizer, "EU", title, "en", "The European Union objects.", country="US")


@pytest.mark.parametrize(("language", "expected"), [("zh-Hant", {"Taiwan"}), ("zh-Hans", {"China"})])
def test_our_country_depends_on_the_script(recognizer: Recognizer, language: str, expected: set[str]) -> None:
    title = "我國出口管制新規" if language == "zh-Hant" else "我国出口管制新规"
    assert {rule for rule in ("Taiwan", "China") if finds(recognizer, rule, title, language)} == expected


WORDS = [
    ("export", "外銷訂單成長", "zh-Hant", True),
    ("import ban", "全面禁止進口新疆棉花", "zh-Hant", True),
    ("retaliate", "Beijing vows retaliation", "en", True),
    ("retaliation", "Beijing retaliates", "en", True),
    ("probe", "商務部立案調查", "zh-Hant", True),
    ("export", "文化輸出引熱議", "zh-Hant", False),
    ("export", "自動車の輸出が増加", "ja", True),
    ("court ruling", "法院裁定關稅違法", "zh-Hant", True),
    ("China", "Xi Jinping meets investors", "en", True),
    ("US", "川普談關稅", "zh-Hant", True),
    ("AD/CVD", "反傾銷調查啟動", "zh-Hant", True),
    ("trade deal", "中美貿易戰開打", "zh-Hant", False),
    ("steel", "Duties on screws and bolts", "en", False),
    ("商务部", "Commerce Department sets duties on steel", "en", False),
]


@pytest.mark.parametrize(("rule", "title", "language", "expected"), WORDS)
def test_words_of_trade_are_found_in_every_script(
    recognizer: Recognizer, rule: str, title: str, language: str, expected: bool
) -> None:
    assert finds(recognizer, rule, title, language) is expected


CLOSED = [
    ("@co.qualcomm", "提高通關效率", "zh-Hant", Closing.BORDER),
    ("@tw.moea", "墨西哥經濟部審查關稅", "zh-Hant", Closing.OTHER_OFFICE),
    ("@co.tsmc", "飲料界的台積電", "zh-Hant", Closing.LIKENED),
    ("@pl.in", "Land for Indian tribes", "en", Closing.OTHER_SENSE),
    ("@pl.tw", "我国出口管制新规", "zh-Hans", Closing.OTHER_SENSE),
]


@pytest.mark.parametrize(("rule", "title", "language", "closing"), CLOSED)
def test_why_says_what_closes_a_name(
    recognizer: Recognizer, rule: str, title: str, language: str, closing: Closing
) -> None:
    verdict = verdict_of(recognizer, rule, title, language)
    assert closing in {obstacle.closing for obstacle in verdict.obstacles if isinstance(obstacle, Closed)}


def test_why_says_which_words_open_a_name(recognizer: Recognizer) -> None:
    (evident,) = verdict_of(recognizer, "Apple", "蘋果新頭顯輕量化升級", "zh-Hant").evident
    assert (evident.hit.text, evident.entity) == ("蘋果", "co.apple")
    assert evident.words
    assert verdict_of(recognizer, "Apple", "蘋果財報優於預期 股價上漲", "zh-Hant").evident == ()


def verdict_of(recognizer: Recognizer, rule: str, title: str, language: str) -> Verdict:
    item = Item("", read(title), read(""), None, language, None)
    return why(parse(rule, recognizer.catalog), Reading(item, SourceId("wire"), recognizer), recognizer, item)


OTHER_WORDS = [
    ("Trump", "Card players learn when to trump an ace", "en", False),
    ("Trump", "Trump raises tariffs", "en", True),
    ("Trump", "trump raises tariffs", "en", True),
    ("Modi", "Nirav Modi loses his appeal", "en", False),
    ("Modi", "Mr. Modi visits Kyoto", "en", True),
    ("Trump", "Before the Rutte-Trump talks", "en", True),
    ("Trump", "At Turnberry Trump and the EU agree", "en", True),
    ("Modi", "Premier Modi visits Kyoto", "en", True),
    ("Trump", "Donald Trump raises tariffs", "en", True),
    ("Sharp", "シャープな画質の液晶テレビ", "ja", False),
    ("Sharp", "シャープなど液晶大手が減益", "ja", True),
    ("Samsung", "韓國棋手第三次奪得三星杯冠軍", "zh-Hant", False),
    ("Toyota", "トヨタカップの名勝負を振り返る", "ja", False),
    ("Nissan", "日産スタジアムで花火大会", "ja", False),
    ("Nissan", "日産、スタジアムを改修", "ja", True),
    ("Toshiba", "東芝がラグビーの決勝に進む", "ja", False),
    ("MediaTek", "聯發科擴大招募 球迷湧入主場", "zh-Hant", False),
    ("Toyota", "トヨタ、カップ麺の工場に部品", "ja", True),
    ("Hokkaido", "北海道銀行が新商品", "ja", False),
    ("Hokkaido", "北海道の銀行が新商品", "ja", True),
    ("Kobe", "神戸新聞の記事", "ja", False),
    ("Taichung", "台中商銀增資", "zh-Hant", False),
    ("Shanghai", "上海银行业放贷", "zh-Hans", True),
    ("Kaohsiung", "高雄新聞集錦", "zh-Hant", True),
]


@pytest.mark.parametrize(("rule", "title", "language", "expected"), OTHER_WORDS)
def test_a_word_an_adjective_an_event_or_another_person_is_no_name(
    recognizer: Recognizer, rule: str, title: str, language: str, expected: bool
) -> None:
    assert finds(recognizer, rule, title, language) is expected


def test_an_acronym_is_the_office_of_a_source_of_its_country(recognizer: Recognizer) -> None:
    title = "Quarterly Listings; Safety Zones (DHS)"
    assert finds(recognizer, "DHS", title, "en", country="US")
    assert not finds(recognizer, "DHS", title, "en", country="ZA")


def test_a_latin_name_of_a_company_needs_no_context_in_a_chinese_text(recognizer: Recognizer) -> None:
    assert finds(recognizer, "Nio", "分析師持續喊買Nio", "zh-Hant")
    assert not finds(recognizer, "RTX", "新款RTX顯示卡亮相", "zh-Hant")


SHORT_COUNTRIES = [
    ("英国", "英鉄鋼大手、炉を閉鎖", "ja", True),
    ("ドイツ", "独VW、減産へ", "ja", True),
    ("フランス", "需要減で仏ワイン業者に痛手", "ja", False),
    ("フランス", "価格は据え置き　仏ワイン大手", "ja", True),
    ("イタリア", "伊当局、絵画を回収", "ja", True),
    ("イラン", "伊当局、絵画を回収", "ja", False),
    ("伊朗", "伊總統回應制裁", "zh-Hant", True),
    ("オランダ", "蘭外相が訪中", "ja", True),
    ("荷蘭", "荷政府放寬限制", "zh-Hant", True),
    ("フィリピン", "菲總統訪日", "zh-Hant", True),
    ("米国", "米農家の所得が増加", "ja", False),
    ("米国", "米大豆の輸入を再開", "ja", True),
    ("ベトナム", "越ノ国の昔話", "ja", False),
    ("フランス", "仏壇の輸入が増加", "ja", False),
    ("美國", "歐盟回應美鋼鋁關稅", "zh-Hant", True),
    ("美國", "優美風景入選", "zh-Hant", False),
    ("墨西哥", "墨政府調高稅率", "zh-Hant", True),
    ("墨西哥", "墨比爾斯看好新興市場", "zh-Hant", False),
    ("韓国", "日韓の協力を確認", "ja", True),
    ("イタリア", "英仏独伊が共同声明", "ja", True),
    ("俄羅斯", "世界關注中俄貿易", "zh-Hant", True),
    ("乌克兰", "专家谈俄乌局势", "zh-Hans", True),
    ("米国", "日米通算200勝の投手", "ja", False),
    ("德國", "查處台獨組織", "zh-Hant", False),
    ("印度", "專家：印方恐讓步", "zh-Hant", True),
    ("ロシア", "露産ガスを禁輸へ", "ja", True),
    ("米国", "米産地で作付けが減少", "ja", False),
    ("菲律賓", "中菲行營收成長", "zh-Hant", False),
    ("フィリピン", "比、無人艇を配備", "ja", True),
    ("フィリピン", "日米比較で見る物価", "ja", False),
    ("菲律賓", "比、價、量", "zh-Hant", False),
]


@pytest.mark.parametrize(("rule", "title", "language", "expected"), SHORT_COUNTRIES)
def test_one_character_is_a_country_before_a_word(
    recognizer: Recognizer, rule: str, title: str, language: str, expected: bool
) -> None:
    assert finds(recognizer, rule, title, language) is expected


OTHER_SENSES = [
    ("quota", "Iceland sets its mackerel quota", "en", False),
    ("quota", "Brussels sets its steel quota", "en", True),
    ("sanctions", "FIFA sanctions a club over transfers", "en", False),
    ("sanctions", "EU sanctions a refinery over crude", "en", True),
    ("制裁", "足協開出制裁", "zh-Hant", False),
    ("port", "Phones get a USB port", "en", False),
    ("出口", "2號線A出口封閉", "zh-Hant", False),
    ("出口", "紡織品出口回升", "zh-Hant", True),
    ("export", "地铁站出口改造完工", "zh-Hans", False),
    ("dumping", "Plant fined over dumping of sewage", "en", False),
    ("割当", "商社が第三者割当増資", "ja", False),
    ("割当", "乳製品の割当を追加", "ja", True),
    ("トランプ", "老舗が花札とトランプを復刻", "ja", False),
]


@pytest.mark.parametrize(("rule", "title", "language", "expected"), OTHER_SENSES)
def test_an_ordinary_word_does_not_count_in_another_sense(
    recognizer: Recognizer, rule: str, title: str, language: str, expected: bool
) -> None:
    assert finds(recognizer, rule, title, language) is expected


SUBJECTS = [
    ("Shell", "Shell, Equinor agree on a field", "en", True),
    ("Shell", "Shell, Bone And Horn Are Carved Here", "en", False),
    ("Commerce Department", "Commerce initiates probe of slab", "en", True),
    ("Commerce Department", "Commerce and culture of the Silk Road", "en", False),
    ("ターゲット", "米ターゲット、通期を下方修正", "ja", True),
    ("シャープ", "家電の歴史に光、シャープが展覧会", "ja", True),
    ("シャープ", "輪郭がシャープが売りの画面", "ja", False),
    ("ターゲット", "若者をターゲットに通販を強化", "ja", False),
    ("orange juice", "Growers of orange juice fruit seek aid", "en", True),
]


@pytest.mark.parametrize(("rule", "title", "language", "expected"), SUBJECTS)
def test_a_name_that_is_a_word_counts_where_it_acts(
    recognizer: Recognizer, rule: str, title: str, language: str, expected: bool
) -> None:
    assert finds(recognizer, rule, title, language) is expected


def test_a_country_in_the_name_of_a_product_counts(recognizer: Recognizer) -> None:
    assert finds(recognizer, "スイス", "スイス時計の輸出が減少", "ja")
    assert finds(recognizer, "Russia", "Russian oil is loaded at sea", "en")
    assert not finds(recognizer, "タイ", "タイヤの輸入が増加", "ja")
