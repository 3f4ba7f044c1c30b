"""The report as PDF, slides, one HTML page or JSON; and one slide as a picture."""

from django.http import Http404, HttpRequest, HttpResponse

from rapport.accounts.permissions import Permission, needs
from rapport.measure.current import current
from rapport.measure.pages.report import read
from rapport.measure.question import QuestionRefused
from rapport.measure.reports.files import FORMS, file_name
from rapport.measure.reports.story import Story, story
from rapport.measure.reports.typeset import slides
from rapport.people.wanted import WantedRefused
from rapport.words.errors import CopyMissing


@needs(Permission.SEE)
def page(request: HttpRequest, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404(f"There is no {form}; there are {', '.join(FORMS)}.")
    told = _story(request)
    if isinstance(told, HttpResponse):
        return told
    file = HttpResponse(FORMS[form].make(told), content_type=FORMS[form].content_type)
    file["Content-Disposition"] = f'attachment; filename="{file_name(told, form)}"'
    return file


@needs(Permission.SEE)
def slide(request: HttpRequest, number: int) -> HttpResponse:
    told = _story(request)
    if isinstance(told, HttpResponse):
        return told
    if not 0 < number <= len(told.slides):
        raise Http404(f"The report has {len(told.slides)} slides.")
    return HttpResponse(slides(told, number - 1)[0], content_type="image/png")


def _story(request: HttpRequest) -> Story | HttpResponse:
    try:
        wanted = read({key: str(value) for key, value in request.GET.items()})
        return story(current(), wanted.question, names=wanted.names)
    except (QuestionRefused, WantedRefused, CopyMissing) as refused:
        return HttpResponse(str(refused), status=400, content_type="text/plain; charset=utf-8")
