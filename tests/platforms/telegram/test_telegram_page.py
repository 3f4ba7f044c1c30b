"""Telegram Desktop's pages: whose they are, whether they are private, and what no page should hold."""

import time
from html import escape
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.telegram.archive import ARCHIVES
from rapport.words.activity import Activity
from rapport.words.records import Archive, Outcome, Record, Unreadable, Where

PAGE: Archive = next(archive for archive in ARCHIVES if archive.name == "telegram-page")
JSON: Archive = next(archive for archive in ARCHIVES if archive.name == "telegram-desktop")
GROUP = (
    '<div class="message service" id="message1">\n<div class="body details">\nAda created group «Kites»\n</div>\n</div>'
)
DAY = '<div class="message service" id="message-1">\n<div class="body details">\n7 March 2023\n</div>\n</div>'


def said(number: int, text: str, name: str | None = "Ada", date: str = "07.03.2023 13:47:32 UTC+01:00") -> str:
    author = f'<div class="from_name">\n{name}\n</div>' if name else ""
    joined = "" if name else " joined"
    return (
        f'<div class="message default clearfix{joined}" id="message{number}">\n<div class="body">\n'
        f'<div class="pull_right date details" title="{date}">\n13:47\n</div>\n{author}\n'
        f'<div class="text">\n{escape(text)}\n</div>\n</div>\n</div>\n'
    )


def page(*messages: str, name: str = "Kites") -> bytes:
    head = '<!DOCTYPE html><html><body><div class="page_wrap"><div class="page_header"><div class="text bold">'
    return f'{head}\n{name}\n</div></div><div class="history">{"".join(messages)}</div></div></body></html>'.encode()


def read(data: bytes, **beside: bytes) -> list[Outcome]:
    return list(PAGE.read(BytesIO(data), Where("chat/messages2.html", beside)))


def activities(outcomes: list[Outcome]) -> list[Activity]:
    return [activity for outcome in outcomes if isinstance(outcome, Record) for activity in outcome.activities]


def test_what_is_joined_to_a_message_is_the_same_persons() -> None:
    found = activities(read(page(DAY, GROUP, said(2, "one"), said(3, "two", None), said(4, "three", "Bob"))))
    names = [activity.author and activity.author.name for activity in found]
    assert names == ["Ada", "Ada", "Ada", "Bob"]
    assert [activity.text for activity in found] == [None, "one", "two", "three"]


def test_a_chat_of_two_is_not_kept_and_one_of_three_is() -> None:
    two = [said(2, "one"), said(3, "two", "Bob")]
    (aside,) = read(page(*two))
    assert isinstance(aside, Unreadable)
    assert (aside.raw, "Export it as JSON" in aside.reason) == (b"", True)
    assert len(activities(read(page(*two, said(4, "three", "Eve"))))) == 3


def test_a_later_page_is_a_groups_if_the_first_one_is() -> None:
    first = {"messages.html": page(DAY, GROUP)}
    assert len(activities(read(page(said(2, "one")), **first))) == 1


def test_beside_the_json_of_the_same_chat_pages_are_passed_over() -> None:
    head = b'{\n "name": "Kites",\n "type": "private_supergroup",\n "id": 7,\n "messages": ['
    assert JSON.tells is not None
    beside = dict(JSON.tells("result.json", head))
    assert read(page(GROUP, said(2, "one"), name="Others"), **beside)[1:] != []
    outcomes = read(page(GROUP, said(2, "one")), **beside)
    assert [type(outcome) for outcome in outcomes] == [Record, Record]
    assert activities(outcomes) == []


def test_what_was_set_aside_reads_again_as_the_persons() -> None:
    aside = read(page(GROUP, said(2, "one"), said(3, "two", None, "tomorrow")))[-1]
    assert isinstance(aside, Unreadable)
    (again,) = PAGE.retry(aside.raw.replace(b"tomorrow", b"07.03.2023 13:48:00"), "messages.html")
    (activity,) = activities([again])
    assert activity.author
    assert (activity.native_id, activity.author.name) == ("name:kites/3", "Ada")


def test_only_one_reader_takes_a_page() -> None:
    assert [archive.name for archive in ARCHIVES if archive.recognise("x", page(said(1, "a")))] == ["telegram-page"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40), max_size=5))
def test_what_was_typed_comes_back(texts: list[str]) -> None:
    found = activities(read(page(DAY, GROUP, *(said(number, text) for number, text in enumerate(texts, 2)))))
    assert [activity.text or "" for activity in found[1:]] == [text.strip() for text in texts]


@given(st.binary(min_size=1, max_size=60), st.integers(0, 3_000))
def test_damage_costs_the_messages_it_touches(noise: bytes, at: int) -> None:
    data = page(DAY, GROUP, *(said(number, f"Message {number}", f"Ada {number}") for number in range(2, 8)))
    begun = data.index(b'id="message2"') - 40
    place = begun + at % (len(data) - begun)
    ids = {each.native_id for each in activities(read(data[:place] + noise + data[place + len(noise) :]))}
    assert len({f"name:kites/{number}" for number in range(2, 8)} - ids) <= 2


@given(st.binary(max_size=300))
def test_no_bytes_raise(noise: bytes) -> None:
    for outcome in read(page(DAY, GROUP, said(2, "a"))[:-40] + noise + said(3, "b").encode()):
        assert isinstance(outcome, Record | Unreadable)
        if isinstance(outcome, Unreadable):
            list(PAGE.retry(outcome.raw, "messages.html"))


def test_a_name_of_blanks_and_tags_without_end_cost_no_time() -> None:
    begun = time.process_time()
    read(page(DAY, GROUP, '<div class="from_name">' + " " * 100_000))
    read(page(DAY, GROUP, said(2, "one", "A" + " " * 100_000 + "b")))
    (_, nested) = read(page(GROUP, said(2, "@").replace("@", "<div>" * 35_000)))[-2:]
    assert isinstance(nested, Unreadable)
    assert time.process_time() - begun < 1


def test_code_within_tags_within_tags_is_written_once() -> None:
    (found,) = activities(read(page(DAY, GROUP, said(2, "@").replace("@", "<b>a <i>b <code>c</code></i></b>"))))[1:]
    assert found.text == "a b `c`"
