"""What stands in a text besides words: links, mentions, code. Pure, and linear in the text's length.

Code is told as CommonMark does (0.31, sections 4.5 and 6.1): fences of backticks or tildes, and spans between runs of
backticks of one length. What looks like a link or a mention inside code is neither.
"""

import re
from typing import NamedTuple


class Marks(NamedTuple):
    links: tuple[str, ...]
    """Each address once, in their order."""
    mentions: tuple[str, ...]
    """The names after `@`, without it, each once; Slack's and Discord's `<@U02AB>` by their id."""
    code: tuple[str, ...]
    """Fenced blocks without their fences, and spans."""
    words: str
    """The text without any of these: what a person said in words."""


_FENCE = re.compile(r"^ {0,3}(?P<mark>`{3,}|~{3,})(?P<info>[^\n]*)$")
_TICKS = re.compile(r"`+")
_LINK = re.compile(r"https?://[^\s<>\"“”]+", re.I)
_MENTION = re.compile(
    r"<@!?(?P<id>\w+)(?:\|[^>\n]{0,80})?>|(?<![\w@/.`])@(?P<name>\w[\w.-]{0,38}(?:@[\w-]+(?:\.[\w-]+)+)?)"
)
_ENDS = ".,:;!?'\"*_~"


def found_in(text: str) -> Marks:
    """Any text, also one made of HTML whose `pre` and `code` have become fences and backticks."""
    code: list[str] = []
    prose = _without_spans(_without_fences(text, code), code)
    links: dict[str, None] = {}
    mentions: dict[str, None] = {}

    def take_link(found: "re.Match[str]") -> str:
        link = _whole(found[0])
        links[link] = None
        return " " + found[0][len(link) :]

    def take_mention(found: "re.Match[str]") -> str:
        mentions[found["id"] or found["name"].rstrip(".-")] = None
        return " "

    prose = _MENTION.sub(take_mention, _LINK.sub(take_link, prose))
    return Marks(tuple(links), tuple(mentions), tuple(code), prose)


def _without_fences(text: str, code: list[str]) -> str:
    """The text without fenced blocks, which are added to `code`; one that never closes goes to the end."""
    if "```" not in text and "~~~" not in text:
        return text
    kept: list[str] = []
    block: list[str] | None = None
    opened = ""
    for line in text.split("\n"):
        found = _FENCE.match(line.rstrip("\r"))
        if block is None:
            if found and not (found["mark"][0] == "`" and "`" in found["info"]):
                block, opened = [], found["mark"]
            else:
                kept.append(line)
        elif found and found["mark"].startswith(opened) and not found["info"].strip():
            code.append("\n".join(block))
            block = None
        else:
            block.append(line)
    if block is not None:
        code.append("\n".join(block))
    return "\n".join(kept)


def _without_spans(text: str, code: list[str]) -> str:
    """The text without code spans. A run of backticks that finds no other of its length in its paragraph stays."""
    if "`" not in text:
        return text
    runs = [(found.start(), found.end()) for found in _TICKS.finditer(text)]
    paragraphs = [found.start() for found in re.finditer(r"\n[ \t]*\n", text)]
    kept, done, place = [], 0, 0
    following = _closings(text, runs, paragraphs)
    while place < len(runs):
        start, end = runs[place]
        closing = following[place]
        if closing is None or (start > 0 and text[start - 1] == "\\"):
            place += 1
            continue
        kept.append(text[done:start])
        code.append(_span(text[end : runs[closing][0]]))
        done = runs[closing][1]
        place = closing + 1
    return " ".join([*kept, text[done:]])


def _closings(text: str, runs: list[tuple[int, int]], paragraphs: list[int]) -> list[int | None]:
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
