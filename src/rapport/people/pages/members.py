"""Everybody the ledger knows: who they are, where, since when, and what they did."""

from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.people.bots.asking import waiting
from rapport.people.current import current
from rapport.people.listing import Listing, members_in
from rapport.people.models import Member
from rapport.people.proposals import how_many
from rapport.people.readying import beforehand
from rapport.people.segments.pages.shown import shown
from rapport.people.segments.saved import counted
from rapport.people.wanted import SIDES, Wanted, WantedRefused, read_wanted
from rapport.text.names import language_name

PER_PAGE = 50


class Column(NamedTuple):
    label: str
    number: bool
    sort: str
    """What a press on its head sorts by: the other way round where it is sorted by already."""
    direction: str
    """`ascending`, `descending`, or nothing where the list is not sorted by it."""
    on_phone: bool
    """Whether there is room for it even there."""


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    context: dict[str, Any] = {"sides": SIDES, "may_export": may(user, Permission.EXPORT)}
    try:
        wanted = read_wanted({name: str(value) for name, value in request.GET.items()})
    except WantedRefused as refused:
        return render(request, "people/list.html", context | {"refused": refused}, status=400)
    number = _page_number(request.GET.get("page", ""))
    addresses = may(user, Permission.PEOPLE)
    acts = current()
    try:
        segments = shown(acts, wanted)
        found = members_in(acts, wanted, addresses=addresses, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    except WantedRefused as refused:
        context |= {"refused": refused, "wanted": wanted, "segments": counted(acts)}
        return render(request, "people/list.html", context, status=400)
    if not found.rows and number > 1:
        number, found = 1, members_in(acts, wanted, addresses=addresses, limit=PER_PAGE)
    context |= segments | {
        "wanted": wanted,
        "filtered": wanted != Wanted(sort=wanted.sort),
        "rows": found.rows,
        "page_obj": _pager(found, number),
        "columns": list(_columns(wanted)),
        "platforms": list(acts.spans),
        "languages": sorted(((code, language_name(code)) for code in acts.languages), key=lambda one: one[1]),
        "addresses": addresses,
        "same": how_many() if addresses else 0,
        "bots": waiting().count() if addresses else 0,
        "as_of": acts.as_of,
        "empty": not found.rows and not Member.objects.exists(),
    }
    return render(request, "people/list.html", context)


def _page_number(text: str) -> int:
    """What is no number, or more than any list has, is the first page."""
    return int(text) if text.isdecimal() and len(text) < 8 and int(text) else 1


def _pager(found: Listing, number: int) -> object:
    return Paginator(range(found.total), PER_PAGE).get_page(number)


def _columns(wanted: Wanted) -> Iterator[Column]:
    by, descending = wanted.order
    for name, label in (
        ("name", "Member"),
        ("", "Platforms"),
        ("first", "First seen"),
        ("last", "Last seen"),
        ("activities", "Activities"),
        ("contributions", "Contributions"),
    ):
        turned = name if (descending if name == by else name == "name") else f"-{name}"
        direction = ("descending" if descending else "ascending") if name and name == by else ""
        number = name in ("activities", "contributions")
        yield Column(label, number, turned if name else "", direction, on_phone=name != "first")


beforehand(partial(members_in, wanted=Wanted(), addresses=False, limit=PER_PAGE))
