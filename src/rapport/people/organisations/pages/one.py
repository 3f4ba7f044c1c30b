"""One organisation: its people, what they gave while they were there, and what the team says of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.people.current import current
from rapport.people.models import Domain, Organisation
from rapport.people.organisations.affiliated import roots
from rapport.people.organisations.rollup import rollup
from rapport.people.organisations.saying import OrganisationRefused, give_domain, part, put_together, rename
from rapport.people.pages.profile import drawing

MOST = 100


@needs(Permission.SEE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    one = get_object_or_404(Organisation, pk=number)
    if one.part_of_id:
        return redirect("people:organisation", roots()[one.pk])
    told = rollup(current(), one)
    parts = [key for key, root in roots().items() if root == one.pk and key != one.pk]
    context = {
        "one": one,
        "told": told,
        "shown": told.people[:MOST],
        "drawing": drawing(told.bars),
        "domains": Domain.objects.filter(organisation__in=[one.pk, *parts]).order_by("name"),
        "parts": Organisation.objects.filter(pk__in=parts).order_by("name"),
        "others": Organisation.objects.filter(part_of=None).exclude(pk=one.pk).order_by("name"),
        "may_change": may(signed_in(request), Permission.PEOPLE),
    }
    return render(request, "people/organisations/one.html", context)


@needs(Permission.PEOPLE)
@require_POST
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Rename it (`name`), give it a domain (`domain`), or say that one is nobody's (`nobodys`)."""
    one = get_object_or_404(Organisation, pk=number)
    given = request.POST
    try:
        if "name" in given:
            rename(one, given["name"])
        if given.get("domain"):
            give_domain(one, given["domain"])
        if given.get("nobodys"):
            give_domain(None, given["nobodys"])
    except OrganisationRefused as refused:
        messages.error(request, str(refused))
    else:
        said = {name: given[name][:200] for name in ("name", "domain", "nobodys") if name in given}
        audit.record(request, "organisation.changed", one, organisation=one.pk, **said)
    return redirect("people:organisation", one.pk)


@needs(Permission.PEOPLE)
@require_POST
def merge(request: HttpRequest, number: int) -> HttpResponse:
    """Say that `other` is a part of this one; with nothing said, that this one stands on its own again."""
    one = get_object_or_404(Organisation, pk=number)
    other = request.POST.get("other", "")
    if not other:
        part(one)
        audit.record(request, "organisation.parted", one, organisation=one.pk)
        return redirect("people:organisation", one.pk)
    joining = get_object_or_404(Organisation, pk=int(other) if other.isdecimal() and len(other) < 10 else 0)
    try:
        put_together(joining, one)
    except OrganisationRefused as refused:
        messages.error(request, str(refused))
    else:
        audit.record(request, "organisation.merged", one, organisation=one.pk, other=joining.pk)
        back = reverse("people:organisation-merge", args=[joining.pk])
        messages.success(request, f"{joining} is now part of {one}.", extra_tags=back)
    return redirect("people:organisation", one.pk)
