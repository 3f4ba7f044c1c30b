"""GH Archive's hours (gharchive.org), public events one JSON object a line; and dumps of the REST API (`dump.py`)."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from rapport.platforms.github import archived, dump
from rapport.platforms.github.home import told
from rapport.platforms.github.lines import Long, lines_of
from rapport.platforms.github.migration import people_told
from rapport.platforms.github.read import Unfit, read_event
from rapport.platforms.github.recognise import is_dump
from rapport.words.records import MAX_RAW, Archive, Outcome, Record, Unreadable, Where

_TYPE = re.compile(rb'"type"\s*:\s*"[A-Z][A-Za-z]*Event"')
_TIME = re.compile(rb'"(?:created_at|payload|actor)"\s*:')
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}]', re.DOTALL)


def recognise(_name: str, head: bytes) -> bool:
    """Whether some line in the head is an object that names a type of event."""
    return any(
        line.lstrip(b"\xef\xbb\xbf \t").startswith(b"{") and _TYPE.search(line) and _TIME.search(line)
        for line in head.split(b"\n")
    )


def read(stream: BinaryIO, _where: Where) -> Iterator[Outcome]:
    """One record a line. An error of the stream itself (a damaged gzip) is raised after what came before it."""
    for number, line in lines_of(stream):
        if isinstance(line, Long):
            yield Unreadable(f"line {number}", line.reason, line.start)
            continue
        try:
            yield Record(f"line {number}", read_event(line))
        except Unfit as problem:
            yield from _piecewise(line, f"line {number}", problem)


def retry(raw: bytes, _name: str) -> Iterator[Outcome]:
    try:
        yield Record("line 1", read_event(raw))
    except Unfit as problem:
        yield from _piecewise(raw, "line 1", problem)


def _piecewise(line: bytes, position: str, problem: Unfit) -> Iterator[Outcome]:
    """Hours of 2011 and 2012 hold many events on one line, with nothing between them."""
    pieces = [] if problem.is_json else list(objects_in(line))
    if len(pieces) < 2:
        yield Unreadable(position, str(problem), line[:MAX_RAW])
        return
    for count, (start, end) in enumerate(pieces, 1):
        place = f"{position}, event {count}"
        try:
            yield Record(place, read_event(line[start:end]))
        except Unfit as again:
            yield Unreadable(place, str(again), line[start : min(end, start + MAX_RAW)])


def objects_in(line: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of each object that stands by itself, and of what lies between or after them."""
    depth = done = 0
    for token in _TOKEN.finditer(line):
        mark = line[token.start()]
        if mark == ord("{"):
            depth += 1
        elif mark == ord("}") and depth:
            depth -= 1
            if not depth:
                yield done, token.end()
                done = token.end()
    if line[done:].strip():
        yield done, len(line)


def recognise_dump(name: str, head: bytes) -> bool:
    return is_dump(head) and not recognise(name, head) and not archived.recognise(name, head)


def tells(_path: str, head: bytes) -> dict[str, bytes]:
    """The ids of repositories by their names, and those of accounts by their addresses."""
    return told(head) | people_told(head)


ARCHIVES: tuple[Archive, ...] = (
    Archive("github", "github-archive", "GH Archive events", recognise, read, retry),
    Archive(
        "github", "github-dump", "GitHub issues and pull requests", recognise_dump, dump.read, dump.retry,
        frozenset({"repository.json", "repo.json"}), tells,
    ),
    Archive(
        "github", "github-repository", "GitHub repository archives", archived.recognise, archived.read, archived.retry,
    ),
)  # fmt: skip
