"""What no log should hold, and files that only look a little like logs."""

import json
from io import BytesIO
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.irc.archive import ARCHIVES
from rapport.words.records import Outcome, Record, Unreadable, Where

JSON, TEXT = ARCHIVES
DATA = Path(__file__).parents[4] / "shared/data"

pieces = st.sampled_from(
    [
        *("[12:34] ", "12:34:56 ", "2013-05-01 12:34:56\t", "May 01 12:34:56 ", "[25:99] ", "=== ", "--- Day changed "),
        *("<ada> ", "< ada> ", "*\t", "-!- ", "*** ", "--> ", "ada (a@h) has joined #c", "Quits: a", "\x0304", "\t"),
        *("--- Log opened Wed May 99 12:00:00 2013", "Session Ident: #x", "0000-00-00T00:00 ", "\0", "\ud800", "\n"),
    ]
)
lines = st.lists(pieces | st.text(max_size=6), max_size=12).map("".join)


def read(data: bytes, file: str = "libera/#c/2013-05-01.log") -> list[Outcome]:
    return list(TEXT.read(BytesIO(data), Where(file)))


@given(lines, st.binary(max_size=40))
def test_nothing_raises_and_every_reading_is_the_same(text: str, noise: bytes) -> None:
    data = text.encode("utf-8", "surrogatepass") + noise
    outcomes = read(data)
    assert outcomes == read(data)
    assert all(isinstance(outcome, Record | Unreadable) for outcome in outcomes)
    for archive in ARCHIVES:
        archive.recognise("x", data)


@given(st.lists(st.text(st.characters(exclude_characters="\n\r"), min_size=1, max_size=20), max_size=4))
def test_lines_of_no_form_take_no_message_with_them(noise: list[str]) -> None:
    data = "\n".join(["[12:34] <ada> first", *(f"?{each}" for each in noise), "[12:35] <ada> last"])
    outcomes = read(data.encode("utf-8", "surrogatepass"))
    texts = [outcome.activities[0].text for outcome in outcomes if isinstance(outcome, Record)]
    assert (texts[0], texts[-1]) == ("first", "last")
    assert sum(isinstance(outcome, Unreadable) for outcome in outcomes) == len(noise)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3)))
def test_no_bot_s_json_raises(value: object) -> None:
    fields = {"nick": value, "command": "PRIVMSG", "text": value, "timestamp": value, "channel": value}
    for document in (value, fields, [fields, value], [fields | {"nick": "a", "timestamp": 1e300}]):
        outcomes = list(JSON.read(BytesIO(json.dumps(document).encode()), Where("x.json")))
        assert all(isinstance(outcome, Record | Unreadable) for outcome in outcomes)


@pytest.mark.parametrize(
    "line",
    [
        "[12:34] a [" + "@" * 60_000,
        "[12:34] -a" + ":" * 60_000,
        "[12:34] *** a (" + "x@" * 30_000,
        "[12:34] mode/#c [" + "] by" * 15_000,
        "[12:34] <bridge> <" + "a" * 60_000,
        "[12:34]" + " " * 60_000,
        "x" * 3_000_000,
    ],
    ids=["hosts", "notice", "event", "mode", "bridge", "blanks", "endless"],
)
def test_long_lines_take_no_time(line: str) -> None:
    begun = perf_counter()
    outcomes = read(f"{line}\n[12:35] <ada> hi\n".encode())
    assert perf_counter() - begun < 1
    assert isinstance(outcomes[-1], Record)
    assert len(outcomes) == 2


@pytest.mark.parametrize(
    "other",
    [
        b"From ada@example.org Wed May  1 12:34:56 2013\nFrom: ada@example.org\n\n12:34 <b> hi\n",
        b"sha\tdate\tauthor_name\n" + b"a" * 40 + b"\t2013-05-01 12:34:56\tada\n",
        b"2013-05-01 12:34:56\tada\tvisited\n2013-05-01 12:34:57\tbo\tleft\n",
        b"Name,Email,Time\nAda,ada@example.org,12:34\n",
        b"12:34 lunch\n13:00 meeting <tbd>\n14:00 done\n",
        b"2013-05-01T12:34:56Z INFO server started\n2013-05-01T12:34:57Z WARN slow\n",
        b"[2013-05-01 12:34:56] production.ERROR: <b> failed\n",
        b"BEGIN:VCALENDAR\nVERSION:2.0\n",
        b"",
        b"\0\1\2",
        b"Some words.\n" * 50 + b"[12:34] <ada> hi\n",
    ],
)
def test_other_files_are_left_alone(other: bytes) -> None:
    assert not any(archive.recognise("file.txt", other) for archive in ARCHIVES)


@pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not there")
def test_none_of_the_shared_files_is_taken_for_a_log() -> None:
    taken = []
    for path in sorted(DATA.rglob("*"))[:4000]:
        if path.is_file():
            with path.open("rb") as file:
                head = file.read(1 << 16)
            taken += [path.name for archive in ARCHIVES if archive.recognise(path.name, head)]
    assert taken == []
