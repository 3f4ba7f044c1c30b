"""The questions behind a figure, those that wait first."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.permissions import Permission, needs
from rapport.ledger.untold import untold
from rapport.measure.behind import Order, questions
from rapport.measure.catalogue import MetricUnknown, find, on_questions
from rapport.measure.current import current
from rapport.measure.pages.asked import asked
from rapport.measure.question import QuestionRefused
from rapport.people.wanted import WantedRefused
from rapport.words.errors import CopyMissing

PER_PAGE = 25


@needs(Permission.SEE)
def page(request: HttpRequest, name: str) -> HttpResponse:
    try:
        metric = find(name)
    except MetricUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    if not on_questions(metric):
        raise Http404(f"{metric.title} does not rest on questions.")
    context: dict[str, Any] = {"metric": metric}
    status = 200
    values = {key: str(value) for key, value in request.GET.items()}
    number, first = values.pop("page", "1"), values.pop("first", "")
    order = Order.LONGEST if first == Order.LONGEST else Order.NEWEST
    context["order"] = order
    try:
        acts = current()
        if acts.span() is None:
            raise CopyMissing
        question, _ = asked(values, acts)
        place = int(number) if number.isdecimal() and 0 < len(number) < 7 and int(number) else 1
        total, found = questions(
            acts,
            question,
            limit=PER_PAGE,
            offset=(place - 1) * PER_PAGE,
            order=order,
            only_waiting=metric.name == "unanswered",
        )
        pages = Paginator(range(total), PER_PAGE).get_page(place)
        context |= {"question": question, "total": total, "questions": found, "page_obj": pages, "as_of": acts.as_of}
        context["untold"] = untold()
    except CopyMissing:
        context["empty"] = True
    except (QuestionRefused, WantedRefused) as refused:
        context["refused"], status = refused, 400
    return render(request, "measure/behind.html", context, status=status)
