"""A digest as templates show it, on a page and in a mail: each line with the address of what it says."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from rapport.measure.behind import Asked
from rapport.measure.digest.telling import Digest, Figure, waiting_days
from rapport.measure.formats import as_json
from rapport.measure.pages.cards import address, total
from rapport.measure.reports.statement import doubt
from rapport.measure.reports.told import Line as Around
from rapport.measure.topics.rising import ABOUT_CHANCE
from rapport.measure.unusual.sentences import about_chance, sentence
from rapport.people.links import outward

_LONGEST = 90


class Number(NamedTuple):
    title: str
    value: str
    unit: str
    interval: str
    change: str
    verdict: str
    text: str
    doubt: str
    href: str


class Line(NamedTuple):
    text: str
    about: str
    href: str
    """Empty where there is nothing to open."""


class Shown(NamedTuple):
    numbers: list[Number]
    happened: list[Line]
    rose: list[Line]
    rose_note: str
    ahead: list[Line]
    waiting: list[Line]
    waiting_total: int
    waiting_aside: int
    """More, which its address lists too, that need no answer, as the team said."""
    waiting_href: str
    thanks: list[Line]
    unusual: list[Line]
    unusual_note: str
    new: list[Line]
    new_total: int
    new_href: str
    report_href: str


def shown(digest: Digest, home: str = "") -> Shown:
    """With `home`, addresses are whole, as a mail needs them."""
    span = digest.week.span
    days = {"since": span.first.isoformat(), "until": span.last.isoformat()}
    new = next(one for one in digest.figures if one.answer.metric.name == "new_members")
    asked = waiting_days(digest.week)
    waited = {"since": asked.first.isoformat(), "until": asked.last.isoformat(), "without_team": "1"}
    looked = digest.unusual
    return Shown(
        numbers=[_number(one, home) for one in digest.figures],
        happened=_around(digest.happened, home),
        rose=_around(digest.rose, home),
        rose_note=ABOUT_CHANCE,
        ahead=_around(digest.ahead, home),
        waiting=[
            Line(_begins(one.asked), f"{one.asked.channel}, waits {one.lasted}", outward(one.asked.url))
            for one in digest.waiting.longest
        ],
        waiting_total=digest.waiting.total,
        waiting_aside=digest.waiting.aside,
        waiting_href=f"{home}{reverse('measure:behind', args=['unanswered'])}?{urlencode(waited)}",
        thanks=[
            Line(one.member.name, one.why, home + reverse("people:profile", args=[one.member.pk]))
            for one in digest.thanks
        ],
        unusual=[
            Line(
                sentence(one),
                "",
                f"{home}{reverse('measure:metric', args=[one.metric.name])}?"
                + urlencode(
                    {"platform": one.platform, "since": span.first.isoformat(), "until": span.last.isoformat()}
                ),
            )
            for one in (looked.found if looked else [])
        ],
        unusual_note=about_chance(looked) if looked else "",
        new=[Line(name, "", home + reverse("people:profile", args=[number])) for number, name in digest.new],
        new_total=int(new.answer.total or 0),
        new_href=f"{home}{reverse('people:list')}?{urlencode(days | {'new': '1'})}",
        report_href=f"{home}{reverse('measure:report')}?{urlencode(days)}",
    )


def _around(lines: tuple[Around, ...], home: str) -> list[Line]:
    return [Line(one.text, one.about, f"{home}{one.href}" if one.href.startswith("/") else one.href) for one in lines]


def _begins(asked: Asked) -> str:
    """Its title, or how its text begins."""
    text = " ".join("".join(piece.said for piece in asked.said).split())
    words = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
    return asked.title or words or asked.kind.label.capitalize()


def _number(one: Figure, home: str) -> Number:
    answer = one.answer
    return Number(
        answer.metric.title,
        *total(answer),
        one.change,
        one.verdict,
        one.said.text,
        doubt(one.said),
        home + address(answer.metric.name, answer.question),
    )


def digest_as_json(digest: Digest) -> dict[str, Any]:
    told = shown(digest, settings.PUBLIC_URL)
    figures = []
    for one, number in zip(digest.figures, told.numbers, strict=True):
        answered = as_json(one.answer, one.said.against)
        del answered["rows"]
        usual = one.said.usual._asdict() if one.said.usual else None
        figures.append(
            {"text": number.text, "verdict": number.verdict, "usual": usual, "evidence": number.href}
            | {"figures": answered}
        )
    return {
        "week": str(digest.week),
        "since": digest.week.span.first.isoformat(),
        "until": digest.week.span.last.isoformat(),
        "short": digest.short,
        "as_of": digest.as_of,
        "about_chance": digest.about_chance,
        "figures": figures,
        "happened": _lines(told.happened),
        "rose": _lines(told.rose),
        "about_rising": told.rose_note,
        "ahead": _lines(told.ahead),
        "waiting": {
            "total": told.waiting_total,
            "set_aside": told.waiting_aside,
            "evidence": told.waiting_href,
            "longest": _lines(told.waiting),
        },
        "thanks": _lines(told.thanks),
        "unusual": {"found": _lines(told.unusual), "note": told.unusual_note},
        "new": {"total": told.new_total, "evidence": told.new_href, "latest": _lines(told.new)},
    }


def _lines(lines: list[Line]) -> list[dict[str, str]]:
    return [line._asdict() for line in lines]
