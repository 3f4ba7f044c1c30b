"""Put a removed card back where it was, as long as somebody has its page open."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.measure.boards.arranging import BoardRefused, add
from rapport.measure.boards.changing import check
from rapport.measure.models import Board

SALT = "a removed card"
A_DAY = 86_400


@needs(Permission.SEE)
@require_POST
def page(request: HttpRequest, token: str) -> HttpResponse:
    try:
        was = signing.loads(token, salt=SALT, max_age=A_DAY)
        board = Board.objects.get(pk=was["board_id"])
        check(signed_in(request), board)
        add(board, was["metric"], was["asked"], was["title"], was["place"])
    except (signing.BadSignature, Board.DoesNotExist):
        messages.error(request, "This can no longer be put back. Nothing was changed.")
        return redirect("measure:boards")
    except BoardRefused as refused:
        messages.error(request, str(refused))
        return redirect("measure:board", was["board_id"])
    audit.record(request, "board.card-added", f"board {board.pk}", metric=was["metric"])
    return redirect("measure:board-change", board.pk)
