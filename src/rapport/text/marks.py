"""What stands in a text besides words: links, mentions, code. Pure, and linear in the text's length.

Code is told as CommonMark does (0.31, sections 4.5 and 6.1): fences of backticks or tildes, and spans between runs of
backticks of one length. What looks like a link or a mention inside code is neither.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple


class Mark(Enum):
    WORDS = "words"
    LINK = "link"
    MENTION = "mention"
    SPAN = "span"
    BLOCK = "block"


class Piece(NamedTuple):
    mark: Mark
    said: str
    """Words as they stand; a link's address; a mention as it is written; code without its fences or backticks."""
    name: str = ""
    """Of a mention: what follows `@`, without it; of Slack's and Discord's `<@U02AB>` the id."""


class Marks(NamedTuple):
    links: tuple[str, ...]
    """Each address once, in their order."""
    mentions: tuple[str, ...]
    """The names, each once."""
    code: tuple[str, ...]
    """Fenced blocks and spans, in their order."""
    words: str
    """The text without any of these: what a person said in words."""


_FENCE = re.compile(r"^ {0,3}(?P<mark>`{3,}|~{3,})(?P<info>[^\n]*)$")
_TICKS = re.compile(r"`+")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_MARK = re.compile(
    # No browser takes a longer address, and a hostile one would be looked through again and again.
    r"(?P<link>https?://[\w\[][^\s<>\"“”]{0,2000})"
    r"|<@!?(?P<id>\w+)(?:\|[^>\n]{0,80})?>"
    r"|(?<![\w@/.`])@(?P<name>\w[\w.-]{0,38}(?:@[\w-]+(?:\.[\w-]+)+)?)",
    re.I,
)
HOST = r"^https?://(?:[^/?#@]*@)?(?:www\.)?([^/?#:]+)"
"""Finds the host in a lower-case address, for PostgreSQL and DuckDB too."""
_ENDS = ".,:;!?'\"*_~"


def found_in(text: str) -> Marks:
    """Any text, also one made of HTML whose `pre` and `code` have become fences and backticks."""
    links: dict[str, None] = {}
    mentions: dict[str, None] = {}
    code: list[str] = []
    words: list[str] = []
    for mark, said, name in pieces(text):
        if mark is Mark.WORDS:
            words.append(said)
        elif mark is Mark.LINK:
            links[said] = None
        elif mark is Mark.MENTION:
            mentions[name] = None
        else:
            code.append(said)
    return Marks(tuple(links), tuple(mentions), tuple(code), " ".join(words))


def pieces(text: str) -> Iterator[Piece]:
    """The text piece by piece, in its order. Nothing but fences and backticks is left out."""
    for start, end, block in _fenced(text):
        if block is None:
            yield from _prose(text, start, end)
        else:
            yield Piece(Mark.BLOCK, block)


def _prose(text: str, start: int, end: int) -> Iterator[Piece]:
    done = start
    for opens, closes, span in _spans(text, start, end):
        yield from _marked(text, done, opens)
        yield Piece(Mark.SPAN, span)
        done = closes
    yield from _marked(text, done, end)


def _marked(text: str, start: int, end: int) -> Iterator[Piece]:
    """Words, links and mentions."""
    done = place = start
    while found := _MARK.search(text, place, end):
        place = found.end()
        if found["link"]:
            said = _whole(found["link"])
            place = found.start() + len(said)
            piece = Piece(Mark.LINK, said)
        elif found["id"]:
            piece = Piece(Mark.MENTION, found[0], found["id"])
        else:
            name = found["name"].rstrip(".-")
            place = found.start() + 1 + len(name)
            piece = Piece(Mark.MENTION, f"@{name}", name)
        if found.start() > done:
            yield Piece(Mark.WORDS, text[done : found.start()])
        yield piece
        done = place
    if done < end:
        yield Piece(Mark.WORDS, text[done:end])


def _fenced(text: str) -> Iterator[tuple[int, int, str | None]]:
    """Where prose and fenced blocks begin and end, and what is in a block; one that never closes goes to the end."""
    if "```" not in text and "~~~" not in text:
        yield 0, len(text), None
        return
    block: list[str] | None = None
    opened, begins, at = "", 0, 0
    for line in text.split("\n"):
        after = min(at + len(line) + 1, len(text))
        found = _FENCE.match(line.rstrip("\r"))
        if block is None:
            if found and not (found["mark"][0] == "`" and "`" in found["info"]):
                yield begins, at, None
                block, opened, begins = [], found["mark"], at
        elif found and found["mark"].startswith(opened) and not found["info"].strip():
            yield begins, after, "\n".join(block)
            block, begins = None, after
        else:
            block.append(line)
        at = after
    yield begins, len(text), None if block is None else "\n".join(block)


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Where code spans begin and end, and what is in them.

    A run of backticks that finds no other of its length in its paragraph is words.
    """
    if text.find("`", start, end) < 0:
        return
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(text, start, end)]
    paragraphs = [found.start() for found in _PARAGRAPH.finditer(text, start, end)]
    following = _closings(runs, paragraphs)
    place = 0
    while place < len(runs):
        opens, inner = runs[place]
        closing = following[place]
        if closing is None or (opens > start and text[opens - 1] == "\\"):
            place += 1
            continue
        yield opens, runs[closing][1], _span(text[inner : runs[closing][0]])
        place = closing + 1


def _closings(runs: list[tuple[int, int]], paragraphs: list[int]) -> list[int | None]:
    """For each run of backticks the next one of its length in the same paragraph."""
    found: list[int | None] = [None] * len(runs)
    latest: dict[int, int] = {}
    breaks = len(paragraphs) - 1
    for place in range(len(runs) - 1, -1, -1):
        start, end = runs[place]
        while breaks >= 0 and paragraphs[breaks] > start:
            latest.clear()
            breaks -= 1
        found[place] = latest.get(end - start)
        latest[end - start] = place
    return found


def _span(inner: str) -> str:
    """As CommonMark strips it: one space on both sides, unless there is nothing else."""
    inner = inner.replace("\n", " ")
    if len(inner) > 1 and inner[0] == inner[-1] == " " and inner.strip(" "):
        return inner[1:-1]
    return inner


def _whole(link: str) -> str:
    """A link without the sentence's punctuation; a closing bracket belongs to it where it was opened in it."""
    while link:
        if link[-1] in _ENDS:
            link = link.rstrip(_ENDS)
        elif (pair := {")": "(", "]": "[", "}": "{"}.get(link[-1])) and link.count(link[-1]) > link.count(pair):
            link = link[:-1]
        else:
            break
    return link
