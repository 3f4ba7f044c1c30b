"""A letter of thanks that says nothing but what the record says, each sentence with the activities that bear it out.

Pure. Names and titles are other people's words: a title stands in quotation marks, and a name is only used where it can
be nothing but a name.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date
from typing import NamedTuple
from uuid import UUID

from rapport.people.thanks.languages import ENGLISH, LANGUAGES, Language
from rapport.people.thanks.reasons import Reason, Row
from rapport.words.kinds import BY_NUMBER
from rapport.words.platforms import name_of

MOST_SENTENCES = 2
LONGEST_NAME = 24
LONGEST_TITLE = 90
_QUOTES = '“”„«»"‟‹›'


class Fact(NamedTuple):
    """A sentence, and the activities it speaks of."""

    text: str
    rows: list[Row]


class Draft(NamedTuple):
    greeting: str
    facts: list[Fact]
    closing: str

    @property
    def text(self) -> str:
        return "\n\n".join([self.greeting, " ".join(fact.text for fact in self.facts), self.closing])


def draft(name: str, told: Sequence[Reason], rows: Mapping[UUID, Row], language: str, variant: int) -> Draft | None:
    """None where nothing of what is told can be said. `rows` has all that the reasons name.

    The same `variant` gives the same words.
    """
    words = LANGUAGES.get(language, ENGLISH)
    said = [fact for fact in (_said(reason, rows, words, variant) for reason in told) if fact][:MOST_SENTENCES]
    if not said:
        return None
    called = first_name(name)
    greeting = words.greeting.format(name=called) if called else words.nameless
    return Draft(greeting, said, words.closing[variant % len(words.closing)])


def _said(reason: Reason, rows: Mapping[UUID, Row], words: Language, variant: int) -> Fact | None:
    sentences = words.sentences[reason.what]
    title = quotable(rows[reason.shown].title)
    if reason.what == "thread" and not title:
        return None
    day = reason.day if reason.what == "years" else _day(rows[reason.shown])
    text = sentences[variant % len(sentences)].format(
        thing=_thing(rows[reason.shown], words),
        title=title,
        n=reason.n,
        years=words.write_years(reason.n),
        day=words.write_day(day),
        since=words.write_day(_day(rows[reason.since])),
        until=words.write_day(_day(rows[reason.until])),
    )
    shown = dict.fromkeys([reason.shown, reason.since, reason.until])
    return Fact(text, [rows[key] for key in shown])


def _day(row: Row) -> date:
    return row.at.astimezone(UTC).date()


def _thing(row: Row, words: Language) -> str:
    thing = words.things.get(BY_NUMBER[row.kind].name, words.an_activity)
    platform, title = name_of(row.platform), quotable(row.title)
    return (words.titled if title else words.placed).format(thing=thing, title=title, platform=platform)


def quotable(title: str) -> str:
    """A title as it can stand between quotation marks; empty where it cannot, as it would end them or turn the line.

    White space is folded, and what is too long ends with "…".
    """
    folded = " ".join(title.split())
    if any(sign in _QUOTES or unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn") for sign in folded):
        return ""
    if len(folded) <= LONGEST_TITLE:
        return folded
    return f"{folded[:LONGEST_TITLE].rsplit(maxsplit=1)[0]}…"


def first_name(name: str) -> str:
    """The name to greet somebody by: its first word, if that is made of letters alone; else nothing.

    "Ada who wrote 100 answers" is Ada; "Lovelace, Ada" is Ada too; of "100 answers" no name is left.
    """
    family, comma, given = name.partition(",")
    words = (given if comma and given.strip() else family).split()
    first = words[0] if words else ""
    bare = first.replace("-", "").replace("'", "").replace("’", "")
    letters = bare and all(unicodedata.category(sign)[0] == "L" or unicodedata.combining(sign) for sign in bare)
    starts = first[:1].isalpha()
    return first if letters and starts and 1 < len(first) <= LONGEST_NAME else ""
