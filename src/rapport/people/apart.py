"""Who is kept apart: what somebody of the team said of two people, whatever likeness says later."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, F, OuterRef

from rapport.people.models import Apart, Decision, Member


def mark(decision: Decision, ones: Iterable[int], others: Collection[int]) -> None:
    """Remember that each of these identities is another person than each of the others."""
    pairs = (sorted((one, other)) for one in ones for other in others)
    Apart.objects.bulk_create(
        (Apart(one_id=one, other_id=other, decision=decision) for one, other in pairs),
        batch_size=2000,
        ignore_conflicts=True,
    )


def are_kept_apart(members: Collection[Member | int]) -> bool:
    """Whether any two of these members are."""
    between = Apart.objects.filter(lifted_by=None, one__member__in=members, other__member__in=members)
    return between.exclude(one__member=F("other__member")).exists()


def lift(decision: Decision, member: Member) -> list[Decision]:
    """Override what stands between identities of one member; answers with what had been said."""
    inside = Apart.objects.filter(lifted_by=None, one__member=member, other__member=member)
    said = list(Decision.objects.filter(marks__in=inside).distinct().order_by("pk"))
    if said:
        inside.update(lifted_by=decision)
    return said


def take_back(decision: Decision) -> None:
    """Remove the marks that a decision made, and put those in force again that it overrode."""
    decision.marks.all().delete()
    standing = Apart.objects.filter(lifted_by=None, one=OuterRef("one"), other=OuterRef("other"))
    overridden = Apart.objects.filter(lifted_by=decision).exclude(one__member=F("other__member"))
    overridden.exclude(Exists(standing)).update(lifted_by=None)
