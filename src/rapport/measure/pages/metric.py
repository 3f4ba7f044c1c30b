"""One metric: its chart, its definition, filters, and the table behind it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.permissions import Permission, needs
from rapport.measure.catalogue import MetricUnknown, find
from rapport.measure.charts.picture import PAGE
from rapport.measure.current import lately
from rapport.measure.lengths import LENGTHS
from rapport.measure.pages.asked import asked
from rapport.measure.pages.cards import card
from rapport.measure.periods import Grain
from rapport.measure.question import QuestionRefused
from rapport.people.acts import Acts
from rapport.people.wanted import WantedRefused
from rapport.words.errors import CopyMissing
from rapport.words.platforms import name_of


@needs(Permission.SEE)
def page(request: HttpRequest, name: str) -> HttpResponse:
    try:
        metric = find(name)
    except MetricUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    values = request.GET.dict()
    context: dict[str, Any] = {"metric": metric, "lengths": LENGTHS, "grains": list(Grain), "bys": metric.breaks}
    status = 200
    try:
        context |= lately((name, *values.items()), partial(_shown, name, values))
    except CopyMissing:
        context["empty"] = True
    except (QuestionRefused, WantedRefused) as refused:
        context["refused"], status = refused, 400
    return render(request, "measure/metric.html", context, status=status)


def _shown(name: str, values: Mapping[str, str], acts: Acts) -> dict[str, Any]:
    question, length = asked(values, acts)
    if acts.span() is None:
        return {"empty": True}
    platforms = [(platform, name_of(platform)) for platform in acts.spans]
    return {"card": card(acts, name, question, PAGE), "question": question, "length": length, "platforms": platforms}
