"""Whether a message asks something of others: help, an answer, an opinion. Pure, and linear in the text's length.

What somebody quotes and what is code are not theirs: neither counts. The signs are plain (a question mark, "how do I",
"doesn't work", "released"), their weights are learnt from messages that were read and labelled; docs/text.md says how
often the answer is right.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from rapport.text.asking import DENSE, GREETING, PHRASES, SMALL_TALK, WEIGHTS
from rapport.text.marks import found_in

FIRST, LAST = 1_500, 500
"""Characters that are looked at, of what is longer without its quotes."""
AT_THE_END, LONG_AFTER, LONG = 8, 60, 120
"""Words: after a question that closes a message; after one that it goes on from; of a long message."""

_QUOTED = re.compile(r"^[ \t]*>.*$|\[quote\b[^\]\n]{0,300}\](?:[^\[]|\[(?!/?quote\b))*+\[/quote\]", re.M)
_END = re.compile(
    r"([?？؟。！.!…\n](?:(?<=[?？؟])(?<![?？؟]{2})[?？؟!]*(?=[\s\"'”»)\]*_]|$)|(?<=[？。！])"
    r"|(?<=[.!…])(?<![.!…]{2})[.!…]*(?=\s|$)|(?<=\n)\s*\n))"
)
"""Each way to end begins with one of few signs, which is looked for first: four times as fast as without."""
_ASIDE = re.compile(r"\([^()\n]{0,40}\?\)")
"""`(young?)` doubts a word and asks nothing."""
_LOST = re.compile(r"\?(?<!\S\?)\w")
"""Where a message lost its letters on the way, `?quoted? words` are left of those that were quoted."""
_LOST_WITHIN = re.compile(r"\?(?=\s+[a-z])")
_DENSE = re.compile(r"[\u3040-\u9fff\uac00-\ud7a3]")
_MAY_ASK = re.compile(r"[?？؟\u3040-\u9fff\uac00-\ud7a3]")
_DENSE_ASKS = re.compile(DENSE)
_MARKS = ".,:;!?*_~\"'`()[]{}<>“”‘’«»¿¡-–—…/|#="

_SIGNS: dict[str, str] = {}
_LENGTHS: dict[str, set[int]] = {}
for _sign, _phrases in PHRASES.items():
    for _phrase in _phrases.split("|"):
        _words = _phrase.split()
        _SIGNS[" ".join(_words)] = _sign
        _LENGTHS.setdefault(_words[0], set()).add(len(_words))


class Sentence(NamedTuple):
    words: list[str]
    """In lower case, without what stands around them."""
    signs: set[str]
    """By which phrases it holds: `how`, `broken` …"""
    asked: bool
    """Whether it is a question."""


def asks(text: str, title: str = "", *, reply: bool = False) -> bool:
    """Any text, as readers give it: code in fences and backticks, quotes marked with `>`."""
    return asks_in(found_in(f"{title}\n{text}" if title else text).words, titled=bool(title), reply=reply)


def asks_in(words: str, *, titled: bool, reply: bool) -> bool:
    """`asks`, for a text whose code, links and mentions are taken out already. `titled`: its first line is a title."""
    title, _, body = words.partition("\n") if titled else ("", "", words)
    if not reply and not body.strip():  # all that was said
        title, body = "", title
    if reply and not _MAY_ASK.search(body):
        return False
    found = signs(title, body, reply=reply)
    if reply and "?" not in found:  # without a question it tells of troubles, to somebody who asked
        return False
    return sum(WEIGHTS.get(sign, 0) for sign in found) > 0


def signs(title: str, body: str, *, reply: bool) -> set[str]:
    """What speaks for asking, and against it, by the names that have weights."""
    found = _of_body(list(_sentences(_own(body))))
    if reply:
        return found | {f"reply {sign}" for sign in found if sign in _IN_REPLIES} | {"always", "reply"}
    return found | _of_title(list(_sentences(title))) | {"always"}


_IN_REPLIES = frozenset(("long", "? first", "? starts asking"))
"""Signs that mean something else in a reply than in what begins a conversation."""


def _of_title(sentences: list[Sentence]) -> set[str]:
    found = set()
    for place, sentence in enumerate(sentences):
        starts = _starts_asking(sentence)
        if starts:
            found.add("title starts asking")
        if sentence.asked and (starts or place + 1 == len(sentences)):
            found.add("title ?")
        found |= {f"title {sign}" for sign in sentence.signs}
    return found


def _of_body(sentences: list[Sentence]) -> set[str]:
    found: set[str] = set()
    since = count = 0
    for place, sentence in enumerate(sentences):
        count += len(sentence.words)
        since += len(sentence.words)
        starts = _starts_asking(sentence)
        if not sentence.asked:
            found |= sentence.signs
            if starts:
                found.add("starts asking")
            if place == 0:
                found |= {f"first {sign}" for sign in sentence.signs}
        elif not _small_talk(sentence.words):
            since = 0
            found |= {f"? {sign}" for sign in sentence.signs}
            found.add("?")
            if starts:
                found.add("? starts asking")
            if place == 0:
                found.add("? first")
    if "?" in found and since <= AT_THE_END:
        found.add("? last")
    elif "?" in found and since > LONG_AFTER:
        found.add("? long before end")
    if count > LONG:
        found.add("long")
    return found


def _small_talk(words: list[str]) -> bool:
    while words and words[0] in GREETING:
        words = words[1:]
    return len(words) <= 6 and " ".join(words) in SMALL_TALK


def _starts_asking(sentence: Sentence) -> bool:
    return not _ASKING.isdisjoint(sentence.signs) and not _ASKING.isdisjoint(_said(sentence.words[:4]))


_ASKING = frozenset(("how", "is it"))


def _own(body: str) -> str:
    """What the person wrote, its beginning and its end, without question marks that are none."""
    if ">" in body or "[quote" in body:
        body = _QUOTED.sub("", body)
    if len(body) > FIRST + LAST:
        body = f"{body[:FIRST]}\n\n{body[-LAST:]}"
    if "?" in body:
        if "?)" in body:
            body = _ASIDE.sub("", body)
        if _LOST.search(body):
            body = _LOST_WITHIN.sub("", body)
    return body


def _sentences(text: str) -> Iterator[Sentence]:
    parts = _END.split(text.lower().replace("’", "'"))
    dense = not text.isascii() and _DENSE.search(text) is not None
    parts.append("")  # what ends the last one, if nothing does
    for said, end in zip(parts[::2], parts[1::2], strict=True):
        words = [word for written in said.split() if (word := written.strip(_MARKS))]
        if words:
            asked = end != "" and end[0] in "?？؟" and (said[-1] != "." or said[-2:] == "..")
            yield Sentence(words, _said(words), asked or (dense and _DENSE_ASKS.search(said) is not None))


def _said(words: list[str]) -> set[str]:
    found = set()
    for place in [place for place, word in enumerate(words) if word in _LENGTHS]:
        for length in _LENGTHS[words[place]]:
            said = words[place] if length == 1 else " ".join(words[place : place + length])
            if said in _SIGNS:
                found.add(_SIGNS[said])
    return found
