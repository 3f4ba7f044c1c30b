"""A board's links. A POST makes one and shows it, this once."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.measure.boards.arranging import BoardRefused
from rapport.measure.boards.ending import TEAM, LinkForm
from rapport.measure.boards.listing import listed
from rapport.measure.boards.sharing import make_link
from rapport.measure.models import Board


@needs(Permission.EXPORT)
def page(request: HttpRequest, number: int) -> HttpResponse:
    board = get_object_or_404(Board, pk=number)
    form = LinkForm(request.POST if request.method == "POST" else None)
    made = _make(request, board, form) if form.is_valid() else ""
    context = {"board": board, "form": LinkForm() if made else form, "made": made, "now": timezone.now()}
    context |= {"links": board.links.select_related("user"), "cards": listed(board)}
    answer = render(request, "measure/boards/share.html", context, status=400 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _make(request: HttpRequest, board: Board, form: LinkForm) -> str:
    """The new link's address; empty if it was refused."""
    ends, only_team = form.ends_at(), form.cleaned_data["who"] == TEAM
    try:
        link, token = make_link(board, signed_in(request), ends, signed_in=only_team)
    except BoardRefused as refused:
        form.add_error(None, str(refused))
        return ""
    who = "who is signed in" if only_team else "anyone who has it"
    audit.record(
        request, "board.shared", f"board {board.pk}", link=link.pk, to=who, until=ends.isoformat() if ends else "no end"
    )
    return f"{settings.PUBLIC_URL}{reverse('measure:shared', args=[token])}"
