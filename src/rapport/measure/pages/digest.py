"""The week in a few lines; and whether one wants it by mail."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rapport.accounts import audit
from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.measure.charts.draw import svg_for_page
from rapport.measure.charts.picture import CARD, picture_of
from rapport.measure.current import current
from rapport.measure.digest.shown import shown
from rapport.measure.digest.telling import digest, last_week
from rapport.measure.digest.week import Week, WeekRefused, read_week, week_of
from rapport.measure.models import DigestDelivery, DigestWish
from rapport.people.acts import Acts
from rapport.words.errors import CopyMissing


@needs(Permission.SEE)
def page(request: HttpRequest, week: str = "") -> HttpResponse:
    """The last whole week of the data, or the one that the address names."""
    try:
        chosen = read_week(week) if week else None
    except WeekRefused as refused:
        raise Http404(str(refused)) from refused
    me = signed_in(request)
    context: dict[str, Any] = {"mail": bool(settings.EMAIL_URL), "wanted": DigestWish.objects.filter(user=me).exists()}
    try:
        acts = current()
        chosen = chosen or last_week(acts)
        if chosen is None:
            raise CopyMissing
        context |= _told(acts, chosen, me)
    except CopyMissing:
        context["empty"] = True
    return render(request, "measure/digest.html", context)


@needs(Permission.SEE)
def wish(request: HttpRequest) -> HttpResponse:
    """Have it by mail, or no longer."""
    if request.method == "POST":
        me, wanted = signed_in(request), request.POST.get("wanted") == "1"
        if wanted and DigestWish.objects.get_or_create(user=me)[1]:
            audit.record(request, "digest.wanted", me)
        elif not wanted and DigestWish.objects.filter(user=me).delete()[0]:
            audit.record(request, "digest.stopped", me)
        said = f"The digest comes to {me.email} on Monday mornings." if wanted else "No digest is sent to you any more."
        messages.success(request, said)
    return redirect("measure:digest")


def _told(acts: Acts, week: Week, me: User) -> dict[str, Any]:
    told = digest(acts, week)
    pictures = [picture_of(answer, answer.metric.title, CARD, marks=told.marks) for answer in told.drawn]
    known = acts.span()
    newest = week_of(known.last).before if known else week
    return {
        "digest": told,
        "shown": shown(told),
        "drawn": [(picture.title, svg_for_page(picture)) for picture in pictures if picture.points],
        "before": week.before if known and week.before.span.last >= known.first else None,
        "after": week.after if week.monday < newest.monday else None,
        "mine": DigestDelivery.objects.filter(user=me, week=week.monday).first(),
    }
