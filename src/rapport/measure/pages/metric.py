"""One metric: its chart, its definition, filters, and the table behind it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.permissions import Permission, needs
from rapport.measure.catalogue import MetricUnknown, find
from rapport.measure.charts.picture import PAGE
from rapport.measure.current import current
from rapport.measure.labels import platform_label
from rapport.measure.lengths import LENGTHS
from rapport.measure.pages.asked import asked
from rapport.measure.pages.cards import card
from rapport.measure.periods import Grain
from rapport.measure.question import By, QuestionRefused
from rapport.words.errors import CopyMissing


@needs(Permission.SEE)
def page(request: HttpRequest, name: str) -> HttpResponse:
    try:
        metric = find(name)
    except MetricUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    context: dict[str, Any] = {"metric": metric, "lengths": LENGTHS, "grains": list(Grain), "bys": list(By)}
    try:
        acts = current()
    except CopyMissing:
        return render(request, "measure/metric.html", context | {"empty": True})
    known = acts.span()
    context["platforms"] = [(platform, platform_label(platform)) for platform in acts.spans]
    try:
        question, length = asked(request, dict(acts.spans), known)
        shown = card(name, question, acts.span(question.platform), PAGE)
    except QuestionRefused as refused:
        return render(request, "measure/metric.html", context | {"refused": refused}, status=400)
    context |= {"card": shown, "question": question, "length": length, "empty": known is None}
    return render(request, "measure/metric.html", context)
