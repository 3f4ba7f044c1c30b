"""DiscordChatExporter's HTML: today's page, those of earlier versions, and what no page should hold."""

import time
from html import escape

from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.discord.archive import ARCHIVES
from rapport.words.records import Record, Unreadable
from tests.platforms.discord.chat import BY_NAME, activities, export, message, read

PAGE = BY_NAME["discord-page"]
FILE = "Example - Lobby - talk [1000000000000000005].html"
OLD = """<div class="chatlog__message-group">
<div class="chatlog__author-avatar-container"><img class="chatlog__author-avatar" src="a.png" /></div>
<div class="chatlog__messages">
<span class="chatlog__author-name" title="ada#4711" data-user-id="200000000000000001">Ada</span>
<span class="chatlog__timestamp">05-Dec-19 10:20 AM</span>
<div class="chatlog__message " data-message-id="1100000000000000001" id="message-1100000000000000001">
<div class="chatlog__content"><span class="markdown">One <span class="mention">@Bob</span><br />two</span></div></div>
<div class="chatlog__message chatlog__message--pinned" data-message-id="1100000000000000002" id="message-2">
<div class="chatlog__content"><div class="markdown"><div class="pre pre--multiline nohighlight">x &lt; y</div>
</div></div>
</div></div></div>"""


def shown(number: int, content: str, author: str = "200000000000000001") -> str:
    """A message with its header, as versions since 2.34 write it."""
    return (
        f'<div class="chatlog__message-group"><div id="chatlog__message-container-{1_100_000_000_000_000_000 + number}"'
        f' class="chatlog__message-container " data-message-id="{1_100_000_000_000_000_000 + number}">'
        f'<div class="chatlog__message"><span class="chatlog__author" title="ada" data-user-id="{author}">Ada</span>'
        f'<div class="chatlog__content chatlog__markdown"><span class="chatlog__markdown-preserve">{escape(content)}'
        "</span></div></div></div></div>\n"
    )


def page(*groups: str, names: tuple[str, ...] = ("Example", "Lobby / talk")) -> bytes:
    entries = "".join(f'<div class="preamble__entry">{name}</div>' for name in names)
    head = "<!DOCTYPE html><html><head><style>.chatlog__message {}</style></head><body>"
    return f'{head}<div class="preamble">{entries}</div><div class="chatlog">{"".join(groups)}</div>'.encode()


def test_a_page_and_the_json_of_a_channel_meet_in_one_message_and_the_json_counts() -> None:
    ours = activities(read(page(shown(1, "Message 1")), FILE, PAGE))[0]
    theirs = activities(read(export([message(1, timestamp="2023-04-24T10:07:17.011+00:00")])))[0]
    assert (ours.native_id, ours.author and ours.author.native_id, ours.text, ours.at, ours.channel.native_id) == (
        (theirs.native_id, theirs.author and theirs.author.native_id, theirs.text, theirs.at, theirs.channel.native_id)
    )
    assert ours.channel.name == theirs.channel.name == "Example / talk"
    assert ours.revision < theirs.revision


def test_before_2_34_the_person_stands_in_front_of_the_messages() -> None:
    one, two = activities(read(page(OLD), FILE, PAGE))
    assert (one.text, two.text) == ("One @Bob\ntwo", "```\nx < y\n```")
    assert [each.author and each.author.handle for each in (one, two)] == ["ada#4711", "ada#4711"]
    assert two.facts == {"pinned": True}


def test_a_page_made_smaller_has_no_quotation_marks() -> None:
    small = (
        "<div class=chatlog__message-group><div id=chatlog__message-container-1100000000000000001 "
        "class=chatlog__message-container\ndata-message-id=1100000000000000001><div class=chatlog__message>"
        "<span class=chatlog__author title=ada data-user-id=200000000000000001>Ada</span>"
        '<div class="chatlog__content chatlog__markdown"><span class=chatlog__markdown-preserve>hi</span></div></div>'
        "</div>"
    )
    (said,) = activities(read(page(small), FILE, PAGE))
    assert (said.text, said.author and said.author.native_id) == ("hi", "200000000000000001")


