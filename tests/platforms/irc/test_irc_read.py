"""Each client's log of the same few minutes gives the same activities."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from rapport.collect.containers import Found, Walk
from rapport.collect.streams import Content
from rapport.platforms.irc.archive import ARCHIVES
from rapport.platforms.irc.place import place_of
from rapport.words.activity import Activity
from rapport.words.records import Outcome, Record, Unreadable, Where

JSON, TEXT = ARCHIVES

LOGS = {
    "irssi": (
        "irclogs/libera/#build.log",
        """--- Log opened Wed May 01 12:00:00 2013
12:34 -!- ada [~ada@host.example] has joined #build
12:34 -!- Irssi: #build: Total of 2 nicks [1 ops, 0 halfops, 0 voices, 1 normal]
12:34 < ada> How do I build?
12:35 <@bo> With make.
12:35  * ada waves
12:36 -!- mode/#build [+o ada] by bo
12:36 -!- ada is now known as ada_
12:37 -!- cy [cy@host] has quit [Ping timeout]
12:38 -!- dan was kicked from #build by bo [spam]
--- Day changed Thu May 02 2013
00:01 < ada> Morning
""",
    ),
    "weechat": (
        "irc.libera.#build.weechatlog",
        """2013-05-01 12:34:00\t-->\tada (~ada@host.example) has joined #build
2013-05-01 12:34:00\t--\tTopic for #build is "Where things are built"
2013-05-01 12:34:10\tada\tHow do I build?
2013-05-01 12:35:00\t@bo\tWith make.
2013-05-01 12:35:20\t *\tada waves
2013-05-01 12:36:00\t--\tMode #build [+o ada] by bo
2013-05-01 12:36:10\t--\tada is now known as ada_
2013-05-01 12:37:00\t<--\tcy (cy@host) has quit (Ping timeout)
2013-05-01 12:38:00\t<--\tbo has kicked dan (spam)
2013-05-02 00:01:00\tada\tMorning
""",
    ),
    "energymech": (
        "libera/#build_20130501.log",
        """[12:34:00] *** Joins: ada (~ada@host.example)
[12:34:10] <ada> How do I build?
[12:35:00] <bo> With make.
[12:35:20] * ada waves
[12:36:00] *** bo sets mode: +o ada
[12:36:10] *** ada is now known as ada_
[12:37:00] *** Quits: cy (cy@host) (Ping timeout)
[12:38:00] *** dan was kicked by bo (spam)
[00:01:00] <ada> Morning
""",
    ),
    "hexchat": (
        "Libera.Chat/#build.log",
        """**** BEGIN LOGGING AT Wed May  1 12:30:00 2013

May 01 12:34:00 *\tada (~ada@host.example) has joined
May 01 12:34:10 <ada>\tHow do I build?
May 01 12:35:00 <bo>\tWith make.
May 01 12:35:20 *\tada waves
May 01 12:36:00 *\tbo gives channel operator status to ada
May 01 12:36:10 *\tada is now known as ada_
May 01 12:37:00 *\tcy has quit (Ping timeout)
May 01 12:38:00 *\tbo has kicked dan from #build (spam)
May 02 00:01:00 <ada>\tMorning
**** ENDING LOGGING AT Thu May  2 01:00:00 2013
""",
    ),
    "mirc": (
        "libera/build.log",
        """Session Start: Wed May 01 12:30:00 2013
Session Ident: #build
[12:34] * ada (~ada@host.example) has joined #build
[12:34] <ada> \x02How\x0f do I \x0304,01build?
[12:35] <@bo> With make.
[12:35] * ada waves
[12:36] * bo sets mode: +o ada
[12:36] * ada is now known as ada_
[12:37] * cy (cy@host) Quit (Ping timeout)
[12:38] * dan was kicked by bo (spam)
Session Time: Thu May 02 00:00:00 2013
[00:01] <ada> Morning
""",
    ),
    "eggdrop": (
        "libera/#build.log",
        """[00:00] --- Wed May  1 2013
[12:34] ada (~ada@host.example) joined #build.
[12:34] <ada> How do I build?
[12:35] <bo> With make.
[12:35] Action: ada waves
[12:36] #build: mode change '+o ada' by bo!bo@host
[12:36] Nick change: ada -> ada_
[12:37] cy (cy@host) left irc: Ping timeout
[12:38] dan kicked from #build by bo: spam
[00:00] --- Thu May  2 2013
[00:01] <ada> Morning
""",
    ),
    "supybot": (
        "libera/#build/build.log",
        """2013-05-01T12:34:00  *** ada <~ada@host.example> has joined #build
