"""The list as a file, everybody who fits the filters."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.people.listing import Row, members
from rapport.people.wanted import WantedRefused, read_wanted
from rapport.words import sheet

HEAD = ("id", "name", "side", "platforms", "handles", "first_seen", "last_seen", "activities", "contributions")


@needs(Permission.EXPORT)
def page(request: HttpRequest) -> HttpResponseBase:
    try:
        wanted = read_wanted({name: str(value) for name, value in request.GET.items()})
        found = members(wanted, addresses=may(signed_in(request), Permission.PEOPLE), limit=None)
    except WantedRefused as refused:
        return HttpResponse(str(refused), status=400, content_type="text/plain; charset=utf-8")
    audit.record(request, "people.exported", "the list of people", members=found.total)
    file = StreamingHttpResponse(lines(found.rows), content_type="text/csv; charset=utf-8")
    file["Content-Disposition"] = 'attachment; filename="people.csv"'
    return file


def lines(rows: list[Row]) -> Iterator[str]:
    """The file, line by line."""
    return sheet.lines(HEAD, map(cells, rows))


def cells(row: Row) -> tuple[object, ...]:
    """In the order of HEAD."""
    return (
        row.member.pk,
        row.member.name,
        row.member.side,
        " ".join(row.platforms),
        " ".join(f"{one.platform}:{one.handle}" for one in row.identities if one.handle),
        row.first_at.date().isoformat() if row.first_at else "",
        row.last.isoformat() if row.last else "",
        row.activities,
        row.contributions,
    )
