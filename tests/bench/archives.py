"""How long each JSON reader takes beside `orjson.loads` over the same bytes: `python -m tests.bench.archives [NAME…]`.

Real files where they are at hand, else exports made here with records of real length. Everything is read from memory;
both are measured in turn, several times, in processor time, and the quickest of each counts. A document is loaded
whole, lines one by one; what was loaded is let go before the next, or, in the last column, all of it is kept, as by
`[orjson.loads(line) for line in file]`.
"""

import io
import re
import sys
import tarfile
import time
import zipfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import orjson

from rapport.collect.archives import TELLS, named
from rapport.words.records import Record, Where
from tests.bench import github
from tests.bench.exports import DOCUMENTS, LINES

DATA = Path(__file__).parents[3] / "shared/data"
MOST = 3.0
"""Times as long as `orjson.loads`."""
SIZE = 24_000_000
"""Bytes of each export that is made here."""
RUNS = 5
_SCRIPT = re.compile(rb"\Awindow\.[^=]*=")


class Given(NamedTuple):
    """Files of one kind, by their names, and what stands beside them."""

    kind: str
    files: Mapping[str, bytes]
    beside: Mapping[str, bytes]
    lines: bool = False

    def read(self) -> int:
        archive = named(self.kind)
        assert archive is not None
        return sum(
            isinstance(outcome, Record)
            for name, data in self.files.items()
            for outcome in archive.read(io.BytesIO(data), Where(name, self.beside))
        )

    def loaded(self) -> Iterator[object]:
        for data in self.files.values():
            if self.lines:
                yield from map(orjson.loads, io.BytesIO(data))
            else:
                yield orjson.loads(data[found.end() :] if (found := _SCRIPT.match(data)) else data)


def made() -> Iterator[tuple[str, Callable[[], Given]]]:
    for name, kind in DOCUMENTS.items():
        yield name, lambda kind=kind: Given(kind.kind, {kind.file: kind.whole(SIZE)}, kind.beside)  # type: ignore[misc]
    for name, kind in LINES.items():
        yield name, lambda kind=kind: Given(kind.kind, {kind.file: kind.whole(SIZE)}, kind.beside, True)  # type: ignore[misc]


def github_archive() -> Given:
    return Given("github-archive", {"hour.json": github.hour_lines()}, {}, lines=True)


def packed(path: str) -> Mapping[str, bytes]:
    with tarfile.open(DATA / path) as tar:
        return {member.name: content.read() for member in tar if (content := tar.extractfile(member))}


def github_dump() -> Given:
    files = packed("github-issues/secp256k1-before-2023.tar.gz")
    told = [tell(name, data[:65_536]) for name, data in files.items() for tell in TELLS]
    return Given("github-dump", files, {key: value for each in told for key, value in each.items()})


def github_dump_as_one() -> Given:
    apart = github_dump()
    return apart._replace(files={"all.json": b"[" + b",".join(apart.files.values()) + b"]"})


def slack_sample() -> Given:
    with zipfile.ZipFile(DATA / "slack/export-sample.zip") as opened:
        files = {name: opened.read(name) for name in opened.namelist() if name.endswith(".json")}
    days = {name: data for name, data in files.items() if "/" in name}
    return Given("slack-messages", days, {name: data for name, data in files.items() if name not in days})


def discourse() -> Given:
    files = packed("discourse/urho3d/raw-topics-json.tar.gz")
    return Given("discourse-topic", dict(islice(files.items(), 1_000)), {})


REAL: dict[str, tuple[str, Callable[[], Given]]] = {
    "GitHub dump": ("github-issues", github_dump),
    "GitHub dump, one array": ("github-issues", github_dump_as_one),
    "Slack, the sample": ("slack", slack_sample),
    "Discourse topics": ("discourse", discourse),
}
"""Under the name of the folder that must be there."""


def given() -> Iterator[tuple[str, Callable[[], Given]]]:
    yield "GH Archive", github_archive
    for name, (folder, make) in REAL.items():
        if (DATA / folder).exists():
            yield name, make
    yield from made()


def seconds(what: Callable[[], object]) -> float:
    """Of processor time."""
    begun = time.process_time()
    what()
    return time.process_time() - begun


def main() -> None:
    wanted = [word.lower() for word in sys.argv[1:]]
    worst = 0.0
    for name, make in given():
        if wanted and not any(word in name.lower() for word in wanted):
            continue
        what = make()
        size, count = sum(map(len, what.files.values())), what.read()
        runs = [
            (seconds(lambda: deque(what.loaded(), 0)), seconds(what.read), seconds(lambda: list(what.loaded())))  # noqa: B023
            for _ in range(RUNS)
        ]
        loading, reading, keeping = map(min, zip(*runs, strict=True))
        worst = max(worst, reading / loading)
        print(
            f"{name:24} {size / 1e6:6.1f} MB {count:8,} records of {size / count:5,.0f} B: "
            f"{reading / count * 1e6:5.1f} µs, "
            f"{reading / loading:5.2f} × orjson.loads (at most {MOST}), {reading / keeping:5.2f} × where all is kept",
            flush=True,
        )
    sys.exit(worst > MOST)


if __name__ == "__main__":
    main()
