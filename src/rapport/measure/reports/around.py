"""What a report tells beside its figures: what happened in its time, and what comes up after it."""

from datetime import timedelta
from typing import NamedTuple

from rapport.measure.annotations.happened import Happened, in_time
from rapport.measure.annotations.mark import Mark, by_day, by_weight
from rapport.measure.annotations.sentences import about, evidence, sentence
from rapport.measure.models import Topic
from rapport.measure.reports.told import Line, Told
from rapport.people.acts import Acts
from rapport.words.span import Span

MOST, MOST_AHEAD = 8, 6
AHEAD = timedelta(days=92)
"""After a period's end; what is further away is coming up in a later report."""


class Around(NamedTuple):
    """What the team says, and the ledger tells of the time; the team's words change without the acts."""

    then: Happened
    ahead: tuple[Mark, ...]
    """By day; not over yet."""
    topics: tuple[tuple[int, str], ...]
    """Those that have a name and the team did not hide: number, and what they are called."""

    def topic(self, group: str) -> str:
        """Empty of what is no topic, and of one that is hidden or gone."""
        return next((called for number, called in self.topics if str(number) == group), "")


def around(acts: Acts, span: Span, platform: str = "") -> Around:
    topics = Topic.objects.filter(hidden=False, ended_at=None)
    return Around(
        in_time(span, platform, acts),
        ahead(acts, span, platform),
        tuple((topic.pk, str(topic)) for topic in topics if topic.named),
    )


def ahead(acts: Acts, span: Span, platform: str = "") -> tuple[Mark, ...]:
    """Releases, events and campaigns that begin after these days and are not over yet; of many the weightiest."""
    after = in_time(Span(span.last + timedelta(days=1), span.last + AHEAD), platform, acts).marks
    coming = [one for one in after if one.first > span.last and one.last >= acts.version.today and one.kind != "note"]
    return tuple(sorted(sorted(coming, key=by_weight)[:MOST_AHEAD], key=by_day))


def what_happened(told: Around, acts: Acts) -> list[Told]:
    """None where nothing is known of the time."""
    marks = told.then.marks
    if not marks:
        return []
    shown = sorted(sorted(marks, key=by_weight)[:MOST], key=by_day)
    more = len(marks) - len(shown) + told.then.more
    note = f"And {more} more of less weight, as pre-releases and regular events." if more else ""
    return [Told("What happened", note=note, lines=tuple(line(mark, acts) for mark in shown))]


def coming_up(told: Around, acts: Acts) -> list[Told]:
    return [Told("Coming up", lines=tuple(line(mark, acts) for mark in told.ahead))] if told.ahead else []


def line(mark: Mark, acts: Acts) -> Line:
    today = acts.version.today
    return Line(sentence(mark, today), f"{about(mark)}.", evidence(mark, today))
