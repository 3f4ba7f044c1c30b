"""What was set aside, grouped by why; tried again after a fix, or let go."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import BinaryField, Count, F, QuerySet
from django.db.models.functions import Substr
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from procrastinate.exceptions import AlreadyEnqueued

from rapport.accounts import audit
from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, may, needs
from rapport.collect.archives import label_of
from rapport.collect.models import Rejected
from rapport.collect.rejected import let_go, open_ones, retry

PER_PAGE = 25
EXCERPT = 600
"""Bytes of a record that the page shows."""
HEAD = Substr("raw", 1, EXCERPT, output_field=BinaryField())


@needs(Permission.SEE, post=Permission.IMPORT)
def page(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        _act(request, request.POST.get("deed", ""), request.POST.get("record", ""))
        return redirect(request.get_full_path())
    chosen = _chosen(request)
    page_obj = Paginator(_fitting(chosen).defer("raw"), PER_PAGE).get_page(request.GET.get("page"))
    may_import = isinstance(request.user, User) and may(request.user, Permission.IMPORT)
    excerpts = _excerpts([row.pk for row in page_obj]) if may_import else {}
    context = {
        "page_obj": page_obj,
        "shown": [(row, label_of(row.archive), excerpts.get(row.pk)) for row in page_obj],
        "reasons": _reasons(),
        "chosen": chosen,
        "may_import": may_import,
    }
    return render(request, "collect/rejected.html", context)


def _excerpts(numbers: Sequence[int]) -> dict[int, str]:
    """The beginning of each record by its number. It may hold addresses that nobody but importers may see."""
    heads = Rejected.objects.filter(pk__in=numbers).values_list("pk", HEAD)
    return {number: bytes(head).decode("utf-8", "replace") for number, head in heads}


def _chosen(request: HttpRequest) -> dict[str, str]:
    """The filters in the page's address."""
    given = {key: request.GET.get(key, "").replace("\0", "") for key in ("reason", "import")}
    return {key: value for key, value in given.items() if value}


def _fitting(chosen: Mapping[str, str]) -> QuerySet[Rejected]:
    rows = open_ones()
    if "reason" in chosen:
        rows = rows.filter(reason=chosen["reason"])
    if "import" in chosen:
        rows = rows.filter(source__import_run=_number(chosen["import"]))
    return rows


def _number(text: str) -> int:
    """The number of an import or record; 0, which none has, where it is no number."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0


def _reasons() -> Sequence[Any]:
    """The most frequent reasons with how many records each has."""
    groups = Rejected.objects.filter(resolved_at=None).values("reason", platform=F("source__platform"))
    return list(groups.annotate(count=Count("pk")).order_by("-count", "reason")[:PER_PAGE])


def _act(request: HttpRequest, deed: str, record: str) -> None:
    """`deed` is retry or let-go; `record` a number, or empty for all: of one reason, where the page shows one.

    Nothing is let go that the page does not show.
    """
    chosen = _chosen(request)
    if record:
        _act_on_one(request, deed, get_object_or_404(Rejected, pk=_number(record), resolved_at=None))
    elif deed == "retry":
        _retry_later(request, chosen.get("reason"))
    elif deed == "let-go" and "reason" in chosen:
        count = let_go(_fitting(chosen))
        audit.record(request, "rejected.let_go", "all of one reason", count=count)
        messages.success(request, f"{count:,} records were let go.")


def _act_on_one(request: HttpRequest, deed: str, row: Rejected) -> None:
    if deed == "retry":
        read = retry([row]).resolved == 1
        audit.record(request, "rejected.retried", str(row), read=read)
        messages.info(request, "It could be read now." if read else f"It still cannot be read: {row.reason}")
    elif deed == "let-go":
        let_go(Rejected.objects.filter(pk=row.pk))
        audit.record(request, "rejected.let_go", str(row))
        messages.success(request, "It was let go.")


def _retry_later(request: HttpRequest, reason: str | None) -> None:
    from rapport.collect.tasks import retry_all

    try:
        retry_all.defer(reason=reason)
    except AlreadyEnqueued:
        messages.info(request, "They wait for their turn already.")
        return
    audit.record(request, "rejected.retried", "all" if reason is None else "all of one reason")
    messages.success(request, "They are being read again; what still fails stays here.")
