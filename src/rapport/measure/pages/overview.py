"""The four numbers of the community, each with its chart, its change and what it rests on."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.permissions import Permission, needs
from rapport.ledger import copy
from rapport.measure.charts.picture import CARD
from rapport.measure.current import current
from rapport.measure.lengths import LENGTHS
from rapport.measure.metrics import all_metrics
from rapport.measure.pages.asked import asked
from rapport.measure.pages.cards import card
from rapport.measure.question import By, QuestionRefused
from rapport.words.errors import CopyMissing

BROKEN_DOWN = {"activity": By.PLATFORM, "contributions": By.KIND}
"""What the overview breaks down, unless the address asks for something else."""


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {"lengths": LENGTHS}
    try:
        acts = current()
    except CopyMissing:
        return render(request, "measure/overview.html", context | {"empty": True})
    known = acts.span()
    try:
        question, length = asked(request, dict(acts.spans), known)
        cards = [
            card(metric.name, replace(question, by=question.by or BROKEN_DOWN.get(metric.name)), known, CARD)
            for metric in all_metrics()
        ]
    except QuestionRefused as refused:
        return render(request, "measure/overview.html", context | {"refused": refused}, status=400)
    context |= {"cards": cards, "length": length, "question": question, "as_of": copy.as_of(), "empty": known is None}
    return render(request, "measure/overview.html", context)
