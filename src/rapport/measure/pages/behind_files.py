"""All people or questions behind a figure as a file."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.measure.behind import Asked, Order, questions_behind
from rapport.measure.catalogue import Metric
from rapport.measure.pages.behind import Chosen, chosen, found_on_people, found_on_questions
from rapport.measure.question import QuestionRefused
from rapport.measure.whom import Person, whom
from rapport.people.wanted import WantedRefused
from rapport.words import sheet
from rapport.words.errors import CopyMissing

AT_ONCE = 5_000
"""As many are looked up and sent, and then the next: nobody waits for the last of a large community."""

PEOPLE = ("id", "name", "n")
QUESTIONS = (
    "id", "asked_at", "kind", "platform", "channel", "title", "url", "asker", "asker_name", "again", "answered",
    "closed_at", "waited_hours",
)  # fmt: skip
Cells = tuple[object, ...]
Some = Callable[[Chosen, int], tuple[int, Sequence[Cells]]]
"""How many there are in all, and AT_ONCE of them from a place on, without those who are gone."""


@needs(Permission.EXPORT)
def people(request: HttpRequest, name: str) -> HttpResponseBase:
    """A line a member, who did the most first. An identity that nobody has linked yet has no number."""
    metric = found_on_people(name)

    def some(asked: Chosen, offset: int) -> tuple[int, Sequence[Cells]]:
        found = whom(asked.acts, metric, asked.spelt, asked.group, limit=AT_ONCE, offset=offset)
        return found.total, [_person(one) for one in found.people]

    return _file(request, metric, "people", PEOPLE, some)


@needs(Permission.EXPORT)
def questions(request: HttpRequest, name: str) -> HttpResponseBase:
    """A line a question, those that wait first, with the hours that it waited: for an answer, the closing, or until
    now."""
    metric = found_on_questions(name)
    order = Order.LONGEST if request.GET.get("first") == Order.LONGEST else Order.NEWEST

    def some(asked: Chosen, offset: int) -> tuple[int, Sequence[Cells]]:
        total, found = questions_behind(
            asked.acts, metric, asked.spelt, asked.group, limit=AT_ONCE, offset=offset, order=order
        )
        return total, [_question(one) for one in found]

    return _file(request, metric, "questions", QUESTIONS, some)


def _file(request: HttpRequest, metric: Metric, what: str, head: Sequence[str], some: Some) -> HttpResponseBase:
    try:
        asked = chosen(request, metric)
        total, first = some(asked, 0)
    except (QuestionRefused, WantedRefused, CopyMissing) as refused:
        return HttpResponse(str(refused), status=400, content_type="text/plain; charset=utf-8")

    def rows() -> Iterator[Cells]:
        yield from first
        for offset in range(AT_ONCE, total, AT_ONCE):
            yield from some(asked, offset)[1]

    audit.record(request, f"{what}.exported", f"{what} of {metric.title}", **{what: total})
    file = StreamingHttpResponse(sheet.lines(head, rows()), content_type="text/csv; charset=utf-8")
    file["Content-Disposition"] = f'attachment; filename="{metric.name}-{what}.csv"'
    return file


def _person(one: Person) -> Cells:
    return one.member, one.called, one.n


def _question(one: Asked) -> Cells:
    """In the order of QUESTIONS."""
    asker, name = one.asker or (None, None)
    return (
        one.id, _at(one.at), one.kind.name, one.platform, one.channel, one.title, one.url, asker, name,
        "yes" if one.again else "no", "yes" if one.answered else "no", _at(one.closed_at), round(one.waited, 3),
    )  # fmt: skip


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
