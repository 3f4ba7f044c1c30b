"""One metric: its chart, its definition, filters, and the table behind it."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.ledger.untold import untold
from rapport.measure.boards.taking import taking
from rapport.measure.catalogue import Family, MetricUnknown, find, on_questions
from rapport.measure.chance import ABOUT_CHANCE
from rapport.measure.charts.picture import PAGE
from rapport.measure.current import current, lately
from rapport.measure.ended import ended
from rapport.measure.lengths import LENGTHS
from rapport.measure.newcomers import BEHIND, told, way
from rapport.measure.pages.another_time import addressed, dates
from rapport.measure.pages.asked import asked
from rapport.measure.pages.cards import card
from rapport.measure.pages.curve import curve_card
from rapport.measure.periods import Grain
from rapport.measure.question import QuestionRefused
from rapport.measure.seldom import seldom
from rapport.measure.unusual.finding import unusual
from rapport.measure.unusual.sentences import about_chance, sentence
from rapport.people.acts import Acts
from rapport.people.models import Segment
from rapport.people.wanted import WantedRefused
from rapport.text.names import language_name
from rapport.words.errors import CopyMissing
from rapport.words.platforms import name_of


@needs(Permission.SEE)
def page(request: HttpRequest, name: str) -> HttpResponse:
    try:
        metric = find(name)
    except MetricUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    values = request.GET.dict()
    if (filters := addressed(values)) is not None:
        return redirect(f"{request.path}?{urlencode(filters)}" if filters else request.path)
    context: dict[str, Any] = {"metric": metric, "filters": values, "lengths": LENGTHS, "about_chance": ABOUT_CHANCE}
    context["other_time"] = dates(values.get("compare", ""))
    context["of_questions"] = on_questions(metric)
    status = 200
    try:
        context |= _choices(current())
        # Only these rest on what texts ask; languages are told of by the same look.
        if metric.family == Family.HELPING or "language" in (request.GET.get("by"), *request.GET):
            context["untold"] = untold()
        context |= lately((name, *values.items()), partial(_shown, name, values))
        context |= taking(signed_in(request), values, context.get("length"))
    except CopyMissing:
        context["empty"] = True
    except (QuestionRefused, WantedRefused) as refused:
        context["refused"], status = refused, 400
    return render(request, "measure/metric.html", context, status=status)


def _shown(name: str, values: Mapping[str, str], acts: Acts) -> dict[str, Any]:
    filters = {key: value for key, value in values.items() if key != "compare"}
    question, length = asked(filters, acts)
    if acts.span() is None:
        return {"empty": True}
    shown = card(acts, name, question, PAGE, values.get("compare", ""))
    return {
        "card": shown,
        "curve": curve_card(acts, name, question),
        "ended": ended(acts, shown.answer.span, question.platform),
        "question": question,
        "length": length,
        "unusual": _unusual(acts, name, question.platform),
        "way": told(way(acts, question)) if name == BEHIND else (),
    }


def _unusual(acts: Acts, name: str, platform: str | None) -> dict[str, object] | None:
    """What was unusual in the last week, as Today tells it; None where nothing was."""
    looked = seldom(acts, "unusual", unusual)
    found = looked.found if looked else []
    told = [sentence(one) for one in found if one.metric.name == name and platform in (None, one.platform)]
    return {"lines": told, "chance": about_chance(looked)} if looked and told else None


def _choices(acts: Acts) -> dict[str, Any]:
    """What the filters offer."""
    return {
        "grains": list(Grain),
        "platforms": [(platform, name_of(platform)) for platform in acts.spans],
        "languages": sorted(((code, language_name(code)) for code in acts.languages), key=lambda one: one[1]),
        "segments": list(Segment.objects.values_list("name", flat=True)),
    }
