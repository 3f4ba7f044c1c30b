"""Reads a letter as its reader would, and holds every claim in it against the raw rows.

It shares no code with what writes the letters: sentences, months and kinds are written down here once more. What it
cannot read is a claim that nobody has checked, and fails.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from django.db import connection

GIFTS = {3, 5, 6, 7, 8, 9, 10, 11, 12, 14, 15, 19, 23, 26, 34, 45, 48, 49}
ANSWERS = {3, 34}
NO_GROUNDS = {4, 21, 22, 27, 30, 31, 35, 36, 39, 41, 43}
_MONTHS = """
January February March April May June July August September October November December
Januar Februar März April Mai Juni Juli August September Oktober November Dezember
janvier février mars avril mai juin juillet août septembre octobre novembre décembre
"""
MONTHS = {name: number % 12 + 1 for number, name in enumerate(_MONTHS.split())}
PLATFORMS = {
    "Discourse": "discourse", "GitHub": "github", "git": "git", "Stack Exchange": "stackexchange",
}  # fmt: skip
NOUNS = {
    "a topic": {1}, "a post": {2}, "an accepted answer": {3}, "an answer": {34}, "a commit": {6}, "a review": {11},
    "an issue": {14}, "a pull request": {15}, "a comment": {16}, "a question": {33}, "a message": {32},
    "a co-authored commit": {7}, "a sign-off": {8}, "a review comment": {12}, "a release": {23}, "an article": {37},
    "ein Commit als Mitautor": {7}, "eine Veröffentlichung": {23}, "ein Artikel": {37}, "un article": {37},
    "ein Thema": {1}, "ein Beitrag": {2}, "eine angenommene Antwort": {3}, "eine Antwort": {34}, "ein Commit": {6},
    "eine Durchsicht": {11}, "ein Issue": {14}, "ein Pull Request": {15}, "ein Kommentar": {16}, "eine Frage": {33},
    "eine Nachricht": {32},
    "un sujet": {1}, "un message": {2, 32}, "une réponse acceptée": {3}, "une réponse": {34}, "un commit": {6},
    "une relecture": {11}, "un ticket": {14}, "une pull request": {15}, "un commentaire": {16}, "une question": {33},
    "an activity": set(range(60)), "eine Aktivität": set(range(60)), "une activité": set(range(60)),
}  # fmt: skip
DAY = r"\d{1,2}\.? \w+ \d{4}"
ON = "(?P<platform>Discourse|GitHub|git|Stack Exchange)"
TITLE = "(?: (?:“|„|« )(?P<title>[^“”„«»]+?)(?:”|“| »))?"
THING = rf"(?P<noun>(?:an?|eine?|une?) [\w -]+?){TITLE} (?:on|auf|sur) {ON}"
YEARS = r"(?:one year|ein Jahr|un an|(?P<n>\d+) (?:years|Jahre|ans))"
D, S, U = (rf"(?P<{name}>{DAY})" for name in ("day", "since", "until"))
N = r"(?P<n>\d+)"
SENTENCES = [
    ("first", rf"Your first contribution that we know of is {THING}, on {D}\."),
    ("first", rf"On {D} came your first contribution that we know of: {THING}\."),
    ("first", rf"Dein erster Beitrag, von dem wir wissen, ist {THING} vom {D}\."),
    ("first", rf"Am {D} kam dein erster Beitrag, von dem wir wissen: {THING}\."),
    ("first", rf"Ta première contribution que nous connaissons est {THING}, le {D}\."),
    ("first", rf"Le {D} est venue ta première contribution que nous connaissons : {THING}\."),
    ("answers", rf"Answer number {N} of yours that we know of is {THING}, on {D}\."),
    ("answers", rf"On {D} came your answer number {N} that we know of: {THING}\."),
    ("answers", rf"Deine Antwort Nummer {N}, von der wir wissen, ist {THING} vom {D}\."),
    ("answers", rf"Am {D} kam deine Antwort Nummer {N}, von der wir wissen: {THING}\."),
    ("answers", rf"Ta réponse numéro {N} que nous connaissons est {THING}, le {D}\."),
    ("answers", rf"Le {D} est venue ta réponse numéro {N} que nous connaissons : {THING}\."),
    ("gifts", rf"Contribution number {N} of yours that we know of is {THING}, on {D}\."),
    ("gifts", rf"On {D} came your contribution number {N} that we know of: {THING}\."),
    ("gifts", rf"Dein Beitrag Nummer {N}, von dem wir wissen, ist {THING} vom {D}\."),
    ("gifts", rf"Am {D} kam dein Beitrag Nummer {N}, von dem wir wissen: {THING}\."),
    ("gifts", rf"Ta contribution numéro {N} que nous connaissons est {THING}, le {D}\."),
    ("gifts", rf"Le {D} est venue ta contribution numéro {N} que nous connaissons : {THING}\."),
    ("return", rf"You came back on {D} with {THING}; before that we saw you last on {S}\."),
    ("return", rf"After {S} we saw nothing of you, until {THING} on {D}\."),
    ("return", rf"Du bist am {D} wiedergekommen, mit dem hier: {THING}; davor sahen wir dich zuletzt am {S}\."),
    ("return", rf"Nach dem {S} sahen wir nichts von dir, bis zum {D}: {THING}\."),
    ("return", rf"Le {D} nous t’avons vu ici à nouveau, avec {THING} ; la fois d’avant, c’était le {S}\."),
    ("return", rf"Après le {S} nous n’avons rien vu de toi, jusqu’à {THING} le {D}\."),
    ("years", rf"On {D} it was {YEARS} since your first activity that we know of: {THING}\."),
    ("years", rf"Your first activity that we know of is {THING}; on {D} that was {YEARS} ago\."),
    ("years", rf"Am {D} war es {YEARS} her, dass du das Erste tatest, von dem wir wissen: {THING}\."),
    ("years", rf"Das Erste von dir, von dem wir wissen, ist {THING}; am {D} war das {YEARS} her\."),
    ("years", rf"Le {D}, cela faisait {YEARS} depuis ta première activité que nous connaissons : {THING}\."),
    ("years", rf"Ta première activité que nous connaissons est {THING} ; le {D}, cela faisait {YEARS}\."),
    ("thread", rf"In the thread “(?P<title>[^“”]+)” you wrote {N} times from {S} to {U}\."),
    ("thread", rf"From {S} to {U} you wrote {N} times in the thread “(?P<title>[^“”]+)”\."),
    ("thread", rf"Im Faden „(?P<title>[^„“]+)“ hast du vom {S} bis zum {U} {N}-mal geschrieben\."),
    ("thread", rf"Vom {S} bis zum {U} hast du {N}-mal im Faden „(?P<title>[^„“]+)“ geschrieben\."),
    ("thread", rf"Dans le fil « (?P<title>[^«»]+) » tu as écrit {N} fois du {S} au {U}\."),
    ("thread", rf"Du {S} au {U} tu as écrit {N} fois dans le fil « (?P<title>[^«»]+) »\."),
]
COMPILED = [(what, re.compile(pattern)) for what, pattern in SENTENCES]
GREETING = re.compile(r"(?:Hello|Hallo|Bonjour)(?: (\S+))?,")
CLOSINGS = {
    "Thank you!", "Many thanks for that.", "Thank you very much.", "Danke!", "Vielen Dank dafür.", "Herzlichen Dank.",
    "Merci !", "Merci beaucoup.", "Un grand merci.",
}  # fmt: skip


class Raw(NamedTuple):
    id: Any
    at: datetime
    kind: int
    platform: str
    title: str
    thread: Any
    author: int | None

    @property
    def day(self) -> date:
        return self.at.astimezone(UTC).date()


def problems(letter: str, member: int, name: str) -> list[str]:
    """What the letter says that the record does not; empty where everything is borne out."""
    parts = letter.split("\n\n")
    if len(parts) != 3:
        return [f"not a greeting, a body and an end: {letter!r}"]
    greeting, body, closing = parts
    found = list(_greeting(greeting, name))
    if closing not in CLOSINGS:
        found.append(f"unknown end: {closing!r}")
    mine = raw(member)
    said = 0
    while body:
        for what, pattern in COMPILED:
            if match := pattern.match(body):
                found += _claim(what, match, mine, member)
                body = body[match.end() :].removeprefix(" ")
                said += 1
                break
        else:
            return [*found, f"unread: {body!r}"]
    return found if said else [*found, "nothing is said"]


def _greeting(greeting: str, name: str) -> Iterator[str]:
    match = GREETING.fullmatch(greeting)
    if match is None:
        yield f"unknown greeting: {greeting!r}"
    elif match[1]:
        if match[1] not in re.split(r"[\s,]+", name):
            yield f"not their name: {match[1]!r} of {name!r}"
        if re.search(r"[\d<>“”„«»\"{}@/]", match[1]):
            yield f"not a name: {match[1]!r}"


def _claim(what: str, match: re.Match[str], mine: list[Raw], member: int) -> Iterator[str]:
    words = match.groupdict()
    n = int(words.get("n") or 1)
    days = {key: _day(words[key]) for key in ("day", "since", "until") if words.get(key)}
    if what == "thread":
        yield from _thread(words["title"], n, days["since"], days["until"], mine, member)
        return
    about = [row for row in mine if _is(row, words) and (what == "years" or row.day == days["day"])]
    lively = [row for row in mine if row.kind not in NO_GROUNDS]
    sound = {
        "first": lambda row: row.kind in GIFTS and not [one for one in mine if one.kind in GIFTS and one.at < row.at],
        "answers": lambda row: row.kind in ANSWERS and _is_nth(row, n, [one for one in mine if one.kind in ANSWERS]),
        "gifts": lambda row: row.kind in GIFTS and _is_nth(row, n, [one for one in mine if one.kind in GIFTS]),
        "return": lambda row: _is_back(row, days["since"], lively) if "since" in days else False,
        "years": lambda row: (
            row in lively and min(lively, key=lambda one: one.at).at == row.at and _later(row.day, n) == days["day"]
        ),
    }[what]
    if not any(sound(row) for row in about):
        yield f"not in the record: {match[0]!r}"


def _is(row: Raw, words: dict[str, str]) -> bool:
    title = words["title"]
    same = True if title is None else _titled(row.title, title)
    return row.kind in NOUNS.get(words["noun"], set()) and PLATFORMS[words["platform"]] == row.platform and same


def _titled(raw_title: str, said: str) -> bool:
    folded = re.sub(r"\s+", " ", raw_title).strip()
    return folded == said or (said.endswith("…") and len(said) > 1 and folded.startswith(said[:-1]))


def _is_nth(row: Raw, n: int, rows: list[Raw]) -> bool:
    before = sum(one.at < row.at for one in rows)
    return before < n <= before + sum(one.at == row.at for one in rows)


def _is_back(row: Raw, since: date, lively: list[Raw]) -> bool:
    before = [one for one in lively if one.at < row.at]
    return (
        row in lively
        and bool(before)
        and max(before, key=lambda one: one.at).day == since
        and (row.day - since).days >= 365
    )


def _later(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    year = day.year + years
    return (
        date(year, 3, 1) if leap and not (year % 4 == 0 and (year % 100 or year % 400 == 0)) else day.replace(year=year)
    )


def _thread(title: str, n: int, since: date, until: date, mine: list[Raw], member: int) -> Iterator[str]:
    for thread in {row.thread for row in mine if row.thread}:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT a.title, l.member_id FROM ledger_activity a JOIN people_link l ON l.identity_id = a.identity_id"
                " WHERE a.id = %s AND NOT a.deleted",
                [thread],
            )
            begun = cursor.fetchone()
        written = [
            row for row in mine
            if row.thread == thread and row.id != thread and since <= row.day <= until and row.kind not in NO_GROUNDS
        ]  # fmt: skip
        days = {row.day for row in written}
        theirs = begun and begun[1] != member and _titled(begun[0] or "", title)
        if theirs and len(written) == n and {min(days), max(days)} == {since, until}:
            return
    yield f"no thread “{title}” with {n} of theirs from {since} to {until}"


def _day(words: str) -> date:
    number, month, year = words.replace(".", "").split()
    return date(int(year), MONTHS[month], int(number))


def raw(member: int) -> list[Raw]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, a.at, a.kind, c.platform, coalesce(a.title, ''), a.thread, a.identity_id"
            " FROM ledger_activity a JOIN ledger_channel c ON c.id = a.channel_id"
            " JOIN people_link l ON l.identity_id = a.identity_id"
            " WHERE l.member_id = %s AND NOT a.deleted",
            [member],
        )
        return [Raw(*row) for row in cursor.fetchall()]
