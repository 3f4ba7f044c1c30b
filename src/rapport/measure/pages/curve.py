"""What a metric's page shows of its curve: the sentence, the drawing, the table, the ways out; and each as a file."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from rapport.accounts.permissions import Permission, needs
from rapport.measure.catalogue import MetricUnknown, find
from rapport.measure.charts.picture import PAGE, PHONE, POST, Size
from rapport.measure.charts.steps import Steps, png_file, steps_of, svg_file, svg_for_page
from rapport.measure.current import current
from rapport.measure.curves.ask import curves
from rapport.measure.curves.curve import Curves
from rapport.measure.curves.formats import as_csv, as_json
from rapport.measure.curves.words import head, heading, note, sentence, table
from rapport.measure.estimates.estimate import FEW
from rapport.measure.question import Question, QuestionRefused, read_question, write_question
from rapport.measure.sentences import n_of
from rapport.people.acts import Acts
from rapport.people.wanted import WantedRefused
from rapport.words.errors import CopyMissing
from rapport.words.json import written


class CurveCard(NamedTuple):
    heading: str
    sentence: str
    svg: str
    narrow: str
    note: str
    head: list[str]
    rows: list[list[str]]
    about_n: str
    downloads: list[tuple[str, str]]


def curve_card(acts: Acts, name: str, question: Question) -> CurveCard | None:
    """None of a metric that is not about how long something takes. The page's breakdown and its periods are not the
    curve's."""
    metric = find(name)
    if not metric.curved:
        return None
    asked = replace(question, by=None, grain=question.grain if metric.by_cohort else None)
    found = curves(name, asked, acts)
    said = sentence(found)
    picture = steps_of(found, said, PAGE)
    thin = f" Dashed is what rests on fewer than {FEW}." if picture and picture.thins else ""
    there = reverse("measure:curve-file", args=[name, "csv"]).removesuffix("csv")
    query = urlencode(write_question(asked))
    return CurveCard(
        heading=heading(found),
        sentence=said,
        svg=svg_for_page(picture) if picture else "",
        narrow=svg_for_page(picture._replace(size=PHONE)) if picture else "",
        note=f"{note(found)}{thin}" if picture else "",
        head=head(found),
        rows=table(found),
        about_n=n_of(metric, sum(curve.n for curve in found.curves)),
        downloads=[(form.upper(), f"{there}{form}{'?' if query else ''}{query}") for form in FORMS],
    )


def _drawn(found: Curves, size: Size, draw: Callable[[Steps], str | bytes]) -> str | bytes:
    picture = steps_of(found, sentence(found), size)
    if picture is None:
        raise QuestionRefused("form", sentence(found), "Ask for more time, or for csv or json.")
    return draw(picture)


class Form(NamedTuple):
    content_type: str
    make: Callable[[Curves], str | bytes]


FORMS = {
    "csv": Form("text/csv; charset=utf-8", as_csv),
    "json": Form("application/json", lambda found: written(as_json(found), indented=True)),
    "svg": Form("image/svg+xml", lambda found: _drawn(found, PAGE, svg_file)),
    "png": Form("image/png", lambda found: _drawn(found, POST, png_file)),
}


@needs(Permission.SEE)
def file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404(f"There is no {form}; there are {', '.join(FORMS)}.")
    try:
        found = curves(name, read_question({key: str(value) for key, value in request.GET.items()}), current())
        made = FORMS[form].make(found)
    except MetricUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    except (QuestionRefused, WantedRefused, CopyMissing) as refused:
        return HttpResponse(str(refused), status=400, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(made, content_type=FORMS[form].content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}-curve.{form}"'
    return answer