2013-05-01T12:34:10  <ada> How do I build?
2013-05-01T12:35:00  <bo> With make.
2013-05-01T12:35:20  * ada waves
2013-05-01T12:36:00  *** bo sets mode: +o ada
2013-05-01T12:36:10  *** ada is now known as ada_
2013-05-01T12:37:00  *** cy has quit IRC
2013-05-01T12:38:00  *** dan was kicked by bo (spam)
2013-05-02T00:01:00  <ada> Morning
""",
    ),
    "quassel": (
        "libera/#build 2013-05-01.txt",
        """[12:34:00] --> ada (~ada@host.example) has joined #build
[12:34:10] <ada> How do I build?
[12:35:00] <@bo> With make.
[12:35:20] -*- ada waves
[12:36:00] *** Mode #build [+o ada] by bo
[12:36:10] <-> ada is now known as ada_
[12:37:00] <-- cy (cy@host) has quit (Ping timeout)
[12:38:00] <-* dan has been kicked by bo (spam)
[00:01:00] <ada> Morning
""",
    ),
}


def read(text: str, file: str = "libera/#build/2013-05-01.log") -> list[Outcome]:
    return list(TEXT.read(BytesIO(text.encode()), Where(file)))


def activities(text: str, file: str = "libera/#build/2013-05-01.log") -> list[Activity]:
    outcomes = read(text, file)
    assert all(isinstance(outcome, Record) for outcome in outcomes), outcomes
    return [each for outcome in outcomes if isinstance(outcome, Record) for each in outcome.activities]


def by_minute(found: list[Activity]) -> list[tuple[str, ...]]:
    return [
        (
            each.kind,
            each.native_id,
            f"{each.at:%d %H:%M}",
            each.author.native_id if each.author else "",
            each.text or "",
        )
        for each in found
    ]


@pytest.mark.parametrize("client", LOGS)
def test_every_client_s_log_is_recognised_and_tells_the_same(client: str) -> None:
    file, text = LOGS[client]
    assert TEXT.recognise(file, text.encode())
    told = activities(text, file)
    assert by_minute(told) == by_minute(activities(LOGS["irssi"][1], LOGS["irssi"][0]))
    assert [(each.kind, each.author.handle if each.author else None, each.text) for each in told] == [
        ("join", "ada", None),
        ("message", "ada", "How do I build?"),
        ("message", "bo", "With make."),
        ("message", "ada", "waves"),
        ("moderation", "bo", None),
        ("leave", "cy", None),
        ("moderation", "bo", None),
        ("message", "ada", "Morning"),
    ]
    assert told[0].channel.native_id == "libera/#build"
    assert told[-1].at.date().isoformat() == "2013-05-02"


def test_ubuntu_s_logs_have_lines_without_a_time() -> None:
    text = "=== ada [n=ada@host.example] has joined #ubuntu\n[12:34] <bo> hi\n=== cy [n=cy@host] has left #ubuntu []\n"
    file = "2008/05/01/#ubuntu.txt"
    assert TEXT.recognise(file, text.encode())
    came, said, left = activities(text, file)
    assert (came.kind, said.kind, left.kind) == ("join", "message", "leave")
    assert came.at == datetime(2008, 5, 1, tzinfo=UTC)
    assert left.at == said.at == datetime(2008, 5, 1, 12, 34, tzinfo=UTC)


def test_a_meeting_bot_s_log_is_of_the_channel_and_day_that_its_name_tells() -> None:
    file, text = "python/2013/python.2013-05-01-16.00.log.txt", "16:00:03 <ada> #startmeeting\n16:00:09 * bo listens\n"
    assert TEXT.recognise(file, text.encode())
    first, second = activities(text, file)
    assert (first.channel.name, first.at) == ("#python", datetime(2013, 5, 1, 16, 0, 3, tzinfo=UTC))
    assert second.facts == {"form": "emote"}


def test_a_time_with_a_zone_is_set_to_utc() -> None:
    (said,) = activities("[2023-05-01T01:30:00+0200] <ada> hi\n")
    assert said.at == datetime(2023, 4, 30, 23, 30, tzinfo=UTC)


def test_the_same_words_in_one_minute_are_told_apart_and_two_logs_meet() -> None:
    seconds = activities("[12:34:01] <ada> +1\n[12:34:02] <ada> +1\n[12:35:00] <ada> +1\n")
    minutes = activities("[12:34] <Ada> +1\n[12:34] <Ada> +1\n[12:35] <Ada> +1\n")
    assert len({each.native_id for each in seconds}) == 3
    assert [each.native_id for each in seconds] == [each.native_id for each in minutes]


def test_somebody_behind_a_bridge_is_who_spoke() -> None:
    lines = "[12:34] <matterbridge> <A\u200bda L> hi\n[12:34] <gw> [telegram] <bo> yo\n[12:34] <cy> <b> is a tag\n"
    ada, bo, cy = activities(lines)
    assert ada.author is not None
    assert (ada.author.native_id, ada.author.handle, ada.text) == ("libera/matterbridge/ada l", "Ada L", "hi")
    assert bo.author is not None
    assert (bo.author.native_id, bo.facts) == ("libera/gw/bo", {"bridged": True})
    assert cy.author is not None
    assert (cy.author.native_id, cy.text) == ("libera/cy", "<b> is a tag")


def test_the_year_turns_in_a_log_that_names_no_year() -> None:
    text = "**** BEGIN LOGGING AT Mon Dec 30 12:30:00 2013\nDec 31 23:59:00 <a>\tx\nJan 01 00:01:00 <a>\ty\n"
    assert [each.at.year for each in activities(text, "n/#c.log")] == [2013, 2014]


def test_a_log_that_tells_no_day_is_set_aside_and_read_again_once_its_name_does() -> None:
    (aside,) = read("[12:34] <ada> hi\n", "libera/#build.log")
    assert isinstance(aside, Unreadable)
    assert "day" in aside.reason
    again = list(TEXT.retry(aside.raw, "libera/2013-05-01.log"))
    assert again == [Record("line 1", activities("[12:34] <ada> hi\n"))]


def test_an_action_that_reads_like_an_event_is_an_action() -> None:
    lines = "[12:34] * ada has quit smoking\n[12:35] * ada left early\n[12:36] * bo is now known as the boss here\n"
    assert [each.facts for each in activities(lines)] == [{"form": "emote"}] * 3


def test_a_query_between_two_holds_nothing() -> None:
    assert activities("2013-05-01 12:34:10\tada\thi\n", "irc.libera.ada.weechatlog") == []


def test_what_is_not_utf8_is_read_as_windows_wrote_it() -> None:
    (outcome,) = TEXT.read(BytesIO(b"[12:34] <ada> caf\xe9\r\n"), Where("libera/#c/2013-05-01.log"))
    assert isinstance(outcome, Record)
    assert outcome.activities[0].text == "café"


@pytest.mark.parametrize(
    ("file", "network", "channel", "day"),
    [
        ("moddata/log/freenode/#python/2013-05-01.log", "freenode", "#python", "2013-05-01"),
        ("me_freenode_#python_20130501.log", "freenode", "#python", "2013-05-01"),
        ("logs.zip › Libera.Chat-#python.log", "libera", "#python", None),
        ("xchat/GIMPNet-##c++.txt", "gimpnet", "##c++", None),
        ("irc.oftc.#debian-devel.weechatlog", "oftc", "#debian-devel", None),
        ("2008/05/01/#ubuntu-devel.txt", "unknown", "#ubuntu-devel", "2008-05-01"),
        ("python/2013-05-01.txt", "unknown", "#python", "2013-05-01"),
        ("irc.oftc.#debian.2013-05-01.weechatlog", "oftc", "#debian", "2013-05-01"),
        ("2013/irc.oftc.#debian.05-01.weechatlog", "oftc", "#debian", "2013-05-01"),
        ("irclogs/2013/OFTC/#debian.05-01.log", "oftc", "#debian", "2013-05-01"),
        ("#debian.weechatlog", "unknown", "#debian", None),
        ("2013-05/01.log", "unknown", "#unknown", "2013-05-01"),
        ("python/2013-05/01.log", "unknown", "#python", "2013-05-01"),
        ("python-2013-05.log", "unknown", "#python", None),
        ("2013-05-01-python.log", "unknown", "#python", "2013-05-01"),
        ("2013-13-45.log", "unknown", "#unknown", None),
    ],
)
def test_paths_tell_network_channel_and_day(file: str, network: str, channel: str, day: str | None) -> None:
    place = place_of(file)
    assert (place.network, place.channel, place.day.isoformat() if place.day else None) == (network, channel, day)


BOT = (
    '{"nick": "ada", "command": "PRIVMSG", "text": "hi", "timestamp": "2013-05-01T12:34:56Z", "channel": "#build"}\n'
    '{"User": "bo", "Command": "ACTION", "Content": "waves", "Received": "2013-05-01T12:35:00", "Channel": "#build"}\n'
    '{"nick": "cy", "command": "PING", "timestamp": 1367411700}\n{"nick": "dan"}\n'
)


@pytest.mark.parametrize("form", ["lines", "list"])
def test_bots_json_meets_the_same_channel_s_text(form: str) -> None:
    text = BOT if form == "lines" else "[" + BOT.strip().replace("\n", ",\n") + "]"
    assert JSON.recognise("libera/x.json", text.encode())
    assert not TEXT.recognise("libera/x.json", text.encode())
    first, second, ping, aside = JSON.read(BytesIO(text.encode()), Where("libera/x.json"))
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert isinstance(ping, Record)
    assert isinstance(aside, Unreadable)
    (plain,) = activities("[12:34:56] <ada> hi\n")
    assert list(first.activities) == [plain]
    assert second.activities[0].facts == {"form": "emote"}
    assert not ping.activities


STAMPED = {
    "textual": "[2013-05-01T14:34:00+0200] ",
    "konversation": "[Wednesday 01 May 2013] [12:34:00] ",
    "ii": "1367411640 ",
    "slashes": "2013/05/01 12:34:00 ",
    "dots": "01.05.2013 12:34:00 ",
    "a month's name": "[01-May-2013 12:34:00] ",
    "mirc's colours": "\x0303[2013-05-01 12:34] ",
}


@pytest.mark.parametrize("stamp", STAMPED.values(), ids=STAMPED)
def test_each_manner_of_a_time_gives_the_same_moment(stamp: str) -> None:
    log = "".join(f"{stamp}{line}\n" for line in ("<ada> How do I build?", "* ada waves", "<bo> With make."))
    found = [outcome.activities[0] for outcome in read(log, "libera/#build.log") if isinstance(outcome, Record)]
    assert [each.at for each in found] == [datetime(2013, 5, 1, 12, 34, tzinfo=UTC)] * 3
    assert [each.text for each in found] == ["How do I build?", "waves", "With make."]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("ada (~a@h) joined the channel", ("join", "ada")),
        ("ada (~a@h) left IRC (Quit: bye)", ("leave", "ada")),
        ("Join\tada has joined this channel (a@h).", ("join", "ada")),
        ("Quit\tada has left this server (Quit: bye).", ("leave", "ada")),
        ("Part\tada has left this channel.", ("leave", "ada")),
        ("== ada [a@h] has joined #build", ("join", "ada")),
        ("-!- ada(~a@h) has joined #build", ("join", "ada")),
        ("• ada: waves", ("message", "ada")),
        ("* Now talking on #build", None),
        ("* Topic is 'Where things are built'", None),
    ],
)
def test_what_other_clients_say(line: str, what: tuple[str, str] | None) -> None:
    (outcome,) = read(f"2013-05-01 12:34:00 {line}\n", "libera/#build.log")
    assert isinstance(outcome, Record)
    told = [(each.kind, each.author and each.author.handle) for each in outcome.activities]
    assert told == ([what] if what else [])


def test_an_eggdrops_file_tells_its_day_and_channel() -> None:
    place = place_of("build.log.01May2013")
    assert (place.channel, place.day) == ("#build", datetime(2013, 5, 1).date())  # noqa: DTZ001  # a day has no zone


def test_a_talk_between_two_is_not_kept_whatever_its_file_is_called() -> None:
    private = "12:34 < ada> Do not tell\n12:35 < bo> I will not\n12:36 -!- ada [~ada@host] has quit [bye]\n"
    for file in ("irclogs/libera/ada.log", "libera/ada/2013-05-01.log", "Libera.Chat/ada.log"):
        (aside,) = read(f"--- Log opened Wed May 01 12:00:00 2013\n{private}", file)
        assert isinstance(aside, Unreadable)
        assert (aside.raw, "with a #" in aside.reason) == (b"", True)
    of_mirc = "Session Start: Wed May 01 12:00:00 2013\nSession Ident: ada\n[12:34] <ada> Do not tell\n"
    assert not any(isinstance(each, Record) and each.activities for each in read(of_mirc, "ada.log"))


@pytest.mark.parametrize("also", ["12:37 < cy> Hello", "12:37 -!- cy [~cy@host] has joined #build"])
def test_a_log_of_more_than_two_is_a_channels(also: str) -> None:
    said = f"12:34 < ada> One\n12:35 < bo> Two\n{also}\n"
    outcomes = read(f"--- Log opened Wed May 01 12:00:00 2013\n{said}", "libera/build.log")
    found = [each for outcome in outcomes if isinstance(outcome, Record) for each in outcome.activities]
    assert [each.native_id.split("/")[1] for each in found] == ["#build"] * 3
    assert [outcome.position for outcome in outcomes] == ["line 2", "line 3", "line 4"]


@pytest.mark.parametrize(
    ("given", "file", "where"),
    [
        ("logs/python", "2013-05-01.log", ("unknown", "#python")),
        ("logs/libera", "#python/2013-05-01.log", ("libera", "#python")),
        ("#python", "2013-05-01.log", ("unknown", "#python")),
        ("python.log", "python.log", ("unknown", "#python")),
        ("python.zip", "python.zip › 2013-05-01.log", ("unknown", "#python")),
        (".", "2013-05-01.log", ("unknown", "#unknown")),
    ],
)
def test_a_folder_that_is_given_tells_as_those_in_it(given: str, file: str, where: tuple[str, str]) -> None:
    place = place_of(file, given)
    assert (place.network, place.channel) == where


DAYS = {
    "2013-05/01.log": "12:34 < ada> hi\n12:35 < bo> hi\n",
    "2013-05/02.log": "12:34 < ada> hi\n12:35 < bo> hi\n12:36 < cy> hi\n",
    "2013-05/03.log": "12:34 < ada> alone\n",
}


def days_of(folder: str, days: dict[str, str], tmp_path: Path) -> list[Outcome]:
    for name, text in days.items():
        file = tmp_path / folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    found = (entry for entry in Walk(tmp_path, tells=[TEXT.tells] if TEXT.tells else []) if isinstance(entry, Found))
    return [outcome for each in found for outcome in TEXT.read(Content(each.stream), Where(each.file, each.beside))]


def test_on_some_days_two_talk_alone_in_what_another_day_tells_to_be_a_channel(tmp_path: Path) -> None:
    outcomes = days_of("pond", DAYS, tmp_path)
    assert [type(outcome) for outcome in outcomes] == [Record] * 6
    private = days_of("ada", {"2013-05/01.log": DAYS["2013-05/01.log"]}, tmp_path)
    assert sum(isinstance(outcome, Unreadable) for outcome in private) == 1


def test_the_channel_that_an_arrival_names_is_that_of_the_other_days_too(tmp_path: Path) -> None:
    arrival = {"2013-05/02.log": "12:34 < ada> hi\n12:35 -!- bo [~bo@host] has joined #reeds\n"}
    outcomes = days_of("pond", DAYS | arrival, tmp_path)
    channels = {outcome.activities[0].channel.native_id for outcome in outcomes if isinstance(outcome, Record)}
    assert channels == {"unknown/#reeds"}


def test_the_lines_that_a_pircbot_writes_as_html_are_read() -> None:
    line = '<span class="irc-date">[9:34]</span> <span class="irc-{}">{}</span><br />\n'
    log = (
        line.format("green", "* ada (n=ada@host) has joined #pond")
        + line.format("black", '&lt;ada&gt; see <a href="http://example.org/?a=1">http://example.org/?a=1</a> &amp; go')
        + line.format("navy", "* ada (n=ada@host) Quit (Client Quit)")
    )
    assert TEXT.recognise("2013-05-01.log", log.encode())
    found = [outcome.activities[0] for outcome in read(log, "2013-05-01.log") if isinstance(outcome, Record)]
    assert [(each.kind, each.text) for each in found] == [
        ("join", None), ("message", "see http://example.org/?a=1 & go"), ("leave", None)
    ]  # fmt: skip
    assert {each.channel.name for each in found} == {"#pond"}
