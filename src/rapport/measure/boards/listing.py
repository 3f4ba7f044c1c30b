"""A board's cards without their figures: what each asks, in words."""

from contextlib import suppress
from typing import NamedTuple

from rapport.measure.boards.asking import address, read
from rapport.measure.boards.showing import REFUSED, title_of
from rapport.measure.boards.words import told
from rapport.measure.current import current
from rapport.measure.models import Board, BoardCard
from rapport.words.errors import CopyMissing


class Listed(NamedTuple):
    kept: BoardCard
    title: str
    about: str
    """Empty where nobody can tell."""
    href: str


def listed(board: Board) -> list[Listed]:
    return [Listed(card, title_of(card), _about(card), address(card.metric, card.asked)) for card in board.cards.all()]


def _about(card: BoardCard) -> str:
    with suppress(*REFUSED, CopyMissing):
        return told(read(card.metric, card.asked, current()))
    return ""
