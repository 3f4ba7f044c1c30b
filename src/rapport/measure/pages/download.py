"""A metric's figures or its chart as a file."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse

from rapport.accounts.permissions import Permission, needs
from rapport.measure.against import compared
from rapport.measure.annotations.happened import happened
from rapport.measure.answer import Answer
from rapport.measure.ask import answer
from rapport.measure.catalogue import MetricUnknown
from rapport.measure.charts.draw import png_file, svg_file
from rapport.measure.charts.picture import ALONE, POST, Picture, Size, picture_of
from rapport.measure.comparing import Other, beside
from rapport.measure.current import current
from rapport.measure.differing import said_of
from rapport.measure.formats import as_csv, as_json
from rapport.measure.question import QuestionRefused, read_question
from rapport.measure.sentences import sentence, small_print
from rapport.measure.simulated import simulated
from rapport.people.acts import Acts
from rapport.people.wanted import WantedRefused
from rapport.words.errors import CopyMissing
from rapport.words.json import written

SIMULATED = "Simulated community."


class Form(NamedTuple):
    content_type: str
    make: Callable[[Answer, Other | None, Acts], str | bytes]


def _csv(answered: Answer, other: Other | None, acts: Acts) -> str:
    return as_csv(answered, happened(answered, acts), other)


def _json(answered: Answer, other: Other | None, acts: Acts) -> bytes:
    return written(as_json(answered, compared(answered, acts), happened(answered, acts), other), indented=True)


def _picture(answered: Answer, other: Other | None, acts: Acts, size: Size) -> Picture:
    """With its words in it: whoever gets the file has no page beside it."""
    said = sentence(answered) + said_of(answered, other)
    picture = picture_of(answered, said, size, other, marks=happened(answered, acts).marks)
    return picture._replace(small_print=f"{SIMULATED if simulated() else ''} {small_print(answered)}".strip())


FORMS = {
    "csv": Form("text/csv; charset=utf-8", _csv),
    "json": Form("application/json", _json),
    "svg": Form("image/svg+xml", lambda answered, other, acts: svg_file(_picture(answered, other, acts, ALONE))),
    "png": Form("image/png", lambda answered, other, acts: png_file(_picture(answered, other, acts, POST))),
}


@needs(Permission.SEE)
def page(request: HttpRequest, name: str, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404(f"There is no {form}; there are {', '.join(FORMS)}.")
    try:
        acts = current()
        values = {key: str(value) for key, value in request.GET.items()}
        compare = values.pop("compare", "")
        question = read_question(values)
        answered = answer(name, question, acts)
        other = beside(compare, name, question, answered, acts)
    except MetricUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    except (QuestionRefused, WantedRefused, CopyMissing) as refused:
        return HttpResponse(str(refused), status=400, content_type="text/plain; charset=utf-8")
    file = HttpResponse(FORMS[form].make(answered, other, acts), content_type=FORMS[form].content_type)
    file["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return file
