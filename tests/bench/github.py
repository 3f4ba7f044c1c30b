"""How long the GitHub reader takes a line, beside unpacking and parsing alone.

`python -m tests.bench.github [LINES]` prints it; `generate` also makes the file for the bench of a whole import.
"""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from isal import igzip

ROOT = Path(__file__).parents[2]
HOUR = ROOT.parent / "shared/data/github-archive/2015-01-01-0.json.gz"
GOLDEN = ROOT / "tests/platforms/golden/github"

STEP = 10**12
"""Larger than any id of GitHub's, so that the ids of two repetitions never meet."""

# People stay who they are: accounts are matched first, without a group, and left alone.
_SHIFTED = re.compile(
    rb'"login":"[^"]*","id":\d+|"(?:actor|org)":\{"id":\d+'
    rb'|"(?:id|push_id|in_reply_to_id)":"?(?P<id>\d+)'
    rb'|"(?:sha|head|before|commit_id)":"(?P<sha>[0-9a-f]{8})'
)


def hour_lines() -> bytes:
    """The hour given with the project, else a small synthetic one with lines about as long."""
    if HOUR.exists():
        with igzip.open(HOUR, "rb") as stream:
            hour: bytes = stream.read()
        return hour
    padding = b',"padding":"%s"}' % (b"x" * 1_200)
    names = ["push"] * 12 + ["create_delete", "star", "star", "issue_comment", "issues", "pull_request", "fork"]
    events = [(GOLDEN / f"{name}.native.jsonl").read_bytes() for name in names]
    distinct = [_Template(each).copy(number, 10**6, 0x85EBCA6B) for number, each in enumerate(events)]
    lines = [line for each in distinct for line in each.splitlines()]
    return b"".join(b"%s%s\n" % (line.removesuffix(b"}"), padding) for line in lines)


class _Template:
    """An hour, cut where its ids and shas stand, so that a copy with other ones is one join."""

    def __init__(self, hour: bytes) -> None:
        self.pieces: list[bytes] = []
        self.ids: list[tuple[int, int]] = []
        self.shas: list[tuple[int, int]] = []
        done = 0
        for found in _SHIFTED.finditer(hour):
            if (group := found.lastgroup) is None:
                continue
            start, end = found.span(group)
            self.pieces += (hour[done:start], b"")
            place = len(self.pieces) - 1
            if group == "id":
                self.ids.append((place, int(found[group])))
            else:
                self.shas.append((place, int(found[group], 16)))
            done = end
        self.pieces.append(hour[done:])
        began = re.search(rb'"created_at":"(\d{4}-\d\d-\d\dT\d\d):', hour[hour.rindex(b'"type"') :])
        self.began = datetime.fromisoformat((began or [b"", b"2015-01-01T00"])[1].decode() + ":00:00")

    def copy(self, number: int, step: int = STEP, odd: int = 0x9E3779B1) -> bytes:
        """The hour `number` hours later, with ids and shas that no other copy has."""
        shift, mix = number * step, number * odd & 0xFFFFFFFF
        for place, id_ in self.ids:
            self.pieces[place] = b"%d" % (id_ + shift)
        for place, sha in self.shas:
            self.pieces[place] = b"%08x" % (sha ^ mix)
        then = self.began + timedelta(hours=number)
        return b"".join(self.pieces).replace(f"{self.began:%Y-%m-%dT%H}:".encode(), f"{then:%Y-%m-%dT%H}:".encode())


def copies(lines: int, hour: bytes | None = None) -> Iterator[bytes]:
    """At least one hour's lines at a time, `lines` in all."""
    template = _Template(hour_lines() if hour is None else hour)
    number, left = 0, lines
    while left > 0:
        copy = template.copy(number)
        count = copy.count(b"\n")
        if count > left:
            copy = b"".join(copy.splitlines(keepends=True)[:left])
        yield copy
        number, left = number + 1, left - count


def generate(path: Path, lines: int, hour: bytes | None = None) -> None:
    """Write a gzipped archive of `lines` events with distinct ids; a million take half a minute and 0.6 GB."""
    with igzip.open(path, "wb", compresslevel=1) as stream:
        for copy in copies(lines, hour):
            stream.write(copy)


PARSE = "import sys, orjson\nfor line in sys.stdin.buffer: orjson.loads(line)"
READ = """
import sys
from isal import igzip
from rapport.platforms.github.archive import ARCHIVES
from rapport.words.records import Where
with igzip.open(sys.argv[1]) as stream:
    print(sum(len(outcome.activities) for outcome in ARCHIVES[0].read(stream, Where("bench"))))
"""


def main() -> None:
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hours.json.gz"
        generate(path, lines)
        began = time.perf_counter()
        with subprocess.Popen(["gunzip", "-c", path], stdout=subprocess.PIPE) as unpack:
            subprocess.run([sys.executable, "-c", PARSE], stdin=unpack.stdout, check=True)
        parsed = time.perf_counter() - began
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", READ, str(path)], check=True, stdout=subprocess.PIPE)
        read = time.perf_counter() - began
    print(f"{lines:,} lines: gunzip | orjson.loads {parsed / lines * 1e6:.1f} µs a line, ", end="")
    print(f"unpacked and read {read / lines * 1e6:.1f} µs a line, {read / parsed:.2f} times as long")


if __name__ == "__main__":
    main()
