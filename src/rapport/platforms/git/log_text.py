"""What `git log` prints for people, saved as a text: commits with author, date and message, also with `--stat`.

Source: git-log(1), PRETTY FORMATS (medium, fuller, raw), which reads alike in every language of git. `--graph`
draws before each line; `--numstat`, `--stat` and `--shortstat` write figures behind the message, `-p` the changes.
"""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import BinaryIO

from rapport.platforms.git.lines import BLOCK, Line, read_lines
from rapport.platforms.git.moment import Moment, moment_of_seconds, moment_of_text
from rapport.platforms.git.read import commit_activities, person
from rapport.platforms.git.repository import channel_of, name_of_table
from rapport.words.activity import COMMIT_FROM_TABLE, Activity, Fact
from rapport.words.identity import Channel
from rapport.words.records import MAX_RAW, Outcome, Record, Unreadable, Where

NO_COMMIT = "The line that names the commit is missing or broken."
TOO_LONG = "The commit takes more than 1 MiB; only its beginning was kept."
FOREWORD = 40
"""Lines that may stand before the first commit, in a file that is called a log."""

_GRAPH = r"[ *|\\/_]*"
_COMMIT = re.compile(
    r"(?:[ |\\/_]*\*" + _GRAPH + r" )?commit [-<>^=]? ?([0-9a-f]{7,64})((?: [0-9a-f]{7,64})*)(?: \(.*)?\s*"
)
_HEADING = re.compile(r"(" + _GRAPH + r")(?:(Author|AuthorDate|Date|Merge): +|(author|parent) )(.*)")
_AUTHOR = re.compile(r"([^<]*)<([^<>]*)>(?: (-?\d{1,15}) ([+-]\d{4}))?\s*")
_NUMSTAT = re.compile(r"(\d{1,9}|-)\t(\d{1,9}|-)\t.+")
_SUMMARY = re.compile(r" (\d{1,9}) files? changed(?:, (\d{1,9}) insertions?\(\+\))?(?:, (\d{1,9}) deletions?\(-\))?\s*")
_INDENT = "    "


def recognise(name: str, head: bytes) -> bool:
    """Whether the first line names a commit and the next ones its author; a file called a log may have a foreword."""
    most = FOREWORD if "log" in re.split(r"[/\\]| › ", name)[-1].lower() else 1
    named = False
    for line in read_lines([head]):
        if named and (heading := _HEADING.match(line.text)) and (heading[2] == "Author" or heading[3] == "author"):
            return _AUTHOR.fullmatch(heading[4]) is not None
        if _COMMIT.fullmatch(line.text):
            named = True
        elif line.text.strip() and not named:
            most -= 1
        if most <= 0 or line.number > 2 * FOREWORD:
            return False
    return False


def read(stream: BinaryIO, where: Where) -> Iterator[Outcome]:
    """One outcome a commit. What stands before the first one is passed over."""
    channel = channel_of(name_of_table(where.file))
    for lines in _commits(read_lines(iter(partial(stream.read, BLOCK), b""))):
        yield _outcome(lines, channel)


def retry(raw: bytes, name: str) -> Iterator[Outcome]:
    lines = list(read_lines([raw]))
    if lines:
        yield _outcome(lines, channel_of(name_of_table(name)))


def _commits(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """The lines of each commit, without the changes that `-p` writes; of what is too long the beginning."""
    held: list[Line] = []
    size, in_body, in_changes = 0, False, False
    for line in lines:
        headless = in_body and _is_author(line.text)
        if headless or _COMMIT.fullmatch(line.text):
            if held:
                yield held
            held, size, in_body, in_changes = [line], len(line.raw), headless, False
            continue
        if not held:
            continue
        in_body = (in_body and not headless) or not line.text.strip(" *|\\/_")
        in_changes = in_changes or line.text.startswith("diff --")
        if not in_changes and size <= MAX_RAW:
            held.append(line)
            size += len(line.raw)
    if held:
        yield held


def _is_author(text: str) -> bool:
    """In place of a message: the commit's own line is broken."""
    return text.startswith("Author: ") and _AUTHOR.fullmatch(text[8:]) is not None


def _outcome(lines: list[Line], channel: Channel) -> Outcome:
    position = f"line {lines[0].number:,}"
    try:
        return Record(position, _activities(lines, channel))
    except ValueError as error:
        return Unreadable(position, str(error), b"\n".join(line.raw for line in lines)[:MAX_RAW])


def _activities(lines: list[Line], channel: Channel) -> list[Activity]:
    """The commit; ValueError, in words, if it cannot be read."""
    commit = _COMMIT.fullmatch(lines[0].text)
    if commit is None:
        raise ValueError(NO_COMMIT)
    if len(commit[1]) not in (40, 64):
        raise ValueError("The sha is not 40 or 64 hexadecimal digits.")
    if any(line.cut for line in lines) or sum(len(line.raw) for line in lines) > MAX_RAW:
        raise ValueError(TOO_LONG)
    texts = [line.text for line in lines[1:]]
    headings, width, end = _headings(texts)
    author = _AUTHOR.fullmatch(headings.get("author", ""))
    if author is None:
        raise ValueError("The commit does not say who wrote it.")
    message, figures = _body(text[width:] for text in texts[end:])
    merge = "Merge" in headings or headings.get("parents", "") > "1" or commit[2].count(" ") > 1
    facts: dict[str, Fact] = {"merge": merge} | ({} if merge else figures)
    who = person(author[1], author[2])
    return commit_activities(commit[1], _moment(headings, author), who, channel, message, COMMIT_FROM_TABLE, facts)


def _headings(texts: list[str]) -> tuple[dict[str, str], int, int]:
    """What stands above the message, how wide the drawing before each line is, and where the message begins."""
    found: dict[str, str] = {}
    width = parents = 0
    for number, text in enumerate(texts):
        if not text.strip(" *|\\/_"):
            return found, width, number
        heading = _HEADING.match(text)
        if heading and (heading[2] == "Author" or heading[3] == "author"):
            found["author"], width = heading[4], len(heading[1])
        elif heading and heading[3]:
            parents += 1
            found["parents"] = str(parents)
        elif heading:
            found[heading[2]] = heading[4]
    return found, width, len(texts)


def _moment(headings: dict[str, str], author: re.Match[str]) -> Moment:
    if author[3]:
        return moment_of_seconds(author[3], author[4])
    written = headings.get("AuthorDate") or headings.get("Date")
    if written is None:
        raise ValueError("The commit does not say when it was written.")
    return moment_of_text(written)


def _body(texts: Iterable[str]) -> tuple[str, dict[str, Fact]]:
    """The message, and the figures behind it. Notes are somebody else's later words."""
    message: list[str] = []
    counted = [0, 0, 0]
    summary: tuple[int, ...] = ()
    noted = False
    for text in texts:
        if text.startswith(_INDENT) and not noted:
            message.append(text[len(_INDENT) :])
        elif numbers := _NUMSTAT.fullmatch(text):
            counted[0] += 1
            counted[1] += int(numbers[1]) if numbers[1] != "-" else 0
            counted[2] += int(numbers[2]) if numbers[2] != "-" else 0
        elif whole := _SUMMARY.fullmatch(text):
            summary = tuple(int(number or 0) for number in whole.groups())
        elif text.startswith("Notes"):
            noted = True
        elif not text.strip():
            message.append("")
    figures = tuple(counted) if counted[0] else summary
    return "\n".join(message), dict(zip(("files", "added", "removed"), figures, strict=False))
