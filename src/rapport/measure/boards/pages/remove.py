"""Take a card off its board; it can be put back."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.measure.boards.arranging import remove
from rapport.measure.boards.changing import check
from rapport.measure.boards.pages.put_back import SALT
from rapport.measure.boards.showing import title_of
from rapport.measure.models import BoardCard


@needs(Permission.SEE)
@require_POST
def page(request: HttpRequest, number: int) -> HttpResponse:
    card = get_object_or_404(BoardCard.objects.select_related("board"), pk=number)
    check(signed_in(request), card.board)
    was = {name: getattr(card, name) for name in ("board_id", "place", "metric", "asked", "title")}
    remove(card)
    audit.record(request, "board.card-removed", f"board {card.board_id}", metric=card.metric)
    back = reverse("measure:card-back", args=[signing.dumps(was, salt=SALT, compress=True)])
    messages.success(request, f"“{title_of(card)}” is off the board.", extra_tags=back)
    return redirect("measure:board-change", card.board_id)
