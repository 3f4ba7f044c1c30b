"""A calendar file component by component, so that memory stays flat and a broken component is one component.

RFC 5545, 3.4 and 3.6: a file holds calendars, a calendar its own lines and its components. Components that stand
outside of any calendar are taken as if they stood in one.
"""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from rapport.words.records import MAX_RAW

LONGEST_LINE = 1 << 20


class Lines(NamedTuple):
    """One line of the calendar itself, with the lines that it is folded over."""

    raw: bytes


class Block(NamedTuple):
    """One component: `VEVENT`, `VTIMEZONE`, …"""

    line: int
    name: str
    raw: bytes
    fault: str | None = None


class End(NamedTuple):
    """The calendar is over, or another begins."""


def parts(stream: BinaryIO) -> Iterator[Lines | Block | End]:
    """The parts of all calendars of a file, in its order. What is not closed is a block with a fault."""
    opened: list[str] = []
    held: list[bytes] = []
    size = begun = 0
    for number, raw in enumerate(_unfolded(stream), 1):
        mark, _, name = raw.strip().decode("ascii", "replace").upper().partition(":")
        name = name.strip()
        if mark in ("BEGIN", "END") and name == "VCALENDAR":
            if opened:
                yield _block(begun, opened[0], held, size, "The component is not closed before its calendar ends.")
            opened, held, size = [], [], 0
            yield End()
            continue
        if mark == "BEGIN" and opened and name in _TOP:
            yield _block(begun, opened[0], held, size, "The component is not closed before the next one begins.")
            opened, held, size = [], [], 0
        if mark == "BEGIN":
            begun = begun if opened else number
            opened.append(name)
        elif not opened:
            if mark != "END" and mark:
                yield Lines(raw[:MAX_RAW])
            continue
        size += len(raw)
        if size <= MAX_RAW:
            held.append(raw)
        if mark == "END" and name in opened:
            del opened[len(opened) - 1 - opened[::-1].index(name) :]
            if not opened:
                yield _block(begun, name, held, size, None)
                held, size = [], 0
    if opened:
        yield _block(begun, opened[0], held, size, "The file breaks off in this component.")
    yield End()


_TOP = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY"})


def _block(line: int, name: str, held: list[bytes], size: int, fault: str | None) -> Block:
    if size > MAX_RAW:
        fault = "The component is larger than 1 MiB; only its beginning was kept."
    return Block(line, name, b"".join(held)[:MAX_RAW], fault)


def _unfolded(stream: BinaryIO) -> Iterator[bytes]:
    """Physical lines, which end in CR LF, LF or CR. A byte order mark is no part of the first."""
    first = True
    while raw := stream.readline(LONGEST_LINE):
        if first:
            raw, first = raw.removeprefix(b"\xef\xbb\xbf"), False
        yield from raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").splitlines(keepends=True)
