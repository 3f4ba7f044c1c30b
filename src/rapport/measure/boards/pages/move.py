"""Move a card up or down."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.measure.boards.arranging import move
from rapport.measure.boards.changing import check
from rapport.measure.models import BoardCard

WAYS = {"up": -1, "down": 1}


@needs(Permission.SEE)
@require_POST
def page(request: HttpRequest, number: int) -> HttpResponse:
    card = get_object_or_404(BoardCard.objects.select_related("board"), pk=number)
    check(signed_in(request), card.board)
    way = request.POST.get("way", "")
    if way in WAYS:
        move(card, WAYS[way])
        audit.record(request, "board.card-moved", f"board {card.board_id}", metric=card.metric, way=way)
    return redirect(f"{reverse('measure:board-change', args=[card.board_id])}#card-{card.pk}")
