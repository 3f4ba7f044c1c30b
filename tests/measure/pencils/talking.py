"""What is said and done, counted with a pencil."""

from collections.abc import Callable

from rapport.words.kinds import BY_NUMBER
from tests.measure.ledgers import Act
from tests.measure.pencils.paper import Figures, Key, Paper, Pencil, counted

WORDS = (
    "topic", "post", "review", "review_comment", "issue", "pull_request", "comment", "message", "question", "response",
    "article",
)  # fmt: skip


def said(paper: Paper) -> list[Act]:
    return [act for act in paper.acts if BY_NUMBER[act.kind].name in WORDS]


def activity(paper: Paper) -> Figures:
    return counted(paper, paper.acts)


def messages(paper: Paper) -> Figures:
    return counted(paper, said(paper))


BEGINNING = ("topic", "post", "message", "question", "issue", "pull_request", "article", "video", "comment")


def begun(paper: Paper) -> list[Act]:
    return [
        act
        for place, act in enumerate(paper.acts)
        if BY_NUMBER[act.kind].name in BEGINNING and act.thread in (None, place) and act.parent is None
    ]


def conversations(paper: Paper) -> Figures:
    return counted(paper, begun(paper))


def hours(paper: Paper) -> Figures:
    found = _by(paper, said(paper), lambda act: f"{act.at:%H}")
    return {key: (len(acts), len(paper.people(acts))) for key, acts in found.items()}


def zones(paper: Paper) -> Figures:
    found = _by(paper, [act for act in paper.acts if act.zone is not None], lambda act: str(act.zone))
    people = {key: len(paper.people(acts)) for key, acts in found.items()}
    return {key: (n, n) for key, n in people.items()}


def _by(paper: Paper, acts: list[Act], group: Callable[[Act], str]) -> dict[Key, list[Act]]:
    found: dict[Key, list[Act]] = {}
    for act in acts:
        if paper.wanted(act):
            found.setdefault((paper.key(act)[0], group(act)), []).append(act)
    return found


PENCILS: dict[str, Pencil] = {
    "activity": activity,
    "messages": messages,
    "conversations": conversations,
    "hours": hours,
    "zones": zones,
}
