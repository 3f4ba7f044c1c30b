"""A segment's text, and what it means. Pure: texts and the names of a home in, a tree out."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from string import Template
from typing import Any, NoReturn

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, VisitError

from rapport.people.segments.days import days_named, since
from rapport.people.segments.expected import expected_there
from rapport.people.segments.refused import SegmentRefused
from rapport.people.segments.tree import (
    All,
    At,
    Called,
    Days,
    Did,
    Either,
    HasEmail,
    Last,
    Limit,
    Not,
    Period,
    Score,
    Seen,
    Side,
    Silent,
    Tagged,
    Times,
    Tree,
)
from rapport.people.segments.words import ACTIVE, CODES, KIND_WORDS, MONTHS, NUMBERS, VERBS, Known, closest, named
from rapport.text.names import LANGUAGES
from rapport.words.platforms import NAMES, name_of

LONGEST = 2000
"""Characters of a segment."""
MOST = 1_000_000
DEEPEST = 50
"""Brackets within brackets."""


def read(text: str, known: Known, today: date) -> Tree:
    """What a text means. Raises SegmentRefused, which says where and what would be right.

    `today` is a day in UTC: "since June" is the June that began last.
    """
    text = " ".join(text.split()).strip(" ,.")
    if not text:
        raise SegmentRefused("Nothing is asked.", "Write, for example: contributed twice since June.", text, 0, "")
    if len(text) > LONGEST or text.count("(") > DEEPEST:
        raise SegmentRefused("This is too long.", f"Keep it under {LONGEST:,} characters.", text[:80], 80, "")
    try:
        tree = _grammar().parse(text)
    except UnexpectedInput as error:
        raise expected_there(error, text) from None
    try:
        meaning: Tree = _Meaning(text, known, today).transform(tree)
    except VisitError as error:
        if isinstance(error.orig_exc, SegmentRefused):
            raise error.orig_exc from None
        raise
    return meaning


@cache
def _grammar() -> Lark:
    lists: dict[str, Iterable[str]] = {
        "verbs": VERBS,
        "kinds": KIND_WORDS,
        "languages": CODES,
        "months": MONTHS,
        "numbers": NUMBERS,
    }
    lists["platforms"] = [name for name in NAMES.values() if " " in name]  # of one word, a home may have others
    written = Template((Path(__file__).parent / "grammar.lark").read_text())
    return Lark(written.substitute({name: _any_of(words) for name, words in lists.items()}), parser="lalr")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace("/", r"\/") for word in sorted(words, key=len, reverse=True))


class _Part(tuple[str, Any, Token]):
    """What a part says, its value, and where it stands."""

    __slots__ = ()


class _Meaning(Transformer[Token, Tree]):
    def __init__(self, text: str, known: Known, today: date) -> None:
        super().__init__()
        self._text, self._known, self._today = text, known, today

    # The whole

    def all(self, each: list[Tree]) -> Tree:
        return All(tuple(part for one in each for part in (one.each if isinstance(one, All) else (one,))))

    def either(self, each: list[Tree]) -> Tree:
        return Either(tuple(part for one in each for part in (one.each if isinstance(one, Either) else (one,))))

    def negation(self, each: list[Tree]) -> Tree:
        [one] = each
        return one.one if isinstance(one, Not) else Not(one)

    # Conditions

    def did(self, parts: list[Any]) -> Did:
        words = [part for part in parts if isinstance(part, Token)]
        told = self._told(part for part in parts if isinstance(part, _Part))
        verb = next((str(word).lower() for word in words if word.type == "VERB"), ACTIVE)
        if any(word.type == "NEVER" for word in words):
            told["times"] = Times("most", 0)
        if words and words[0].type == "WRITES" and "language" not in told:
            self._refuse("It is not said in which language.", "Write, for example: writes in German.", words[0])
        return Did(verb, **told)

    def made(self, parts: list[Any]) -> Did:
        [kind] = [part for part in parts if isinstance(part, Token)]
        told = self._told(part for part in parts if isinstance(part, _Part))
        return Did(KIND_WORDS[str(kind).lower()].name, **told)

    def first_seen(self, parts: list[_Part]) -> Seen:
        return Seen("first", self._told(parts)["period"])

    def last_seen(self, parts: list[_Part]) -> Seen:
        return Seen("last", self._told(parts)["period"])

    def silent(self, parts: list[Any]) -> Silent:
        if isinstance(parts[0], _Part):
            return Silent(parts[0][1])
        return Silent(self._length(parts))

    def score(self, parts: list[Any]) -> Score:
        limit, number, *periods = parts
        told = self._told(periods)
        times = self._limited(limit, self._number(number), number)
        if times.limit == "exactly":
            self._refuse("A score is hardly ever exactly that.", "Write “at least” or “at most”.", limit)
        return Score(times.limit, times.n, told.get("period"))

    def tagged(self, parts: list[Token]) -> Tagged:
        return Tagged(self._name(parts[0], "tag", self._known.tags))

    def at(self, parts: list[Token]) -> At:
        return At(self._name(parts[0], "organisation", self._known.organisations))

    def name_contains(self, parts: list[Token]) -> Called:
        return Called("name", self._words(parts[0]))

    def handle_contains(self, parts: list[Token]) -> Called:
        return Called("handle", self._words(parts[0]))

    def team(self, _: list[Token]) -> Side:
        return Side("team")

    def community(self, _: list[Token]) -> Side:
        return Side("community")

    def bot(self, _: list[Token]) -> Side:
        return Side("bot")

    def has_email(self, _: list[Token]) -> HasEmail:
        return HasEmail()

    # Their parts

    def times(self, parts: list[Token]) -> _Part:
        limit = parts[0] if parts[0].type == "LIMIT" else None
        count = parts[-1]
        n = {"ONCE": 1, "TWICE": 2}.get(count.type) or self._number(count)
        return _Part(("times", self._limited(limit, n, count), count))

    def amount(self, parts: list[Token]) -> _Part:
        limit = parts[0] if parts[0].type == "LIMIT" else None
        count = parts[-1]
        n = 1 if count.type == "ONE" else self._number(count)
        return _Part(("times", self._limited(limit, n, count), count))

    def on(self, parts: list[Token]) -> _Part:
        written = _unquoted(parts[0])
        key = self._known.platform(written)
        if key is None:
            names = sorted({name_of(key) for key in self._known.platforms})
            self._unknown("platform", written, names, parts[0])
        return _Part(("platform", key, parts[0]))

    def inside(self, parts: list[Token]) -> _Part:
        [where] = parts
        if where.type == "LANGUAGE":
            return _Part(("language", CODES[str(where).lower()], where))
        if where.type == "NAME":
            self._unknown("language", str(where), list(LANGUAGES.values()), where, 'A channel is written as "help".')
        return _Part(("channel", self._name(where, "channel", self._known.channels), where))

    def since(self, parts: list[Token]) -> _Part:
        return _Part(("period", Days(since=self._days(parts[0])[0]), parts[0]))

    def until(self, parts: list[Token]) -> _Part:
        return _Part(("period", Days(until=self._days(parts[0])[1]), parts[0]))

    def before(self, parts: list[Token]) -> _Part:
        return _Part(("period", Days(until=self._beside(self._days(parts[0])[0], -1, parts[0])), parts[0]))

    def after(self, parts: list[Token]) -> _Part:
        return _Part(("period", Days(since=self._beside(self._days(parts[0])[1], 1, parts[0])), parts[0]))

    def between(self, parts: list[Token]) -> _Part:
        return _Part(("period", self._ordered(self._days(parts[0])[0], self._days(parts[-1])[1], parts[-1]), parts[0]))

    def during(self, parts: list[Token]) -> _Part:
        return _Part(("period", Days(*self._days(parts[0])), parts[0]))

    def last(self, parts: list[Token]) -> _Part:
        return _Part(("period", self._length(parts), parts[-1]))

    def name(self, parts: list[Token]) -> Token:
        return parts[0]

    # Their values

    def _told(self, parts: Iterable[_Part]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for what, value, where in parts:
            if what == "period" and what in told:
                value = self._joined(told[what], value, where)
            elif what in told:
                self._refuse("This was said already.", "Say it once.", where)
            told[what] = value
        return told

    def _joined(self, before: Period, after: Period, where: Token) -> Days:
        """`since … until …` is one period."""
        ends = [one for one in (before, after) if isinstance(one, Days)]
        since = [one.since for one in ends if one.since and not one.until]
        until = [one.until for one in ends if one.until and not one.since]
        if len(since) != 1 or len(until) != 1:
            self._refuse("The time was said already.", "Say it once: since …, until …, or between … and ….", where)
        return self._ordered(since[0], until[0], where)

    def _ordered(self, since: date, until: date, where: Token) -> Days:
        if since > until:
            self._refuse(f"{until} comes before {since}.", "Swap the two days.", where)
        return Days(since, until)

    def _days(self, where: Token) -> tuple[date, date]:
        try:
            return tuple(days_named(str(where), self._today))  # type: ignore[return-value]  # a Span is two dates
        except ValueError:
            self._refuse(f"There is no day {where}.", "Write days as 2025-06-30, June 2025 or 2025.", where)

    def _beside(self, day: date, step: int, where: Token) -> date:
        try:
            return day + timedelta(days=step)
        except OverflowError:
            self._refuse("No calendar has a day there.", "Use another one.", where)

    def _length(self, parts: list[Token]) -> Last:
        n = self._number(parts[0]) if len(parts) > 1 else 1
        last = Last(n, str(parts[-1]).lower().removesuffix("s"))  # type: ignore[arg-type]  # as UNIT has them
        try:
            since(last, self._today)
        except (ValueError, OverflowError):
            n = 0
        if not n:
            self._refuse("No calendar has so many days, or none.", "Write, for example: in the last 30 days.", parts[0])
        return last

    def _number(self, where: Token) -> int:
        written = str(where).lower()
        n = NUMBERS.index(written) + 1 if written in NUMBERS else int(written) if len(written) < 9 else MOST + 1
        if n > MOST:
            self._refuse("Nobody does anything that often.", f"Use a number up to {MOST:,}.", where)
        return n

    def _limited(self, limit: Token | None, n: int, where: Token) -> Times:
        kinds: dict[str, Limit] = {"more than": "least", "fewer than": "most", "less than": "most"}
        written = " ".join(str(limit or "at least").lower().split())
        kind: Limit = kinds.get(written) or written.removeprefix("at ")  # type: ignore[assignment]
        n += {"more than": 1, "fewer than": -1, "less than": -1}.get(written, 0)
        if n < 0 or (kind == "least" and n == 0):
            everybody = "Nobody" if n < 0 else "Everybody"
            self._refuse(f"{everybody} did.", "Use another number, or “never”.", where)
        return Times("most" if n == 0 else kind, n)

    def _name(self, where: Token, what: str, names: Any) -> str:
        written = _unquoted(where)
        found = written if names is None else named(written, names)
        if not written or found is None:
            self._unknown(what, written, names or (), where)
        return found

    def _words(self, where: Token) -> str:
        words = _unquoted(where).strip()
        if not words:
            self._refuse("No words are given.", 'Write, for example: name contains "ada".', where)
        return words

    def _unknown(self, what: str, written: str, names: Any, where: Token, more: str = "") -> NoReturn:
        likely = closest(written, names)
        some = ", ".join(sorted(names)[:8])
        remedy = f"Did you mean {likely}?" if likely else (f"There is {some}." if some and len(names) < 30 else "")
        remedy = " ".join(filter(None, (remedy, more))) or f"There is no {what} yet."
        self._refuse(f"I do not know the {what} “{written}”.", remedy, where)

    def _refuse(self, problem: str, remedy: str, where: Token) -> NoReturn:
        raise SegmentRefused(problem, remedy, self._text, where.start_pos or 0, str(where))


def _unquoted(where: Token) -> str:
    written = str(where)
    if where.type == "STRING":
        return re.sub(r"\\(.)", r"\1", written[1:-1])
    return written.removeprefix("#")
