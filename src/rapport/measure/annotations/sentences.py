"""What happened, or is coming up, in a sentence; where its evidence stands."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from rapport.measure.annotations.mark import HAND, Mark
from rapport.measure.annotations.versions import version_of
from rapport.measure.periods import day_name
from rapport.words.platforms import name_of

AROUND = timedelta(days=13)
"""On each side of what happened its evidence shows so much."""
_PAST = {"release": "{} came out {}", "event": "{} took place {}", "campaign": "The campaign {} ran {}"}
_AHEAD = {"release": "{} is to come out {}", "event": "{} takes place {}", "campaign": "The campaign {} runs {}"}


def sentence(mark: Mark, today: date) -> str:
    """ "Version 1.4 came out on 12 October 2026.", "The campaign “Docs sprint” runs from 3 to 9 December 2026." """
    said = (_PAST if mark.last < today else _AHEAD).get(mark.kind, "{}, {}")
    return f"{said.format(_called(mark), _when(mark))}."


def about(mark: Mark) -> str:
    """What it is, and who says so."""
    source = "written down by the team" if mark.source == HAND else f"from {name_of(mark.source)}"
    alone = f", concerns {name_of(mark.platform)} alone" if mark.platform else ""
    return f"{mark.what.capitalize()}, {source}{alone}"


def evidence(mark: Mark, today: date) -> str:
    """Where it is told of. What has no page of its own leads into this home: what was done then, or what is ahead."""
    if mark.link:
        return mark.link
    if mark.first > today:
        return reverse("measure:annotations")
    days = {"since": mark.first - AROUND, "until": mark.last + AROUND}
    return f"{reverse('measure:metric', args=['activity'])}?{urlencode(days)}#then"


def _called(mark: Mark) -> str:
    if mark.kind != "release":
        return f"“{mark.title}”"
    bare = mark.title.lstrip("vV")
    return f"Version {bare}" if version_of(mark.title) and bare[:1].isdigit() else mark.title


def _when(mark: Mark) -> str:
    first, last = mark.first, mark.last
    if first == last:
        return f"on {day_name(first)}"
    begun = (
        str(first.day)
        if (first.year, first.month) == (last.year, last.month)
        else f"{first.day} {first:%B}"
        if first.year == last.year
        else day_name(first)
    )
    return f"from {begun} to {day_name(last)}"
