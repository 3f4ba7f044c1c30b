"""Git's output as bytes: however it is cut into chunks, and whatever its fields hold."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rapport.platforms.git.read import MAX_RECORD, Source, count_changes, read_log
from rapport.platforms.git.repository import channel_of, name_of_origin, name_of_table
from rapport.words.records import MAX_RAW, Record, Unreadable

MARK = "0123456789abcdef" * 2
SOURCE = Source(channel_of("project"))


def entry(number: int, message: bytes = b"Fix\n", changes: bytes = b"\n1\t2\ta\0") -> bytes:
    sha = f"{number:040x}".encode()
    fields = [MARK.encode() + sha, b"", b"Ada", b"ada@example.org", b"1700000000", b"1700000000 +0100", message]
    return b"\0" + b"\0".join(fields) + b"\0" + changes


LOG = b"".join(entry(number, changes=b"\n0\t0\t\0\x01old\0new\0-\t-\tbin\0" * (number % 2)) for number in range(6))


@given(st.lists(st.integers(0, len(LOG)), max_size=12))
@example(list(range(len(LOG))))
def test_any_cut_into_chunks_reads_the_same(cuts):
    places = [0, *sorted(cuts), len(LOG)]
    chunks = [LOG[begin:end] for begin, end in pairwise(places)]
    assert list(read_log(chunks, MARK, SOURCE)) == list(read_log([LOG], MARK, SOURCE))


@given(st.binary())
def test_no_output_raises(tail):
    first, *others = read_log([entry(1) + b"\0" + MARK.encode() + tail], MARK, SOURCE)
    assert isinstance(first, Record)
    assert all(isinstance(other, Unreadable) for other in others)


def test_output_that_fails_does_not_give_the_incomplete_commit():
    def chunks():
        yield entry(1) + entry(2)[:-4]
        raise OSError("gone")

    read = read_log(chunks(), MARK, SOURCE)
    assert next(read).position == f"commit {1:040x}"
    with pytest.raises(OSError, match="gone"):
        next(read)


@pytest.mark.parametrize("size", [1 << 16, MAX_RAW, 1 << 22])
def test_a_commit_that_is_too_long_is_set_aside_alone(size):
    huge = entry(2, message=b"x" * (5 << 20))
    data = entry(1) + huge + entry(3) + huge
    chunks = [data[begin : begin + size] for begin in range(0, len(data), size)]
    read = list(read_log(chunks, MARK, SOURCE, most=4 << 20))
    assert [type(outcome) for outcome in read] == [Record, Unreadable, Record, Unreadable]
    assert read[1].position == f"commit {2:040x}"
    assert "4 MiB" in read[1].reason
    assert len(read[1].raw) == MAX_RAW


def test_a_commit_below_the_limit_is_read_whole():
    (record,) = read_log([entry(1, message=b"Title\n\n" + b"x" * (2 << 20))], MARK, SOURCE)
    assert len(record.activities[0].text) == 2 << 20
    assert MAX_RECORD > 2 << 20


@pytest.mark.parametrize(
    ("numstat", "counted"),
    [
        (b"", (0, 0, 0)),
        (b"\n3\t1\ta\0", (1, 3, 1)),
        (b"\n3\t1\ta\tb\n7\t7\tc\x002\t0\tb\0", (2, 5, 1)),
        (b"\n-\t-\tbin\x001\t0\t\x009\t9\told\x009\t9\tnew\0", (2, 1, 0)),
    ],
)
def test_changes(numstat, counted):
    assert count_changes(numstat) == counted


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://github.com/owner/repo.git", "github.com/owner/repo"),
        ("https://user:secret@GitHub.com:443/owner/repo/", "github.com/owner/repo"),
        ("git@github.com:owner/repo.git", "github.com/owner/repo"),
        ("ssh://git@github.com:22/owner/repo", "github.com/owner/repo"),
        ("https://host.example/repo?token=secret#secret", "host.example/repo"),
        ("file:///srv/repo.git", None),
        ("/srv/git/repo.git", None),
        ("../repo", None),
        ("C:/repo", None),
        ("https://[broken/repo", None),
        ("", None),
    ],
)
def test_names_of_origins(url, name):
    assert name_of_origin(url) == name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("urho3d.tsv", "urho3d"),
        ("data/urho3d/commits.tsv.gz", "urho3d"),
        ("all.zip › urho3d/git-log.csv", "urho3d"),
        ("all.zip › commits.csv", "commits"),
        ("commits.tsv", "commits"),
        ("", "commits"),
    ],
)
def test_names_of_tables(path, name):
    assert name_of_table(path) == name