def test_a_thread_stands_under_its_channel_and_direct_messages_nowhere() -> None:
    (said,) = activities(read(page(shown(1, "hi"), names=("Example", "Lobby / talk / it broke")), FILE, PAGE))
    assert said.channel.name == "Example / talk / it broke"
    assert said.thread == said.parent == "1000000000000000005"
    (private,) = read(page(shown(1, "hi"), names=("Direct Messages", "Private / bob")), "x.html", PAGE)
    assert private == Record("message 1", [])


def test_without_an_id_in_the_files_name_the_channel_is_its_name() -> None:
    (said,) = activities(read(page(shown(1, "hi")), "talk.html", PAGE))
    assert (said.channel.native_id, said.channel.name) == ("name:example / talk", "Example / talk")


def test_a_page_without_ids_of_messages_is_told_of() -> None:
    (outcome,) = read(page("<div class=chatlog__message>hi</div>"), FILE, PAGE)
    assert isinstance(outcome, Unreadable)
    assert "export the channel again" in outcome.reason


def test_a_message_of_nobody_is_set_aside_and_reads_again_no_better() -> None:
    nobody = page('<div class="chatlog__message" data-message-id="1100000000000000001">hi</div>', shown(2, "good"))
    aside, good = read(nobody, FILE, PAGE)
    assert isinstance(aside, Unreadable)
    assert isinstance(good, Record)
    assert [type(each) for each in PAGE.retry(aside.raw, FILE)] == [Unreadable]


def test_only_one_reader_takes_a_page() -> None:
    head = page(shown(1, "hi"))
    assert [archive.name for archive in ARCHIVES if archive.recognise(FILE, head)] == ["discord-page"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40), max_size=5))
def test_what_was_typed_comes_back(texts: list[str]) -> None:
    groups = [shown(number, text) for number, text in enumerate(texts)]
    if texts:
        assert [each.text or "" for each in activities(read(page(*groups), FILE, PAGE))] == [t.strip() for t in texts]


@given(st.binary(min_size=1, max_size=60), st.integers(0, 2_000))
def test_damage_costs_the_messages_it_touches(noise: bytes, at: int) -> None:
    data = page(*(shown(number, f"Message {number}") for number in range(6)))
    begun = data.index(b'<div class="chatlog__message-group"')
    place = begun + at % (len(data) - begun)
    ids = {
        activity.native_id
        for outcome in read(data[:place] + noise + data[place + len(noise) :], FILE, PAGE)
        if isinstance(outcome, Record)
        for activity in outcome.activities
    }
    assert len({str(1_100_000_000_000_000_000 + number) for number in range(6)} - ids) <= 2


@given(st.binary(max_size=300))
def test_no_bytes_raise(noise: bytes) -> None:
    for outcome in read(page(shown(1, "a"))[:300] + noise + shown(2, "b").encode(), FILE, PAGE):
        assert isinstance(outcome, Record) or list(PAGE.retry(outcome.raw, FILE))


def test_thousands_of_emoji_are_a_message_and_thousands_of_nested_tags_are_none() -> None:
    emoji = f'<img class="chatlog__emoji" alt="x" src="https://cdn.example.org/{"1" * 100}.svg">'
    (said,) = activities(read(page(shown(1, "@").replace("@", emoji * 4_000)), FILE, PAGE))
    assert said.text == "x" * 4_000
    begun = time.process_time()
    (nested,) = read(page(shown(1, "@").replace("@", "<div>" * 150_000)), FILE, PAGE)
    assert isinstance(nested, Unreadable)
    assert isinstance(
        read(page(shown(1, "a")).replace(b"<div", b"<div>" * 150_000 + b"<div", 1), FILE, PAGE)[0], Record
    )
    assert time.process_time() - begun < 2
