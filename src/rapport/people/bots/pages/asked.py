"""Who may be a bot: the team says."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.people.bots.asking import leave_open, waiting
from rapport.people.merging import put_on_side
from rapport.people.models import Member, Side
from rapport.people.pages.naming import named

PER_PAGE = 20


@needs(Permission.PEOPLE)
def page(request: HttpRequest) -> HttpResponse:
    pages = Paginator(waiting(), PER_PAGE)
    return render(request, "people/bots/asked.html", {"page_obj": pages.get_page(request.GET.get("page"))})


@needs(Permission.PEOPLE)
@require_POST
def say(request: HttpRequest, number: int) -> HttpResponse:
    """`bot` or `person`; with nothing said, what was said is taken back."""
    member = get_object_or_404(Member, pk=number)
    said = request.POST.get("say", "")
    if said not in ("bot", "person"):
        leave_open(member)
        audit.record(request, "person.side", named(member), now=member.side, by_hand=False)
        return redirect("people:bots")
    side = Side.BOT if said == "bot" else Side.COMMUNITY
    audit.record(request, "person.side", named(member), was=member.side, now=str(side))
    put_on_side(member, side)
    words = f"{member} is a bot and counts no more." if side == Side.BOT else f"{member} is a person."
    messages.success(request, words, extra_tags=reverse("people:bot", args=[member.pk]))
    return redirect("people:bots")
