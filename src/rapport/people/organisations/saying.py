"""What the team says of organisations: names, domains, who belongs where, which two are one."""

from datetime import date

from django.db import transaction

from rapport.accounts.models import User
from rapport.people import map as member_map
from rapport.people.models import Affiliation, Domain, Member, Organisation
from rapport.people.organisations.affiliated import roots
from rapport.people.organisations.domains import registered
from rapport.words.errors import RapportError


class OrganisationRefused(RapportError):
    """What was said makes no sense; nothing was changed."""


@transaction.atomic
def named(name: str) -> Organisation:
    """The organisation of this name, made if there is none; one that was put together with another is that one."""
    called = " ".join(name.replace("\0", "").split())[:120]
    if not called:
        raise OrganisationRefused("Say which organisation. Nothing was changed.")
    there = Organisation.objects.filter(name__iexact=called).first()
    if there is None:
        return Organisation.objects.create(name=called)
    return Organisation.objects.get(pk=roots()[there.pk])


@transaction.atomic
def rename(one: Organisation, name: str) -> None:
    called = " ".join(name.replace("\0", "").split())[:120]
    other = Organisation.objects.filter(name__iexact=called).exclude(pk=one.pk).first()
    if not called or other:
        raise OrganisationRefused(
            f"There is an organisation {other} already: put the two together instead. Nothing was changed."
            if other
            else "A name is needed. Nothing was changed."
        )
    one.name = called
    one.save(update_fields=["name"])


@transaction.atomic
def give_domain(one: Organisation | None, name: str) -> Domain:
    """Say whose people write from a domain; None: nobody's, which then holds against what is seen."""
    found = registered(f"any@{name.strip().lower().removeprefix('@')}")
    if found is None:
        raise OrganisationRefused(f"'{name}' is no domain of an organisation. Nothing was changed.")
    domain, _ = Domain.objects.get_or_create(name=found)
    domain.organisation, domain.by_hand = one, True
    domain.save(update_fields=["organisation", "by_hand"])
    member_map.bump([])
    return domain


@transaction.atomic
def put_together(one: Organisation, into: Organisation) -> None:
    """Two are one. Nothing moves, so that `part` takes it back."""
    if roots()[into.pk] == roots()[one.pk]:
        raise OrganisationRefused("These two are one already. Nothing was changed.")
    one.part_of = Organisation.objects.get(pk=roots()[into.pk])
    one.save(update_fields=["part_of"])
    member_map.bump([])


@transaction.atomic
def part(one: Organisation) -> None:
    one.part_of = None
    one.save(update_fields=["part_of"])
    member_map.bump([])


@transaction.atomic
def affiliate(
    member: Member, one: Organisation, since: date | None, until: date | None, evidence: str, user: User | None
) -> Affiliation:
    if since and until and since > until:
        raise OrganisationRefused(f"{until} comes before {since}. Swap the two days. Nothing was changed.")
    said = Affiliation.objects.create(
        member=member, organisation=one, since=since, until=until, evidence=evidence.replace("\0", "")[:500], user=user
    )
    member_map.bump([])
    return said


@transaction.atomic
def take_back(said: Affiliation) -> None:
    said.delete()
    member_map.bump([])
