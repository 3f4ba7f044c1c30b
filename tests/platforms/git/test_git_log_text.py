"""What `git log` prints, for real repositories and for any other text."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.git import log_text
from rapport.platforms.git.archive import ARCHIVES
from rapport.words.activity import COMMIT_FROM_TABLE
from rapport.words.records import Record, Unreadable, Where

SHA = "%040x"
COMMIT = "commit %040x\nAuthor: Ada <ada@example.org>\nDate:   Wed Jan 25 20:29:02 2023 +0300\n\n    Fix\n"


def outcomes(data: bytes):
    return list(log_text.read(BytesIO(data), Where("reeds.log")))


@pytest.mark.parametrize(
    "options",
    [
        (), ("--stat",), ("--numstat",), ("--shortstat", "--date=iso"), ("-p",), ("--graph",), ("--graph", "--stat"),
        ("--pretty=fuller",), ("--pretty=raw",), ("--date=iso-strict",), ("--date=rfc", "--decorate"),
        ("--raw", "--numstat", "--pretty=fuller", "--decorate=full", "--parents", "-M", "-C", "-c"),
        ("--date=unix",), ("--date=raw", "--name-status"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_form_tells_what_the_clone_tells(repository, options):
    repository.commit("one\n\ncommit abc is no commit\n\nTested-by: Cy <cy@example.org>", a__txt="1\n2\n")
    first = repository.git("symbolic-ref", "--short", "HEAD")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("two\n\n    with code\n", b__txt="3\n")
    repository.git("checkout", "-q", first)
    repository.commit("three", a__txt="1\n")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge side", "side")
    printed = repository.git("log", *options).encode()
    assert log_text.recognise("x.txt", printed)
    read = outcomes(printed)
    assert all(isinstance(outcome, Record) for outcome in read)
    cloned = {activity.native_id: activity for record in repository.records() for activity in record.activities}
    told = {activity.native_id: activity for record in read for activity in record.activities}
    assert told.keys() == cloned.keys()
    for native_id, commit in told.items():
        true = cloned[native_id]
        assert (commit.at, commit.author, commit.title, commit.text, commit.parent) == (
            true.at, true.author, true.title, true.text, true.parent
        )  # fmt: skip
        if "--numstat" in options or "--shortstat" in options:
            assert commit.facts == true.facts
        elif commit.kind == "commit":
            assert commit.facts["merge"] == true.facts["merge"]
            assert commit.revision == COMMIT_FROM_TABLE


def test_a_log_in_the_encoding_of_powershell():
    data = (COMMIT % 7).replace("\n", "\r\n").encode("utf-16")
    assert log_text.recognise("x.txt", data)
    (record,) = outcomes(data)
    assert record.activities[0].title == "Fix"


@pytest.mark.parametrize(
    ("name", "text", "whether"),
    [
        ("gitlog.txt", "We worked together.\n\n" + COMMIT % 1, True),
        ("README.md", "See what git prints:\n\n" + COMMIT % 1, False),
        ("x.txt", "commit 12\nAuthor: Ada <ada@example.org>\n", False),
        ("x.txt", COMMIT % 1, True),
        ("x.log", "commit " + "a" * 40 + "\n", False),
    ],
)
def test_what_is_a_log(name, text, whether):
    assert log_text.recognise(name, text.encode()) == whether
    assert whether == any(each.recognise(name, text.encode()) for each in ARCHIVES)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("commit 0", "comm1t 0"), log_text.NO_COMMIT),
        (("commit 000000", "commit "), "The sha is not 40 or 64 hexadecimal digits."),
        (("Author: ", "Autor: "), "The commit does not say who wrote it."),
        (("Date: ", "Day: "), "The commit does not say when it was written."),
        (("Wed Jan", "Wed Foo"), "The date is neither ISO 8601 nor seconds since 1970."),
    ],
)
def test_a_bad_commit_is_set_aside_alone_and_can_be_tried_again(change, reason):
    first, bad, last = outcomes("\n".join([COMMIT % 1, (COMMIT % 2).replace(*change), COMMIT % 3]).encode())
    assert [first.activities[0].native_id, last.activities[0].native_id] == [SHA % 1, SHA % 3]
    assert isinstance(bad, Unreadable)
    assert bad.reason == reason
    (again,) = log_text.retry(bad.raw, "reeds.log")
    assert again.reason == reason


@given(st.binary() | st.text(st.sampled_from("commit 0abAuthor:<>\n|*\\ \t"), max_size=300).map(str.encode))
def test_no_bytes_raise_or_take_the_next_commit_with_them(other):
    log_text.recognise("gitlog", other)
    read = outcomes(other.removesuffix(b"\r") + b"\n" + (COMMIT % 5).encode())
    assert any(isinstance(each, Record) and each.activities[0].native_id == SHA % 5 for each in read) or (
        other.startswith((b"\xff\xfe", b"\xfe\xff"))
    )


def test_lines_made_to_do_harm_are_read_in_linear_time():
    for filling in ("* " * 400_000, " " * 900_000, "<" * 900_000, "commit " * 100_000):
        data = (COMMIT % 1 + "Author: " + filling + "\n" + filling + "\n" + COMMIT % 2).encode()
        assert len(outcomes(data)) >= 2
