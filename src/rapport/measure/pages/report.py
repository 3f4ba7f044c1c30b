"""A period's story as a page: each sentence a link to its evidence."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.permissions import Permission, needs
from rapport.ledger.untold import untold
from rapport.measure.charts.draw import svg_for_page
from rapport.measure.charts.picture import PHONE, Size
from rapport.measure.current import current
from rapport.measure.ended import ended
from rapport.measure.question import QuestionRefused
from rapport.measure.reports.asked import Asked, asked
from rapport.measure.reports.files import FORMS
from rapport.measure.reports.periods import last_whole
from rapport.measure.reports.shown import chapters
from rapport.measure.reports.story import made, story
from rapport.measure.reports.typeset import drawing
from rapport.measure.reports.written import about, title
from rapport.people.acts import Acts
from rapport.people.models import Segment
from rapport.people.wanted import WantedRefused
from rapport.words.errors import CopyMissing
from rapport.words.platforms import name_of
from rapport.words.span import Span

SIZES = (Size(480, 225), PHONE)
"""Of a chart beside its sentences, and on a phone."""
WAIT = "told"
"""In the address: wait until it is worked out."""


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    values = {key: str(value) for key, value in request.GET.items() if key != WAIT}
    context: dict[str, Any] = {"filters": values}
    status = 200
    try:
        acts = current()
        context["untold"] = untold()
        wanted = asked(values, acts)
        context |= _choices(acts, wanted)
        since, until = wanted.question.since, wanted.question.until
        context["ended"] = ended(acts, Span(since, until), wanted.question.platform) if since and until else []
        if WAIT in request.GET or made(acts, wanted.question, names=wanted.names):
            context |= _told(acts, wanted)
    except CopyMissing:
        context["empty"] = True
    except (QuestionRefused, WantedRefused) as refused:
        context["refused"], status = refused, 400
    return render(request, "measure/report.html", context, status=status)


def _told(acts: Acts, wanted: Asked) -> dict[str, Any]:
    found = story(acts, wanted.question, names=wanted.names)
    told = [
        (shown, [svg_for_page(drawing(found, shown.lead, size)) for size in SIZES if shown.drawn and shown.lead])
        for shown in chapters(found)
    ]
    query = urlencode(wanted.values)
    return {
        "story": found,
        "title": title(found),
        "about": about(found),
        "told": told,
        "slides": list(enumerate(found.slides, 1)),
        "query": query,
        "forms": [*FORMS],
    }


def _choices(acts: Acts, wanted: Asked) -> dict[str, Any]:
    known = acts.span()
    return {
        "wanted": wanted,
        "wait": urlencode(wanted.values | {WAIT: "1"}),
        "periods": last_whole(known.last) if known else [],
        "platforms": [(platform, name_of(platform)) for platform in acts.spans],
        "segments": list(Segment.objects.values_list("name", flat=True)),
    }


def read(values: Mapping[str, str]) -> Asked:
    """What a file of the report is asked. Raises QuestionRefused, WantedRefused and CopyMissing."""
    return asked({key: value for key, value in values.items() if key != WAIT}, current())
