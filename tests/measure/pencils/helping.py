"""Who asks and who answers, counted with a pencil: thread by thread, as one would read them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from rapport.words.kinds import BY_NUMBER
from tests.measure.ledgers import Act
from tests.measure.pencils.doubt import Intervals, Waits, of_medians
from tests.measure.pencils.paper import Figures, Key, Paper, Pencil, counted

REPLIES = ("post", "message", "comment", "response", "review", "review_comment", "merge")


class Asked(NamedTuple):
    """One clock: a question, or its being opened again."""

    act: Act
    """At the time the clock started, by who started it; of the question's kind and language."""
    until: datetime | None
    accepted: datetime | None
    """When an answer was first accepted."""
    replies: list[Act]
    """By other humans, before it was closed, in their order."""

    @property
    def resolved(self) -> datetime | None:
        return min((at for at in (self.until, self.accepted) if at), default=None)


def asked(paper: Paper) -> Iterator[Asked]:
    for place, act in enumerate(paper.acts):
        name = BY_NUMBER[act.kind].name
        opens = act.thread in (None, place) and act.asks and name in ("topic", "post", "message", "comment")
        if not opens and name not in ("question", "issue", "pull_request"):
            continue
        root = place if act.thread is None else act.thread
        others = [
            other
            for at, other in enumerate(paper.acts)
            if at != place and (other.thread if other.thread is not None else at) == root
        ]
        again = {
            (other.at, other.identity)  # twice by one at one instant is once
            for other in others
            if BY_NUMBER[other.kind].name == "reopen" and other.at > act.at
        }
        starts = [act, *(act._replace(at=at, identity=by) for at, by in sorted(again, key=str))]
        for start in starts:
            yield _clock(paper, start, others)


def _clock(paper: Paper, start: Act, others: list[Act]) -> Asked:
    ends = [other.at for other in others if BY_NUMBER[other.kind].name in ("close", "merge") and other.at > start.at]
    until = min(ends, default=None)
    accepted = [other.at for other in others if BY_NUMBER[other.kind].name == "answer" and other.at > start.at]
    asker = paper.member(start.identity)
    replies = [
        other
        for other in others
        if BY_NUMBER[other.kind].name in REPLIES
        and other.at >= start.at
        and (until is None or other.at <= until)
        and other.identity is not None
        and paper.side(other.identity) not in ("bot", "limited")
        and paper.member(other.identity) != asker
    ]
    return Asked(start, until, min(accepted, default=None), sorted(replies, key=lambda other: other.at))


def questions(paper: Paper) -> Figures:
    return counted(paper, [one.act for one in asked(paper)])


def waited(paper: Paper, *sides: str) -> dict[Key, Waits]:
    """Until the first reply from one of these sides; without them, from any."""
    found: dict[Key, Waits] = {}
    for one in asked(paper):
        if paper.wanted(one.act):
            first = next((reply.at for reply in one.replies if not sides or paper.side(reply.identity) in sides), None)
            _note(found, paper, one, first, one.until or paper.known)
    return found


def resolved(paper: Paper) -> dict[Key, Waits]:
    """Until closed or accepted, on platforms where that ever happened."""
    some = {one.act.platform for one in asked(paper) if paper.side(one.act.identity) != "limited" and one.resolved}
    found: dict[Key, Waits] = {}
    for one in asked(paper):
        if paper.wanted(one.act) and one.act.platform in some:
            _note(found, paper, one, one.resolved, paper.known)
    return found


def _note(found: dict[Key, Waits], paper: Paper, one: Asked, over: datetime | None, still: datetime) -> None:
    wait = max((over or still) - one.act.at, timedelta())
    found.setdefault(paper.key(one.act), []).append((wait, over is not None))


def median(waits: Waits) -> float | None:
    """By the product over those still waiting, in hours."""
    lasting = 1.0
    for at in sorted({wait for wait, over in waits if over}):
        still = sum(wait >= at for wait, _ in waits)
        lasting *= 1 - sum(wait == at and over for wait, over in waits) / still
        if lasting <= 0.5 + 1e-12:
            return at / timedelta(hours=1)
    return None


def medians(waits: dict[Key, Waits]) -> Figures:
    return {key: (median(those), len(those)) for key, those in waits.items()}


def time_to_first_response(paper: Paper) -> Figures:
    return medians(waited(paper))


def time_to_team_response(paper: Paper) -> Figures:
    return medians(waited(paper, "team"))


def time_to_community_response(paper: Paper) -> Figures:
    return medians(waited(paper, "community"))


def resolution_time(paper: Paper) -> Figures:
    return medians(resolved(paper))


def resolved_share(paper: Paper) -> Figures:
    return {
        key: (100 * sum(over for _, over in waits) / len(waits), len(waits)) for key, waits in resolved(paper).items()
    }


def answered_within(most: timedelta) -> Pencil:
    def pencil(paper: Paper) -> Figures:
        found: Figures = {}
        for key, one in ((paper.key(one.act), one) for one in asked(paper) if paper.wanted(one.act)):
            in_time = bool(one.replies) and one.replies[0].at - one.act.at <= most
            if in_time or one.act.at + most <= paper.known:
                value, n = found.get(key, (0, 0))
                found[key] = ((value or 0) + in_time, n + 1)
        return {key: (100 * (part or 0) / n, n) for key, (part, n) in found.items()}

    return pencil


def unanswered(paper: Paper) -> Figures:
    waiting: dict[Key, list[Act]] = {}
    for one in asked(paper):
        if paper.wanted(one.act) and not one.replies and one.resolved is None:
            waiting.setdefault((paper.key(one.act)[0], _age(paper.known - one.act.at)), []).append(one.act)
    return {key: (len(acts), len(paper.people(acts))) for key, acts in waiting.items()}


def _age(waited: timedelta) -> str:
    return next((f"{days} day{'s' * (days > 1)}" for days in (1, 7, 30, 90) if waited < timedelta(days=days)), "older")


PENCILS: dict[str, Pencil] = {
    "questions": questions,
    "unanswered": unanswered,
    "time_to_first_response": time_to_first_response,
    "time_to_team_response": time_to_team_response,
    "time_to_community_response": time_to_community_response,
    "answered_within_an_hour": answered_within(timedelta(hours=1)),
    "answered_within_a_day": answered_within(timedelta(days=1)),
    "answered_within_a_week": answered_within(timedelta(days=7)),
    "resolution_time": resolution_time,
    "resolved_share": resolved_share,
}
INTERVALS: dict[str, Intervals] = {
    "time_to_first_response": lambda paper: of_medians(waited(paper)),
    "time_to_team_response": lambda paper: of_medians(waited(paper, "team")),
    "time_to_community_response": lambda paper: of_medians(waited(paper, "community")),
    "resolution_time": lambda paper: of_medians(resolved(paper)),
}
