"""Who asks and who answers, counted with a pencil: thread by thread, as one would read them."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from rapport.words.kinds import BY_NUMBER
from tests.measure.ledgers import Act
from tests.measure.pencils.paper import Figures, Key, Paper, Pencil, counted

REPLIES = ("post", "message", "comment", "response", "review", "review_comment", "merge")


class Asked(NamedTuple):
    """One clock: a question, or its being opened again."""

    act: Act
    """At the time the clock started, by who started it; of the question's kind and language."""
    until: datetime | None
    replies: list[Act]
    """By other humans, before it was closed, in their order."""


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
        starts = [
            act,
            *(
                again._replace(kind=act.kind, platform=act.platform, language=act.language)
                for again in others
                if BY_NUMBER[again.kind].name == "reopen" and again.at > act.at
            ),
        ]
        for start in starts:
            yield _clock(paper, start, others)


def _clock(paper: Paper, start: Act, others: list[Act]) -> Asked:
    ends = [other.at for other in others if BY_NUMBER[other.kind].name in ("close", "merge") and other.at > start.at]
    until = min(ends, default=None)
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
    return Asked(start, until, sorted(replies, key=lambda other: other.at))


def questions(paper: Paper) -> Figures:
    return counted(paper, [one.act for one in asked(paper)])


Waits = list[tuple[timedelta, bool]]
"""How long each waited, and whether until a reply."""


def waited(paper: Paper, answers: Callable[[Act], bool] = lambda _: True) -> dict[Key, Waits]:
    found: dict[Key, Waits] = {}
    for one in asked(paper):
        if paper.wanted(one.act):
            first = next((reply.at for reply in one.replies if answers(reply)), None)
            ended = first or one.until or paper.known
            wait = (max(ended - one.act.at, timedelta()), first is not None)
            found.setdefault(paper.key(one.act), []).append(wait)
    return found


def median(waits: Waits) -> float | None:
    """By the product over those still waiting, in hours."""
    lasting = 1.0
    for at in sorted({wait for wait, over in waits if over}):
        still = sum(wait >= at for wait, _ in waits)
        lasting *= 1 - sum(wait == at and over for wait, over in waits) / still
        if lasting <= 0.5 + 1e-12:
            return at / timedelta(hours=1)
    return None


def time_to_first_response(paper: Paper) -> Figures:
    return {key: (median(waits), len(waits)) for key, waits in waited(paper).items()}


def answered_within_a_day(paper: Paper) -> Figures:
    found: Figures = {}
    for key, one in ((paper.key(one.act), one) for one in asked(paper) if paper.wanted(one.act)):
        in_time = bool(one.replies) and one.replies[0].at - one.act.at <= timedelta(days=1)
        if in_time or one.act.at + timedelta(days=1) <= paper.known:
            value, n = found.get(key, (0, 0))
            found[key] = ((value or 0) + in_time, n + 1)
    return {key: (100 * (part or 0) / n, n) for key, (part, n) in found.items()}


PENCILS: dict[str, Pencil] = {
    "questions": questions,
    "time_to_first_response": time_to_first_response,
    "answered_within_a_day": answered_within_a_day,
}
