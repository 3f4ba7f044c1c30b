"""What is behind a figure: its questions, those that wait first, or its people, and the newest single activities.

`behind_files` has the whole lists.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.ledger.untold import untold
from rapport.measure.answer import rows_behind
from rapport.measure.ask import meant
from rapport.measure.behind import Order, questions_behind
from rapport.measure.catalogue import Family, Metric, MetricUnknown, find, on_questions
from rapport.measure.current import current
from rapport.measure.figures import unit_of
from rapport.measure.labels import label_of
from rapport.measure.pages.asked import asked
from rapport.measure.question import Question, QuestionRefused
from rapport.measure.singly import NEWEST
from rapport.measure.whom import newest, whom
from rapport.people.acts import Acts
from rapport.people.wanted import WantedRefused
from rapport.words.errors import CopyMissing

QUESTIONS, PEOPLE = 25, 50
"""On a page."""


@needs(Permission.SEE)
def questions(request: HttpRequest, name: str) -> HttpResponse:
    metric = found_on_questions(name)
    order = Order.LONGEST if request.GET.get("first") == Order.LONGEST else Order.NEWEST

    def shown(acts: Acts, question: Question, group: str, place: int) -> dict[str, Any]:
        total, found = questions_behind(
            acts, metric, question, group, limit=QUESTIONS, offset=(place - 1) * QUESTIONS, order=order
        )
        return {"total": total, "questions": found, "page_obj": _pages(total, QUESTIONS, place), "order": order}

    return _page(request, metric, "measure/behind.html", shown)


@needs(Permission.SEE)
def people(request: HttpRequest, name: str) -> HttpResponse:
    metric = found_on_people(name)

    def shown(acts: Acts, question: Question, group: str, place: int) -> dict[str, Any]:
        found = whom(acts, metric, question, group, limit=PEOPLE, offset=(place - 1) * PEOPLE)
        return {
            "whom": found,
            "unnamed": unit_of(found.unnamed, metric.done),
            "page_obj": _pages(found.total, PEOPLE, place),
            "newest": newest(acts, metric, question, group) if place == 1 else None,
            "most": NEWEST,
            "none_single": metric.singly if isinstance(metric.singly, str) else "",
        }

    return _page(request, metric, "measure/whom.html", shown)


Shown = Callable[[Acts, Question, str, int], dict[str, Any]]
"""What a page shows of a question, of a group of its answer or \"\", at a place in the list."""


def _page(request: HttpRequest, metric: Metric, template: str, shown: Shown) -> HttpResponse:
    context: dict[str, Any] = {"metric": metric, "may_export": may(signed_in(request), Permission.EXPORT)}
    number = request.GET.get("page", "1")
    place = int(number) if number.isdecimal() and 0 < len(number) < 7 and int(number) else 1
    status = 200
    try:
        acts, question, spelt, group = chosen(request, metric)
        if group:
            context["group"] = label_of(metric, question.by, group)
        context |= {"question": question, "as_of": acts.as_of, **shown(acts, spelt, group, place)}
        if metric.family == Family.HELPING or question.language:
            context["untold"] = untold()
    except CopyMissing:
        context["empty"] = True
    except (QuestionRefused, WantedRefused) as refused:
        context["refused"], status = refused, 400
    return render(request, template, context, status=status)


class Chosen(NamedTuple):
    acts: Acts
    question: Question
    spelt: Question
    """The same, with the text of a segment instead of its name."""
    group: str
    """Of its answer; "" for all of it."""


def chosen(request: HttpRequest, metric: Metric) -> Chosen:
    """Raises CopyMissing, QuestionRefused, and WantedRefused of a segment that makes no sense."""
    values = {key: str(value) for key, value in request.GET.items() if key not in ("page", "first", "group")}
    acts, group = current(), request.GET.get("group", "")
    if acts.span() is None:
        raise CopyMissing
    question, _ = asked(values, acts)
    spelt = replace(question, segment=meant(question.segment)) if question.segment else question
    if group:
        _check(acts, metric, spelt, group)
    return Chosen(acts, question, spelt, group)


def found_on_questions(name: str) -> Metric:
    """Raises Http404."""
    metric = _find(name)
    if not on_questions(metric):
        raise Http404(f"{metric.title} does not rest on questions.")
    return metric


def found_on_people(name: str) -> Metric:
    """Raises Http404."""
    metric = _find(name)
    if on_questions(metric) or metric.behind is None:
        raise Http404(f"{metric.title} does not rest on people who can be listed.")
    return metric


def _check(acts: Acts, metric: Metric, question: Question, group: str) -> None:
    """Raises QuestionRefused of a group that the metric has at no time."""
    by = question.by or metric.own
    if not by:
        raise QuestionRefused("group", f"'{group}' is a group of nothing.", "Say of what, with 'by'.")
    ever = rows_behind(acts, metric, replace(question, since=None, until=None), group)
    if group not in metric.order and not ever(lambda rows: rows.select("day").limit(1)):
        raise QuestionRefused("group", f"{metric.title}: no {by} is called '{group}'.", "Take one from its figures.")


def _find(name: str) -> Metric:
    try:
        return find(name)
    except MetricUnknown as unknown:
        raise Http404(str(unknown)) from unknown


def _pages(total: int, at_once: int, place: int) -> object:
    return Paginator(range(total), at_once).get_page(place)
