"""RSS and Atom as they should be, as they are, and as somebody hostile writes them: P2, P3, P5–P10, I9."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

import watchers
from tests.fakes.effort import assert_grows_no_faster
from watchers.errors import ParseError, ParseProblem
from watchers.feeds import fields
from watchers.feeds.parsers import PARSERS
from watchers.feeds.rss import parse_feed
from watchers.model import Parsed, ParsedItem, SourceKind

URL = "https://news.example.org/trade/feed.xml"


def parsed(document: str | bytes, content_type: str = "") -> Parsed:
    return parse_feed(document.encode() if isinstance(document, str) else document, content_type, URL)


def rss(*items: str, channel: str = "", root: str = 'rss version="2.0"') -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f"<{root}><channel><title>Wire</title>{channel}{inside}</channel></{root.split()[0]}>"


def atom(*entries: str, channel: str = "", attributes: str = "") -> str:
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>Wire</title>{channel}{inside}</feed>'


def only(document: str | bytes) -> ParsedItem:
    (item,) = parsed(document).items
    return item


def titles(document: str | bytes) -> list[str]:
    return [item.title.original for item in parsed(document).items]


def problem(document: str | bytes) -> ParseProblem:
    with pytest.raises(ParseError) as raised:
        parsed(document)
    return raised.value.problem


# ---- the fields ------------------------------------------------------------------------------------


def test_an_rss_item_is_read_field_by_field() -> None:
    document = rss(
        "<title>Section 301 tariffs</title><link>https://e.org/1</link><guid isPermaLink='false'>id-1</guid>"
        "<description>&lt;p&gt;First.&lt;/p&gt;&lt;p&gt;Second.&lt;/p&gt;</description>"
        "<pubDate>Mon, 01 Jan 2024 12:00:00 GMT</pubDate>",
        channel="<language>en-us</language><ttl>30</ttl>",
    )
    feed = parsed(document)
    assert (feed.title, feed.language, feed.ttl, feed.complete) == ("Wire", "en-us", timedelta(minutes=30), True)
    item = only(document)
    assert item.guid == "id-1"
    assert item.link == "https://e.org/1"
    assert item.title.original == "Section 301 tariffs"
    assert item.body.original == "First.\n\nSecond."
    assert item.published == "Mon, 01 Jan 2024 12:00:00 GMT"
    assert item.updated == ""
    assert item.language == ""


def test_an_atom_entry_is_read_field_by_field() -> None:
    document = atom(
        "<id>tag:e.org,2024:1</id><title type='html'>Tariffs &amp;lt;b&amp;gt; up</title>"
        "<link rel='self' href='https://e.org/self'/><link href='/1'/><summary>Short</summary>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Long one.</p><p>Two.</p></div></content>"
        "<published>2024-01-01T12:00:00Z</published><updated>2024-01-02T12:00:00Z</updated>",
        attributes="xml:lang='zh-TW'",
    )
    assert parsed(document).language == "zh-TW"
    item = only(document)
    assert item.guid == "tag:e.org,2024:1"
    assert item.link == "https://news.example.org/1"
    assert item.body.original == "Long one.\n\nTwo."
    assert (item.published, item.updated) == ("2024-01-01T12:00:00Z", "2024-01-02T12:00:00Z")
    assert item.language == ""


def test_rss_1_0_has_its_items_beside_the_channel() -> None:
    document = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Wire</title></channel>'
        '<item rdf:about="https://e.org/1"><title>関税</title><link>https://e.org/1</link>'
        "<dc:date>2024-01-01T12:00:00+09:00</dc:date><dc:language>ja</dc:language></item></rdf:RDF>"
    )
    item = only(document)
    assert (item.guid, item.link, item.title.original) == ("https://e.org/1", "https://e.org/1", "関税")
    assert (item.published, item.updated, item.language) == ("", "2024-01-01T12:00:00+09:00", "ja")


def test_the_language_of_an_item_is_kept_and_that_of_the_feed_is_not_repeated() -> None:
    document = atom("<title xml:lang='ja'>関税</title>", "<title>Tariff</title>", attributes="xml:lang='en'")
    assert [item.language for item in parsed(document).items] == ["ja", ""]


@pytest.mark.hazard("I9")
def test_a_missing_update_is_never_filled_from_the_publication() -> None:
    assert only(rss("<title>a</title><pubDate>Mon, 01 Jan 2024 12:00:00 GMT</pubDate>")).updated == ""


def test_dates_stay_as_written_even_if_they_cannot_be_read() -> None:
    assert only(rss("<title>a</title><pubDate>2015年10月21日</pubDate>")).published == "2015年10月21日"


@pytest.mark.parametrize(
    ("written", "ttl"),
    [
        ("30", timedelta(minutes=30)),
        ("99999", timedelta(days=7)),
        ("0", None),
        ("-5", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_ttl_is_minutes_within_reason(written: str, ttl: timedelta | None) -> None:
    assert parsed(rss("<title>a</title>", channel=f"<ttl>{written}</ttl>")).ttl == ttl


@pytest.mark.parametrize(
    ("element", "title"),
    [
        ("<title>&lt;5nm &amp; EUV</title>", "<5nm & EUV"),
        ("<title><![CDATA[<5nm & EUV]]></title>", "<5nm & EUV"),
        ("<title>a &lt; b</title>", "a < b"),
        ("<title>&lt;TSMC&gt; wins</title>", "<TSMC> wins"),
        ("<title>&lt;b&gt;Bold&lt;/b&gt; &amp;amp; new</title>", "Bold & new"),
        ("<title>Biden&amp;#8217;s tariffs</title>", "Biden’s tariffs"),
        ("<title>AT&T and R&amp;D</title>", "AT&T and R&D"),
        ("<title>caf&eacute;&nbsp;&hellip;</title>", "café …"),
        ("<title>  two\n  lines </title>", "two lines"),
        ("<title>&#55357;&#56832; up</title>", "😀 up"),
        ("<title>a&#0;b&#1114112;c&#xD800;d</title>", "abcd"),
        ("<title><script>alert(1)</script>x</title>", "x"),
        ("<description>no title</description>", ""),
    ],
)
@pytest.mark.hazard("T1")
def test_an_rss_title_keeps_its_brackets_and_loses_its_tags(element: str, title: str) -> None:
    assert only(rss(element)).title.original == title


@pytest.mark.parametrize(
    ("element", "title"),
    [
        ("<title>a &lt; b &amp;amp; &lt;i&gt;&amp;nbsp;c</title>", "a < b & <i> c"),
        ("<title type='text'>a &lt; b</title>", "a < b"),
        ("<title><![CDATA[a <![CDATA[b]]></title>", "a b"),
        ("<title type='html'>a &amp;lt; b &lt;i&gt;c&lt;/i&gt;</title>", "a < b c"),
        ("<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a &lt; <b>b</b></div></title>", "a < b"),
    ],
)
def test_an_atom_title_is_read_by_its_declared_type(element: str, title: str) -> None:
    assert only(atom(element)).title.original == title


def test_the_body_is_the_longest_of_content_and_summary() -> None:
    namespace = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    longer = "<description>Short</description><content:encoded>&lt;p&gt;Much longer&lt;/p&gt;</content:encoded>"
    shorter = "<description>This one is longer</description><content:encoded>Short</content:encoded>"
    bodies = [item.body.original for item in parsed(rss(longer, shorter, root=f'rss version="2.0" {namespace}')).items]
    assert bodies == ["Much longer", "This one is longer"]


def test_a_body_is_cut_at_twenty_thousand_characters_before_a_word() -> None:
    body = only(rss(f"<description>{'tariff ' * 5_000}</description>")).body.original
    assert 19_990 <= len(body) <= 20_000
    assert body.endswith("tariff")


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("https://e.org/a?b=1&amp;c=2", "https://e.org/a?b=1&c=2"),
        ("/a", "https://site.example.org/a"),
        ("//e.org/a", "https://e.org/a"),
        ("  https://e.org/a b\n", "https://e.org/a%20b"),
        ("HT&#9;TP://e.org/a", "http://e.org/a"),
        ("javascript:alert(1)", ""),
        ("tg://resolve?domain=x", ""),
        ("data:text/html,x", ""),
        ("http://", ""),
        ("http://[::1", ""),
        ("https://user:secret@e.org/a", "https://e.org/a"),
        ("https://www.ustr.gov@evil.example/", "https://evil.example/"),
        ("https://e.org\\@evil.example/a", "https://e.org/@evil.example/a"),
        ("https:\\\\e.org\\a", "https://e.org/a"),
        ("https://exa mple.org/a", ""),
        ("https://e.org:99999/a", ""),
        ("https://e.org:0/a", ""),
        ("https://e.org:8443/a", "https://e.org:8443/a"),
        ("https://[2001:db8::1]:8080/a", "https://[2001:db8::1]:8080/a"),
        ("https://例え.テスト/記事 1", "https://例え.テスト/記事%201"),
        ("vbscript:x", ""),
        ("JavaScript&#58;alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("ftp://e.org/a", ""),
        ("", ""),
    ],
)
@pytest.mark.hazard("T4")
def test_a_link_is_absolute_http_or_none(written: str, link: str) -> None:
    document = rss(f"<title>a</title><link>{written}</link>", channel="<link>https://site.example.org/</link>")
    assert only(document).link == link


def test_a_relative_atom_link_is_read_against_xml_base_then_against_the_document() -> None:
    entry = "<title>a</title><link href='a'/>"
    assert only(atom(entry, attributes="xml:base='https://base.example.org/x/'")).link == "https://base.example.org/x/a"
    assert only(atom(entry)).link == "https://news.example.org/trade/a"


@pytest.mark.parametrize(
    ("document", "link"),
    [
        (
            atom("<title>a</title><link href='b'/>", attributes="xml:base='https://base.example.org/x/'").replace(
                "<entry>", "<entry xml:base='sub/'>"
            ),
            "https://base.example.org/x/sub/b",
        ),
        (
            atom("<title>a</title><link xml:base='https://other.example.org/' href='b'/>"),
            "https://other.example.org/b",
        ),
        (atom("<title>a</title><link href='b'/>", attributes="xml:base='/y/'"), "https://news.example.org/y/b"),
        (
            atom("<title>a</title><link href='b'/>", attributes="xml:base='javascript:x'"),
            "https://news.example.org/trade/b",
        ),
        (
            atom("<title>a</title><content src='b' type='text/html'/>", attributes="xml:base='https://b.example.org/'"),
            "https://b.example.org/b",
        ),
        (
            rss("<title>a</title><link>b.html</link>").replace("<item>", "<item xml:base='https://b.example.org/x/'>"),
            "https://b.example.org/x/b.html",
        ),
        (
            rss("<title>a</title><link>b.html</link>", root="rss version='2.0' xml:base='https://b.example.org/x/'"),
            "https://b.example.org/x/b.html",
        ),
        (
            rss("<title>a</title><link>b.html</link>", channel="<link>/site/</link>"),
            "https://news.example.org/site/b.html",
        ),
    ],
)
def test_a_relative_link_is_read_against_the_nearest_base(document: str, link: str) -> None:
    assert only(document).link == link


def test_a_relative_guid_does_not_change_with_the_address_of_the_feed() -> None:
    document = rss("<title>a</title><guid>2024-17</guid>").encode()
    guids = {parse_feed(document, "", url).items[0].guid for url in (URL, "https://mirror.example.org/feed")}
    assert guids == {"2024-17"}


def test_every_kind_has_its_parser() -> None:
    assert set(PARSERS) == set(SourceKind)


# ---- what is not a feed ----------------------------------------------------------------------------


@pytest.mark.parametrize("body", [b"", b"  \n", b"\t\r\n"])
def test_an_empty_body_is_reported_as_empty(body: bytes) -> None:
    assert problem(body) is ParseProblem.EMPTY


@pytest.mark.parametrize(
    "page",
    [
        "<!DOCTYPE html><html><head><title>Log in</title></head><body>...</body></html>",
        "<html><body>Just a moment...</body></html>",
        "<!-- cached --><HTML><BODY>moved</BODY></HTML>",
        "<head><title>Document Moved</title></head><body><a href='/'>here</a></body>",
        "<div class='captcha'>Are you a robot?</div>",
        '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">'
        '<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
    ],
)
@pytest.mark.hazard("F19")
def test_a_page_in_place_of_the_feed_is_reported_as_html(page: str) -> None:
    assert problem(page) is ParseProblem.HTML


@pytest.mark.parametrize(
    "document",
    [
        "{'version': 'https://jsonfeed.org/version/1', 'items': [{'content_html': '<p>x</p>'}]}",
        '[{"html": "<a href=1>x</a>"}]',
        "<catalog><cd/></catalog>",
        "<opml version='2.0'><body/></opml>",
        "plain words",
        "<",
        "<!--" * 20,
        "\x00\x00",
    ],
)
def test_anything_else_is_reported_as_not_a_feed(document: str) -> None:
    assert problem(document) is ParseProblem.NOT_A_FEED


@pytest.mark.parametrize("document", [rss(), atom(), "<rss><channel><title>Wire</title></channel></rss>"])
def test_a_feed_without_items_is_a_feed(document: str) -> None:
    assert parsed(document).items == ()
    assert parsed(document).complete


# ---- the hazards -----------------------------------------------------------------------------------

ITEM = "<title>kept</title><link>https://e.org/1</link>"


def broken(size: int) -> list[str]:
    """Documents with one item; those that are long grow with the size."""
    return [
        '<?xml version="1.0" encoding="utf-8">' + rss(ITEM),
        '<?xml?xml version="1.0" encoding="UTF-8" ??>\n' + rss(ITEM),
        '<?xml version="1.0" encoding="no-such"?>' + rss(ITEM),
        "<?xml version='1.0' " + "encoding='a' " * 20 * size + "?>" + rss(ITEM),
        "\n" * 500 * size + '<?xml version="1.0"?>' + rss(ITEM),
        '<?xml version="1.0"?>' + "\n " * 500 * size + rss(ITEM),
        "Warning: mysql_connect() in <b>/var/www</b> on line <b>5</b><br />\n" + rss(ITEM),
        "<!-- a comment with <rss> in it -->" + rss(ITEM),
        "<!DOCTYPE html>" + rss(ITEM),
        '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://e.org/rss-0.91.dtd">' + rss(ITEM),
        '<!DOCTYPE rss [<!ENTITY x "]>"><!-- "quoted -->]>' + rss(ITEM),
        '<!ENTITY x "y">' + rss(ITEM),
        rss(ITEM + "<author>" + "a" * 240 * size + "</author>"),
        rss(ITEM + '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">' + "a." * 120 * size + "</dc:creator>"),
        rss(ITEM + "".join(f"<category>{n}</category>" for n in range(50 * size))),
        rss(ITEM + '<description>&lt;p style="' + "a" * 500 * size + '"&gt;</description>'),
        rss(ITEM + '<description>&lt;p style="' + "url(" * 200 * size + '"&gt;</description>'),
        rss(ITEM + "<description>&#55357;&#56832;</description>"),
        rss(ITEM + "<description>&#1114112;&#xFFFFFFFF;&#99999999999999;</description>"),
        rss(ITEM + "<description>&#x0;&#11;&#xFFFE;</description>"),
        rss(ITEM + "<description>&nosuch; &; & &#; &#x;</description>"),
        rss(ITEM + "<description>\x00\x08\x1b\x85\ufffe</description>"),
        rss(ITEM + "<description>a <b>b<i>c</description>"),
        rss(ITEM + "<description><![CDATA[ ]] > ]]]]></description>"),
        rss(ITEM + "<media:thumbnail/>"),
        rss(ITEM + "<pubDate>" + "1" * 200 * size + "</pubDate>"),
        rss(ITEM + "<pubDate>0000-99-99T99:99:99Z</pubDate>"),
        rss(ITEM + "<a " + " ".join(f'a{n}="x"' for n in range(5 * size)) + "/>"),
        rss(ITEM + "<a>" * 50 * size + "</a>" * 50 * size),
        rss(ITEM + "<svg><title>no</title></svg>"),
        rss(ITEM + '<source url="//[x">no</source>'),
        rss(ITEM, root='rss version="2.0" xml:base="javascript:x"'),
        rss(ITEM, root="rss version=2.0"),
        rss(ITEM, root='RSS version="2.0"'),
        rss(ITEM).replace("item>", "ITEM>"),
        rss(ITEM).replace("</channel>", ""),
        rss(ITEM) + "<!-- trailing --> words & <b>more",
        rss(ITEM) + "\x00" * size,
        atom(ITEM.replace("<link>https://e.org/1</link>", "<link href='https://e.org/1'/>")).replace(
            ' xmlns="http://www.w3.org/2005/Atom"', ""
        ),
        "\ufeff\ufeff" + rss(ITEM),
    ]


BROKEN = list(zip(broken(50), broken(100), strict=True))


@pytest.mark.parametrize(("half", "whole"), BROKEN, ids=range(len(BROKEN)))
@pytest.mark.hazard("P2")
def test_the_item_of_a_broken_feed_is_kept_in_linear_time(half: str, whole: str) -> None:
    def read(document: str) -> None:
        item = only(document)
        assert (item.title.original, item.link) == ("kept", "https://e.org/1")

    assert_grows_no_faster(read, half, whole)


def bomb() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]>'


@pytest.mark.parametrize(
    "doctype",
    [
        bomb(),
        f'<!DOCTYPE x [<!ENTITY l9 "{"a" * 100_000}">]>',
        '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p; <!ENTITY l9 "y">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
        '<!DOCTYPE x [<!ATTLIST item a CDATA "aaaa"><!ENTITY l9 "]]>">]>',
    ],
)
@pytest.mark.hazard("P3")
def test_entities_are_dropped_with_their_doctype(doctype: str) -> None:
    assert titles(doctype + rss(f"<title>{'&l9;' * 50}</title>")) == ["&l9;" * 50]


@pytest.mark.hazard("P5")
@pytest.mark.parametrize(
    ("opening", "closing"),
    [("<title>", "</title>"), ("<title><![CDATA[", "]]></title>"), ("<title type='text'>\n", "\n</title>")],
)
def test_a_document_may_be_cut_anywhere_and_no_part_of_a_title_or_address_is_read(opening: str, closing: str) -> None:
    fields = "<link>https://e.org/{0}</link><guid>urn:{0}</guid><pubDate>2026-03-0{0}</pubDate>"
    whole = rss(*(f"{opening}number {n}{closing}{fields.format(n)}" for n in (1, 2)))
    for cut_at in range(whole.index("</item>"), whole.rindex("</item>")):
        feed = parsed(whole[:cut_at])
        assert not feed.complete
        read = [(item.title.original, item.link, item.guid, item.published) for item in feed.items]
        assert read[0] == ("number 1", "https://e.org/1", "urn:1", "2026-03-01")
        for found, right in zip(read[1:], [("number 2", "https://e.org/2", "urn:2", "2026-03-02")], strict=False):
            assert all(value in ("", as_written) for value, as_written in zip(found, right, strict=True))
        assert feed.salvaged is (whole.rfind("<item>", 0, cut_at) > whole.rfind("</item>", 0, cut_at))


@pytest.mark.parametrize("kind", ["plain", "cdata"])
@pytest.mark.hazard("P5")
def test_of_an_item_that_the_document_is_cut_within_the_text_is_kept(kind: str) -> None:
    body = "&lt;p&gt;Duties on tin" if kind == "plain" else "<![CDATA[<p>Duties on tin"
    document = rss("<title>one</title>", "<title>two</title><link>https://e.org/2</link><description>")
    feed = parsed(document[: document.rindex("</item>")] + body)
    assert [item.title.original for item in feed.items] == ["one", "two"]
    assert (feed.items[1].link, feed.items[1].body.original) == ("https://e.org/2", "Duties on tin")


THREE = rss("<title>one</title>", "<title>two</title>", "<title>three</title>")


@pytest.mark.parametrize(
    "document",
    [
        THREE.replace("<item>", "<!-- advertisement <item>", 1),
        THREE.replace("<item><title>two", "<!-- advertisement <item><title>two"),
        THREE.replace("<item>", "<description><![CDATA[News</description><item>", 1),
    ],
    ids=["comment at first", "comment between", "CDATA section at first"],
)
@pytest.mark.hazard("P5")
def test_what_begins_and_never_ends_hides_no_item(document: str) -> None:
    assert titles(document) == ["one", "two", "three"]


@pytest.mark.hazard("P6")
def test_a_feed_within_an_html_page_is_found_and_a_page_without_items_is_html() -> None:
    assert titles(f"<html><body>{THREE}</body></html>") == ["one", "two", "three"]
    with pytest.raises(ParseError, match="html"):
        parsed("<html><body><channel></channel><p>No feed</p></body></html>")


@pytest.mark.hazard("P5")
def test_of_a_document_cut_between_items_no_item_is_left_out() -> None:
    whole = rss("<title>one</title>", "<title>two</title>")
    feed = parsed(whole[: whole.rindex("</channel>")])
    assert not feed.complete
    assert len(feed.items) == 2


@pytest.mark.hazard("P6")
def test_items_under_a_prefix_that_nobody_declared_are_found() -> None:
    document = (
        "<!-- like one seen --><?xml?xml version='1.0' ??><rss rss:version=2.0><rss:channel>"
        "<rss:item><rss:title>one</rss:title><rss:link>https://e.org/1</rss:link>"
        "<rss:description>&lt;p&gt;text&lt;/p&gt;</rss:description><rss:pubDate>yesterday</rss:pubDate></rss:item>"
        "<rss:item><rss:title>two</rss:title></rss:item></rss:channel></rss>"
    )
    assert titles(document) == ["one", "two"]
    one = parsed(document).items[0]
    assert (one.link, one.body.original, one.published) == ("https://e.org/1", "text", "yesterday")


@pytest.mark.hazard("P6")
def test_only_the_rest_of_a_broken_item_is_lost() -> None:
    document = (
        "<x:rss><x:item><x:title>one</x:title></x:item><x:item><x:title>two</x:title><x:oops></x:item>"
        "<x:item><x:link href='https://e.org/3'/><x:title>three</x:title></x:item></x:rss>"
    )
    assert titles(document) == ["one", "two", "three"]
    assert parsed(document).items[2].link == "https://e.org/3"


BEFORE = "<title>one</title><link>https://e.org/1</link><guid>https://e.org/1</guid><description>1st</description>"
AFTER = "<title>three</title><link>https://e.org/3</link><guid isPermaLink='false'>n3</guid>"
SECTION = "<title><![CDATA[four]]></title><description><![CDATA[<p>4th</p>]]></description>"


@pytest.mark.parametrize(
    ("damaged", "title", "link", "body"),
    [
        ("<title><![CDATA[two]]</title><link>https://e.org/2</link>", "two", "https://e.org/2", ""),
        ("<title><![CDATA[two</title><link>https://e.org/2</link>", "two", "https://e.org/2", ""),
        ("<title>two</title><description><![CDATA[<p>cut</description>", "two", "", "cut"),
        ("<title>two</title><description>cut", "two", "", "cut"),
        ("<title>two<link>https://e.org/2</link>", "two", "https://e.org/2", ""),
        ("<title>two</title><!-- an advertisement <link>https://e.org/2</link>", "two", "", ""),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.hazard("X15")
def test_a_damaged_item_costs_the_others_nothing(damaged: str, title: str, link: str, body: str, place: int) -> None:
    sound = [BEFORE, AFTER, SECTION]
    feed = parsed(rss(*sound[:place], damaged, *sound[place:]))
    assert (feed.title, feed.salvaged) == ("Wire", True)
    items = list(feed.items)
    item = items.pop(place)
    assert (item.title.original, item.link, item.body.original) == (title, link, body)
    assert tuple(items) == parsed(rss(*sound)).items


@pytest.mark.hazard("X15")
def test_references_after_an_unclosed_section_are_resolved() -> None:
    document = rss("<title><![CDATA[one</title>", "<title>R&D caf&eacute;</title><link>https://e.org/?a=1&b=2</link>")
    item = parsed(document).items[1]
    assert (item.title.original, item.link) == ("R&D café", "https://e.org/?a=1&b=2")


@pytest.mark.parametrize(
    "element",
    [
        "<description><![CDATA[<pre><item><title>x</title></item><item></item></pre>]]></description>",
        "<!-- <item><title>x</title></item> <item></item> -->",
        "<x:item xmlns:x='https://e.org/x'>x</x:item>",
        "<description><![CDATA[Close it with </item>.]]></description>",
    ],
)
@pytest.mark.hazard("X15")
def test_what_only_looks_like_an_item_is_not_an_item(element: str) -> None:
    feed = parsed(rss(BEFORE + element, AFTER))
    assert [item.title.original for item in feed.items] == ["one", "three"]
    assert not feed.salvaged


@pytest.mark.parametrize("opening", ["<a><![CDATA[</a>", "<a><![CDATA[", "<!-- ", "<title>", "<a><![CDATA[]]>"])
@pytest.mark.hazard("X15")
def test_a_badly_damaged_feed_is_read_in_linear_time(opening: str) -> None:
    half, whole = (rss("<title>one</title>" + opening * times, "<title>two</title>") for times in (5_000, 10_000))
    assert_grows_no_faster(parsed, half, whole)


@pytest.mark.parametrize("empty", ["<item></item>", "<item/>", "<item>\n</item>"])
def test_an_empty_item_is_not_damage(empty: str) -> None:
    for channel, expected in ((empty, 1), (f"{empty}<item>{BEFORE}</item>", 2)):
        feed = parsed(rss(channel=channel))
        assert (len(feed.items), feed.salvaged) == (expected, False)


def test_a_section_in_lower_case_is_read() -> None:
    assert titles(rss("<title><![cdata[Chips & tools]]></title>")) == ["Chips & tools"]


@pytest.mark.parametrize(
    "no_link",
    [
        "",
        "<link></link>",
        "<link/>",
        "<link> \n </link>",
        "<link><![CDATA[ ]]></link>",
        "<link>#</link>",
        "<link>javascript:void(0)</link>",
        "<link>about:blank</link>",
        "<link>N/A</link>",
        "<link><![CDATA[null]]></link>",
    ],
)
def test_a_permalink_is_the_link_where_the_link_is_not_an_address(no_link: str) -> None:
    guid = "<guid>https://e.org/1</guid>"
    for order in (guid + no_link, no_link + guid):
        assert (
            only(rss("<title>a</title>" + order, channel="<link>https://e.org/news/</link>")).link == "https://e.org/1"
        )


@pytest.mark.parametrize(
    "elements",
    [
        "<link>N/A</link><guid isPermaLink='false'>https://e.org/1</guid>",
        "<link>pending</link>",
        "<link>1568222173893</link>",
        "<guid>1568222173893</guid>",
        "<guid>7f8d52c1-6a39-4f7e-bd17-0c2f3a9a1b11</guid>",
        "<link>null</link><guid>N/A</guid>",
    ],
)
def test_a_word_is_not_a_link(elements: str) -> None:
    assert only(rss("<title>a</title>" + elements, channel="<link>https://e.org/news/</link>")).link == ""
    assert only(atom("<title>a</title><id>2024-17</id>")).link == ""


@pytest.mark.parametrize(
    ("elements", "link"),
    [
        ("<link rel='self' href='/self'/><link href='/page'/>", "/page"),
        ("<link href='HTTPS://news.example.org/page'/>", "/page"),
        ("<link rel='self' href='/self'/>", "/self"),
        ("<link rel='http://www.iana.org/assignments/relation/alternate' href='/page'/>", "/page"),
        ("<link rel='edit' href='/edit'/><content type='text/html' src='/content'/>", "/content"),
        ("<link href='#'/><link rel='self' href='/self'/>", "/self"),
        ("<link rel='enclosure' href='/sound'/>", ""),
    ],
)
def test_an_atom_link_is_the_page_else_the_entry_itself_else_its_content(elements: str, link: str) -> None:
    expected = f"https://news.example.org{link}" if link else ""
    assert only(atom("<id>tag:e.org,2024:1</id><title>a</title>" + elements)).link == expected


@pytest.mark.parametrize("build", [rss, atom])
def test_an_escaped_section_is_read_as_its_content(build: Callable[[str], str]) -> None:
    escaped = "&lt;![CDATA[Tariff up 10%]]&gt;"
    item = only(build(f"<title>{escaped}</title><summary>{escaped}</summary>"))
    assert (item.title.original, item.body.original) == ("Tariff up 10%", "Tariff up 10%")


@pytest.mark.hazard("P8")
def test_of_a_huge_feed_the_first_items_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "MAX_ITEMS", 1_000)
    items = [f"<title>{n}</title>" for n in range(1_200)]
    assert titles(rss(*items)) == [str(n) for n in range(1_000)]


@pytest.mark.hazard("P8")
def test_no_item_of_a_list_without_order_is_left_out_although_there_are_thousands() -> None:
    items = [f"<title>{n}</title>" for n in range(2_000)]
    assert len(titles(rss(*items))) == 2_000


@pytest.mark.hazard("P8")
def test_where_the_dates_say_that_the_newest_come_last_the_last_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "MAX_ITEMS", 1_000)
    items = [f"<title>{n}</title><pubDate>Mon, 01 Jan {2000 + n // 60} 12:00:00 GMT</pubDate>" for n in range(1_200)]
    assert titles(rss(*items)) == [str(n) for n in range(200, 1_200)]


@pytest.mark.hazard("P8")
@pytest.mark.parametrize("newest_last", [False, True])
def test_what_is_not_read_of_a_huge_feed_is_not_parsed(newest_last: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fields, "MAX_ITEMS", 100)
    given: list[bytes] = []
    parse = feedparser.parse

    def parse_and_note(stream: BytesIO, **options: Any) -> Any:
        given.append(stream.getvalue())
        return parse(stream, **options)

    monkeypatch.setattr(feedparser, "parse", parse_and_note)
    items = [f"<title>{n}</title><pubDate>Mon, 01 Jan {2000 + n // 60} 12:00:00 GMT</pubDate>" for n in range(1_000)]
    document = rss(*(items if newest_last else reversed(items)), channel="<link>https://e.org/</link>")
    feed = parsed(document)
    assert {item.title.original for item in feed.items} == {str(n) for n in range(900, 1_000)}
    assert (feed.title, feed.complete, feed.salvaged) == ("Wire", True, False)
    assert max(body.count(b"<item>") for body in given) == 100


@pytest.mark.hazard("P9")
def test_feedparser_is_imported_in_one_place_and_given_bytes_only() -> None:
    root = Path(watchers.__file__).parent
    sources = {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*.py")}
    importers = [name for name, source in sources.items() if re.search(r"^\s*(?:import|from) feedparser", source, re.M)]
    assert importers == ["feeds/rss.py"]
    calls = re.findall(r"feedparser\.parse\(\s*(\w+)", sources["feeds/rss.py"])
    assert calls == ["BytesIO"]


@pytest.mark.hazard("P10")
def test_no_control_character_comes_through_any_way_of_writing_it() -> None:
    text = "\x00\x1b\u202e\u200b\ufeff\uffff"
    references = "".join(f"&#{ord(character)};" for character in text)
    for written in (text, references, references.replace("&", "&amp;"), f"<![CDATA[{references}]]>"):
        item = only(rss(f"<title>ta{written}riff</title><description>ta{written}riff</description>"))
        assert (item.title.original, item.body.original) == ("tariff", "tariff")


FRAGMENTS = st.sampled_from(
    "<rss> <channel> <item> </item> <entry> <feed> <title> </title> <link> <guid> <author> <source> <image> <svg> "
    "<description> <content> <![CDATA[ ]]> <!-- --> <? ?> <!DOCTYPE [ ]> &amp; & &# ; &#xD83D; &#x110000; < > \" ' "
    "xml:base='//[x' type='xhtml' mode='base64' <x:y> \x00 \ufffe 關稅 <xhtml:div> </div>".split(" ")
)


@given(st.lists(FRAGMENTS | st.text(max_size=8), max_size=40).map("".join))
def test_parsing_any_markup_raises_parse_error_or_nothing(document: str) -> None:
    _parse_whatever(document.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=400), st.sampled_from(["", "text/xml; charset=utf-16", "text/html; charset=big5"]))
def test_parsing_any_bytes_raises_parse_error_or_nothing(body: bytes, content_type: str) -> None:
    _parse_whatever(body, content_type)
    _parse_whatever(b"<rss><item><title>" + body, content_type)


def _parse_whatever(body: bytes, content_type: str = "") -> None:
    try:
        feed = parse_feed(body, content_type, URL)
    except ParseError:
        return
    for item in feed.items:
        for text in (item.title.original, item.body.original, item.guid, item.link, item.language):
            text.encode("utf-8")
        assert item.link == "" or item.link.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("channel", "hours", "days"),
    [
        ("<skipHours><hour>0</hour><hour>13</hour></skipHours>", (0, 13), ()),
        ("<skipHours>\n <hour>24</hour> <hour>07</hour></skipHours>", (0, 7), ()),
        ("<skipDays><day>Saturday</day><day>sunday</day></skipDays>", (), (5, 6)),
        ("<skipHours><hour>25</hour><hour>noon</hour></skipHours><skipDays><day>someday</day></skipDays>", (), ()),
        ("<skipHours><hour>1</hour>", (), ()),
        ("", (), ()),
    ],
)
@pytest.mark.hazard("F7")
def test_hours_and_days_to_skip_are_read(channel: str, hours: tuple[int, ...], days: tuple[int, ...]) -> None:
    feed = parsed(rss("<title>a</title>", channel=channel))
    assert (feed.skip_hours, feed.skip_days) == (hours, days)
