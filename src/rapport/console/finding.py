"""What the palette finds: members by name; pages, metrics and actions by their words."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When
from django.urls import reverse

from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, may
from rapport.measure import metrics  # noqa: F401  fills the catalogue
from rapport.measure.catalogue import METRICS
from rapport.people.models import Link, Member

MOST_MEMBERS = 8


class Found(NamedTuple):
    label: str
    url: str
    icon: str
    more: str = ""
    """A word on what it is, at the line's end."""


class Place(NamedTuple):
    """A page or an action, and who may go there."""

    label: str
    page: str
    icon: str
    permission: Permission = Permission.SEE
    words: str = ""
    """Other words one may look for it by."""


PAGES = (
    Place("Today", "console:today", "home"),
    Place("People", "people:list", "users", words="members"),
    Place("To thank", "people:thanks", "heart", words="thanks first contributions anniversaries letters"),
    Place("Promises", "people:promises", "hand-raised", words="tasks due overdue to do"),
    Place("Measure", "measure:overview", "chart-bar", words="metrics numbers"),
    Place("Collect", "collect:imports", "arrow-down-tray", words="imports"),
    Place("Set aside", "collect:rejected", "exclamation-triangle", words="rejected records errors"),
    Place("Settings", "console:settings", "cog-6-tooth", words="theme dark light"),
    Place("Team", "accounts:team", "user-group", Permission.TEAM, "roles"),
    Place("Security", "accounts:security", "shield-check", words="password two-factor passkey sessions api tokens"),
    Place("Audit log", "accounts:audit", "clipboard-document-list", Permission.TEAM),
    Place("Kit", "console:kit", "swatch", words="design components"),
)
ACTIONS = (
    Place("Import an archive", "collect:imports", "arrow-up-tray", Permission.IMPORT, "upload forum git github"),
    Place("Invite somebody to the team", "accounts:team", "user-plus", Permission.TEAM),
    Place("Change how Rapport looks", "console:settings", "sun", words="theme dark light"),
)


def find(words: str, user: User) -> dict[str, list[Found]]:
    """What matches, by group; without words every page and action. Only what this person may open."""
    wanted = words.strip().lower()
    groups = {
        "Members": _members(words.strip()) if wanted else [],
        "Pages": list(_places(PAGES, wanted, user)),
        "Metrics": list(_metrics(wanted)) if wanted else [],
        "Actions": list(_places(ACTIONS, wanted, user)),
    }
    return {name: found for name, found in groups.items() if found}


def _members(words: str) -> list[Found]:
    """Names that begin with the words come first."""
    begins = Case(When(name__istartswith=words, then=Value(0)), default=Value(1), output_field=IntegerField())
    # Who was merged away holds no identity; who is limited none that may be shown.
    there = Exists(Link.objects.filter(member=OuterRef("pk"), identity__limited=None))
    found = Member.objects.filter(there, name__icontains=words).order_by(begins, "name", "pk")[:MOST_MEMBERS]
    return [
        Found(member.name, reverse("people:profile", args=[member.pk]), "user", member.get_side_display())
        for member in found
    ]


def _places(places: tuple[Place, ...], wanted: str, user: User) -> Iterator[Found]:
    for place in places:
        if wanted in f"{place.label} {place.words}".lower() and may(user, place.permission):
            yield Found(place.label, reverse(place.page), place.icon)


def _metrics(wanted: str) -> Iterator[Found]:
    for metric in METRICS.values():
        if wanted in f"{metric.title} {metric.name} {metric.unit}".lower():
            yield Found(metric.title, reverse("measure:metric", args=[metric.name]), "chart-bar", metric.unit)
