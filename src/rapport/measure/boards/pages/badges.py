"""Badges: those that stand elsewhere, and the form that makes one of a metric's question. A made one is shown once."""

import re
from base64 import b64encode
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.measure.boards.arranging import BoardRefused, plain
from rapport.measure.boards.asking import address, read, write
from rapport.measure.boards.badge import drawn
from rapport.measure.boards.badges import say
from rapport.measure.boards.ending import BadgeForm
from rapport.measure.boards.sharing import make_badge
from rapport.measure.boards.showing import REFUSED
from rapport.measure.boards.words import told
from rapport.measure.catalogue import METRICS
from rapport.measure.current import current
from rapport.measure.models import Badge
from rapport.words.errors import CopyMissing

LONGEST = 60
"""Letters of a badge's words."""


@needs(Permission.EXPORT)
def page(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {"badges": Badge.objects.select_related("user"), "now": timezone.now()}
    status = 200
    if metric := request.GET.get("metric", ""):
        try:
            context |= _form(request, metric)
        except (*REFUSED, CopyMissing) as refused:
            messages.error(request, str(refused))
            return redirect(address(metric, "") if metric in METRICS else "measure:overview")
        status = 400 if context["form"].errors else 200
    answer = render(request, "measure/boards/badges.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _form(request: HttpRequest, metric: str) -> dict[str, Any]:
    """Raises what a question may meet."""
    if metric not in METRICS:
        raise Http404("There is no such metric.")
    acts = current()
    asked = write(metric, QueryDict(request.GET.get("asked", "")).dict(), acts)
    about = told(read(metric, asked, acts), to_strangers=True)
    title = plain(request.POST.get("title", ""), LONGEST) or _usual_title(METRICS[metric].title, about)
    form = BadgeForm(request.POST if request.method == "POST" else None, initial={"title": title})
    picture = b64encode(drawn(say(title, metric, asked))).decode()
    context = {"metric": METRICS[metric], "about": about, "form": form, "picture": picture}
    context["back"] = address(metric, asked)
    return context | (_made(request, form, metric, asked) if form.is_valid() else {})


def _usual_title(metric: str, about: str) -> str:
    whole = f"{metric}, {about}"
    return whole if len(whole) <= LONGEST else metric


def _made(request: HttpRequest, form: BadgeForm, metric: str, asked: str) -> dict[str, Any]:
    """What to paste; nothing if it was refused."""
    title, ends = plain(form.cleaned_data["title"], LONGEST), form.ends_at()
    assert ends is not None  # noqa: S101  # the form offers no "never"
    try:
        badge, token = make_badge(metric, asked, title, signed_in(request), ends)
    except BoardRefused as refused:
        form.add_error(None, str(refused))
        return {}
    audit.record(request, "badge.made", f"badge {badge.pk}", metric=metric, until=ends.isoformat())
    there = f"{settings.PUBLIC_URL}{reverse('measure:badge', args=[token])}"
    pasted = re.sub(r"([\\\[\]`*_<>])", r"\\\1", title)
    return {
        "address": there,
        "markdown": f"![{pasted}]({there})",
        "html": str(format_html('<img src="{}" alt="{}" height="22">', there, title)),
    }
