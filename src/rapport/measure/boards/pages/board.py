"""A board: its cards, each with the way to its metric's page."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.measure.boards.changing import may_change, shown_until
from rapport.measure.boards.showing import shown
from rapport.measure.chance import ABOUT_CHANCE
from rapport.measure.current import lately
from rapport.measure.models import Board, BoardCard
from rapport.people.acts import Acts
from rapport.words.errors import CopyMissing


@needs(Permission.SEE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    board = get_object_or_404(Board.objects.select_related("user"), pk=number)
    cards = list(board.cards.all())
    me = signed_in(request)
    context: dict[str, Any] = {"board": board, "may_share": may(me, Permission.EXPORT), "about_chance": ABOUT_CHANCE}
    context |= {"shown_until": shown_until(board), "may_change": may_change(me, board)}
    try:
        if cards:
            context |= lately(("board", board.pk), partial(_shown, cards))
    except CopyMissing:
        context["empty"] = True
    return render(request, "measure/boards/board.html", context)


def _shown(cards: Sequence[BoardCard], acts: Acts) -> dict[str, Any]:
    found = shown(cards, acts)
    times = (one.card.answer.as_of for one in found if one.card)
    return {"cards": found, "as_of": min(filter(None, times), default=acts.as_of), "empty": acts.span() is None}
