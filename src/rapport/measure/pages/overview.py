"""What the community does in one look: six numbers with their charts, and below them every metric in a line."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.permissions import Permission, needs
from rapport.ledger.untold import untold
from rapport.measure.catalogue import Family
from rapport.measure.chance import ABOUT_CHANCE
from rapport.measure.charts.picture import CARD
from rapport.measure.current import current, lately, usual
from rapport.measure.ended import ended
from rapport.measure.lengths import LENGTHS
from rapport.measure.metrics import all_metrics
from rapport.measure.pages.asked import asked
from rapport.measure.pages.cards import Card, card
from rapport.measure.pages.lines import Line, families
from rapport.measure.question import By, QuestionRefused
from rapport.measure.seldom import made_of, seldom, usually
from rapport.people.acts import Acts
from rapport.people.readying import newest
from rapport.people.wanted import WantedRefused
from rapport.words.errors import CopyMissing

SHOWN = (
    "active_members",
    "new_members",
    "activity",
    "contributions",
    "time_to_first_response",
    "answered_within_a_day",
)
"""What tells most in one look; the other metrics are listed below them."""
BROKEN_DOWN = {"activity": By.PLATFORM, "contributions": By.KIND}
"""What the overview breaks down, unless the address asks for something else."""

WITH_EVERY = "every"
"""In the address: wait for the figures of the whole catalogue."""


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    values = {key: str(value) for key, value in request.GET.items() if key != WITH_EVERY}
    context: dict[str, Any] = {"lengths": LENGTHS, "metrics": all_metrics(), "about_chance": ABOUT_CHANCE}
    status = 200
    try:
        context |= lately(("overview", *values.items()), partial(_overview, values))
        context["untold"] = untold()
        if "cards" in context:
            context["every"] = _every(values, wait=WITH_EVERY in request.GET)
    except CopyMissing:
        context["empty"] = True
    except (QuestionRefused, WantedRefused) as refused:
        context["refused"], status = refused, 400
    return render(request, "measure/overview.html", context, status=status)


def _overview(values: Mapping[str, str], acts: Acts) -> dict[str, Any]:
    question, length = asked(values, acts)
    if acts.span() is None:
        return {"empty": True}
    broken_down = [(name, replace(question, by=question.by or BROKEN_DOWN.get(name))) for name in SHOWN]
    cards = [card(acts, name, question, CARD) for name, question in broken_down]
    return {
        "cards": cards,
        "length": length,
        "as_of": _oldest(cards),
        "ended": ended(acts, cards[0].answer.span, question.platform),
    }


def _oldest(cards: list[Card]) -> datetime | None:
    """As of when all of them are."""
    return min((card.answer.as_of for card in cards if card.answer.as_of), default=None)


class Every(NamedTuple):
    """The catalogue in lines. Nobody reads it so often that it is worked out as often as the cards."""

    families: list[tuple[Family, list[Line]]]
    as_of: datetime | None


def _every(values: Mapping[str, str], *, wait: bool) -> object | None:
    """None where it would take seconds to work out and nobody is there to `wait` for it."""
    acts, key = current(), ("every", *values.items())
    return seldom(acts, key, partial(_lines, values), hurried=True) if wait else made_of(acts, key)


@newest()
def _lines(values: Mapping[str, str], acts: Acts) -> Every:
    question, _ = asked(values, acts)
    return Every(families(acts, replace(question, by=None)), acts.as_of)


usual(partial(_overview, {}))
usual(partial(_overview, {"length": "all"}))
usually(("every",), partial(_lines, {}), hurried=True)
