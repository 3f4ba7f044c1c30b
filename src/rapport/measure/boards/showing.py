"""A board's cards as the team sees them, each with its figure, or with why it has none."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from rapport.measure.against import compared
from rapport.measure.boards.asking import address, read
from rapport.measure.boards.words import told
from rapport.measure.catalogue import METRICS, MetricUnknown
from rapport.measure.charts.picture import CARD
from rapport.measure.formats import as_json
from rapport.measure.models import Board, BoardCard
from rapport.measure.pages.cards import Card, card
from rapport.measure.question import QuestionRefused
from rapport.people.acts import Acts
from rapport.people.wanted import WantedRefused
from rapport.words.errors import RapportError

REFUSED = (MetricUnknown, QuestionRefused, WantedRefused)
"""What a kept question may meet: its segment was deleted, its platform's import forgotten."""


class Shown(NamedTuple):
    kept: BoardCard
    title: str
    about: str
    """What is asked, in words; empty where nobody can tell."""
    href: str
    """Of the metric's page."""
    card: Card | None
    problem: RapportError | None


def shown(cards: Iterable[BoardCard], acts: Acts) -> list[Shown]:
    return [_shown(one, acts) for one in cards]


def title_of(card: BoardCard) -> str:
    return card.title or (METRICS[card.metric].title if card.metric in METRICS else card.metric)


def _shown(kept: BoardCard, acts: Acts) -> Shown:
    title, href = title_of(kept), address(kept.metric, kept.asked)
    try:
        ask = read(kept.metric, kept.asked, acts)
        made = card(acts, kept.metric, ask.question, CARD, ask.compare)
        return Shown(kept, title, told(ask), href, made._replace(href=href), None)
    except REFUSED as refused:
        return Shown(kept, title, "", href, None, refused)


def board_as_json(board: Board) -> dict[str, Any]:
    return {
        "id": board.pk,
        "name": board.name,
        "sentence": board.sentence,
        "made_at": board.made_at,
        "cards": board.cards.count(),
    }


def cards_as_json(board: Board, acts: Acts) -> list[dict[str, Any]]:
    """Each with the answer that the metric's own page, command and API give."""
    return [_as_json(one, acts) for one in shown(board.cards.all(), acts)]


def _as_json(one: Shown, acts: Acts) -> dict[str, Any]:
    return {
        "title": one.title,
        "metric": one.kept.metric,
        "asked": one.kept.asked,
        "about": one.about,
        "sentence": one.card.sentence if one.card else "",
        "problem": str(one.problem or ""),
        "answer": _answered(one.card, acts) if one.card else None,
    }


def _answered(card: Card, acts: Acts) -> dict[str, Any]:
    return as_json(card.answer, compared(card.answer, acts), card.happened, card.other)
