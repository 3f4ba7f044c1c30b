"""Sources that tell nothing any more of a time that is looked at: their silence is not the people's."""

from datetime import date, timedelta
from typing import NamedTuple

from rapport.people.acts import Acts
from rapport.words.platforms import name_of
from rapport.words.span import Span

SILENT = timedelta(days=30)
MOST = 3
"""As many are named, those that ended last."""


class Ended(NamedTuple):
    platform: str
    last: date


def known_days(acts: Acts, platform: str | None = None) -> Span | None:
    """The first and last day of which anything is known; None of an empty ledger.

    A platform that was heard of within SILENT may just have been quiet since: it is known as long as the others are.
    """
    of_all, here = acts.span(), acts.span(platform)
    if of_all is None or here is None:
        return None
    return Span(here.first, here.last if here.last < of_all.last - SILENT else of_all.last)


def ended(acts: Acts, span: Span | None, platform: str | None = None) -> list[Ended]:
    """Platforms whose last activity is a month or more before the last of these days, or of what is known."""
    if span is None or not acts.spans:
        return []
    until = min(span.last, max(known.last for known in acts.spans.values()))
    found = [
        Ended(name_of(name), known.last)
        for name, known in acts.spans.items()
        if platform in (None, name) and known.last < until - SILENT
    ]
    return sorted(found, key=lambda one: one.last, reverse=True)[:MOST]
