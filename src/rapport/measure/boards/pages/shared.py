"""A board as somebody sees it who has a link to it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from rapport.accounts.permissions import Permission, needs, public
from rapport.accounts.ratelimit import limited
from rapport.measure.boards.kept import for_minutes
from rapport.measure.boards.pages.outside import nothing_there, too_often, unlisted
from rapport.measure.boards.sharing import open_link
from rapport.measure.boards.showing import title_of
from rapport.measure.boards.strangers import Told, tell
from rapport.measure.chance import ABOUT_CHANCE
from rapport.measure.current import current
from rapport.measure.models import BoardCard
from rapport.people.readying import newest
from rapport.words.errors import CopyMissing


class Seen(NamedTuple):
    cards: list[Told]
    as_of: datetime | None


@public
@require_safe
@limited("shared", reading=True, refuse=too_often)
def page(request: HttpRequest, token: str) -> HttpResponseBase:
    link = open_link(token)
    if link is None:
        return nothing_there(request)
    board = link.board
    if link.signed_in:
        return unlisted(_to_the_board(request, number=board.pk))  # to sign in, too
    cards = list(board.cards.all())
    key = tuple((card.metric, card.asked, card.title) for card in cards)
    try:
        seen = for_minutes(key, partial(_seen, cards))
    except CopyMissing:
        seen = Seen([], None)
    context = {"board": board, "seen": seen, "ends_at": link.expires_at, "gaps": any(card.gaps for card in seen.cards)}
    context["about_chance"] = ABOUT_CHANCE
    return unlisted(render(request, "measure/boards/shared.html", context))


@needs(Permission.SEE)
def _to_the_board(request: HttpRequest, number: int) -> HttpResponse:
    return redirect("measure:board", number)


@newest()
def _seen(cards: Sequence[BoardCard]) -> Seen:
    acts = current()
    return Seen([tell(title_of(card), card.metric, card.asked, acts) for card in cards], acts.as_of)
