"""Say where a person works or worked, or take that back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.models import Affiliation, Member
from rapport.people.organisations.saying import OrganisationRefused, affiliate, named, take_back
from rapport.people.pages.naming import named as named_member
from rapport.people.wanted import WantedRefused, read_day


@needs(Permission.PEOPLE)
@require_POST
def page(request: HttpRequest, number: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=number)
    given = request.POST
    try:
        since, until = read_day(given.get("since", "")), read_day(given.get("until", ""))
        one = named(given.get("organisation", ""))
        said = affiliate(member, one, since, until, given.get("because", "").strip(), signed_in(request))
    except (OrganisationRefused, WantedRefused) as refused:
        messages.error(request, str(refused))
    else:
        audit.record(request, "person.affiliated", named_member(member), organisation=one.pk, affiliation=said.pk)
    return redirect("people:profile", member.pk)


@needs(Permission.PEOPLE)
@require_POST
def back(request: HttpRequest, number: int) -> HttpResponse:
    said = get_object_or_404(Affiliation.objects.select_related("member"), pk=number)
    audit.record(request, "person.unaffiliated", named_member(said.member), organisation=said.organisation_id)
    take_back(said)
    messages.success(request, "Taken back.")
    return redirect("people:profile", said.member_id)
