"""Which single activities stand behind each figure, and in which of its groups, picked with a pencil."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from rapport.words.kinds import BY_NUMBER
from tests.measure.ledgers import Act
from tests.measure.pencils.giving import employers, first, gifts
from tests.measure.pencils.growth import moved
from tests.measure.pencils.network import answers
from tests.measure.pencils.paper import Paper
from tests.measure.pencils.quality import threads
from tests.measure.pencils.talking import begun, said

Picked = list[tuple[str | None, Act]]
"""The group that it counts in, and an act that happened when the activity did."""


def _wanted(paper: Paper, acts: Iterable[Act]) -> Picked:
    return [(paper.key(act)[1], act) for act in acts if paper.wanted(act)]


def _named(paper: Paper, acts: Iterable[Act]) -> Picked:
    return _wanted(paper, [act for act in acts if act.identity is not None])


def _of(*kinds: str) -> Callable[[Paper], Picked]:
    return lambda paper: _wanted(paper, [act for act in paper.acts if BY_NUMBER[act.kind].name in kinds])


def _firsts(paper: Paper, acts: list[Act]) -> list[Act]:
    found = [first(paper, acts, member) for member in paper.people(paper.acts)]
    return [act for act in found if act]


def returning(paper: Paper) -> Picked:
    """By who came before the time that is asked for."""
    asked = paper.question
    there = [act.at.date() for act in paper.acts if asked.platform in (None, act.platform)]
    began = asked.since or min(there)
    came = {member: min(act.at.date() for act in paper.of(member)) for member in paper.people(paper.acts)}
    return [(group, act) for group, act in _named(paper, paper.acts) if came[paper.member(act.identity) or 0] < began]


def watched(paper: Paper) -> Picked:
    """By whom one knows whether they stayed."""
    looked = paper.known.date() - timedelta(days=91)
    return _wanted(paper, [act for act in _firsts(paper, paper.acts) if act.at.date() <= looked])


def employed(paper: Paper) -> Picked:
    there = {member: employers(paper, member).values() for member in paper.people(paper.acts)}
    return [
        (group, act)
        for group, act in _named(paper, gifts(paper))
        if any(since <= act.at.date() <= until for since, until in there[paper.member(act.identity) or 0])
    ]


def answered(paper: Paper) -> Picked:
    return _wanted(paper, [reply for reply, _ in answers(paper)])


def answered_somebody(paper: Paper) -> Picked:
    """Of whom one knows."""
    return _wanted(paper, [reply for reply, arrow in answers(paper) if arrow.asker is not None])


def opened(paper: Paper) -> Picked:
    return [(paper.key(thread.first)[1], thread.first) for thread in threads(paper)]


def opened_by_name(paper: Paper) -> Picked:
    told = [thread for thread in threads(paper) if paper.people([thread.first, *thread.replies])]
    return [(paper.key(thread.first)[1], thread.first) for thread in told]


def opened_in_no_chat(paper: Paper) -> Picked:
    return [(group, act) for group, act in opened(paper) if act.kind != 32 or act.titled]


PENCILS: dict[str, Callable[[Paper], Picked]] = {
    "active_members": lambda paper: _named(paper, paper.acts),
    "new_members": lambda paper: _wanted(paper, _firsts(paper, paper.acts)),
    "returning_members": returning,
    "retention_90_days": watched,
    "moves": lambda paper: [*moved(paper)],
    "contributions": lambda paper: _wanted(paper, gifts(paper)),
    "contribution_weight": lambda paper: _wanted(paper, gifts(paper)),
    "contributors": lambda paper: _named(paper, gifts(paper)),
    "first_contributions": lambda paper: _wanted(paper, _firsts(paper, gifts(paper))),
    "days_to_first_contribution": lambda paper: _wanted(paper, _firsts(paper, paper.acts)),
    "contributor_absence_factor": lambda paper: _named(paper, gifts(paper)),
    "elephant_factor": employed,
    "accepted_answers": _of("answer"),
    "helpers": answered,
    "helper_absence_factor": answered,
    "brokers": answered,
    "sole_helped_share": answered_somebody,
    "reciprocity": answered_somebody,
    "reply_density": answered_somebody,
    "activity": lambda paper: _wanted(paper, paper.acts),
    "messages": lambda paper: _wanted(paper, said(paper)),
    "conversations": lambda paper: _wanted(paper, begun(paper)),
    "hours": lambda paper: [(f"{act.at:%H}", act) for act in said(paper) if paper.wanted(act)],
    "zones": lambda paper: [(str(act.zone), act) for _, act in _named(paper, paper.acts) if act.zone is not None],
    "replies_per_thread": opened,
    "people_per_thread": opened_by_name,
    "depth_of_threads": opened,
    "threads_without_reply": opened_in_no_chat,
    "one_time_posters": lambda paper: _named(paper, said(paper)),
    "views": lambda paper: _wanted(paper, [act for act in paper.acts if act.views is not None]),
    "times_reposted": lambda paper: _wanted(paper, [act for act in paper.acts if act.reposts is not None]),
    "reposts": _of("repost"),
    "stars_and_follows": _of("star", "fork", "follow"),
}
