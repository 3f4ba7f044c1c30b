"""Who helps whom, counted with a pencil: every arrow written down, then counted."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from rapport.words.kinds import BY_NUMBER
from tests.measure.ledgers import Act, channel
from tests.measure.pencils.helping import asked
from tests.measure.pencils.paper import Figures, Key, Paper, Pencil, counted, members


class Arrow(NamedTuple):
    """That somebody answered a question."""

    helper: int | None
    asker: int | None


def answers(paper: Paper) -> Iterator[tuple[Act, Arrow]]:
    """Each person's first reply to each question of a human, with the question's place and kind."""
    for one in asked(paper):
        if paper.side(one.act.identity) in ("bot", "limited"):
            continue
        seen = set()
        for reply in one.replies:
            arrow = Arrow(paper.member(reply.identity), paper.member(one.act.identity))
            if arrow.helper not in seen:
                question = one.act
                place = {"platform": question.platform, "channel": channel(question)}
                yield reply._replace(**place, kind=question.kind, language=question.language), arrow
            seen.add(arrow.helper)


def by_key(paper: Paper) -> dict[Key, list[Arrow]]:
    found: dict[Key, list[Arrow]] = {}
    for reply, arrow in answers(paper):
        if paper.wanted(reply):
            found.setdefault(paper.key(reply), []).append(arrow)
    return found


def network(figure: Callable[[list[Arrow]], tuple[float | None, int]]) -> Pencil:
    """A figure of the arrows between people who are both known."""

    def pencil(paper: Paper) -> Figures:
        named = {key: [arrow for arrow in found if arrow.asker is not None] for key, found in by_key(paper).items()}
        return {key: figure(found) for key, found in named.items() if found}

    return pencil


def accepted_answers(paper: Paper) -> Figures:
    return counted(paper, [act for act in paper.acts if BY_NUMBER[act.kind].name == "answer"])


def helpers(paper: Paper) -> Figures:
    return members(paper, [reply for reply, _ in answers(paper)])


def helper_absence_factor(paper: Paper) -> Figures:
    found: Figures = {}
    for key, arrows in by_key(paper).items():
        given = sorted(Counter(arrow.helper for arrow in arrows).values())
        few = next(few for few in range(1, len(given) + 1) if 2 * sum(given[-few:]) >= len(arrows))
        found[key] = (few, len(given))
    return found


def brokers(paper: Paper) -> Figures:
    places: dict[tuple[Key, int | None], set[int]] = {}
    for reply, arrow in answers(paper):
        if paper.wanted(reply):
            places.setdefault((paper.key(reply), arrow.helper), set()).add(channel(reply))
    found: Figures = {}
    for key in by_key(paper):
        helping = [of for (other, _), of in places.items() if other == key]
        found[key] = (100 * sum(len(of) > 1 for of in helping) / len(helping), len(helping))
    return found


def sole_helped_share(arrows: list[Arrow]) -> tuple[float | None, int]:
    askers = {arrow.asker: {other.helper for other in arrows if other.asker == arrow.asker} for arrow in arrows}
    return 100 * sum(len(helped) == 1 for helped in askers.values()) / len(askers), len(askers)


def reciprocity(arrows: list[Arrow]) -> tuple[float | None, int]:
    pairs = {frozenset(arrow) for arrow in arrows}
    both = sum(Arrow(arrow.asker, arrow.helper) in arrows for arrow in set(arrows)) / 2
    return 100 * both / len(pairs), len(pairs)


def reply_density(arrows: list[Arrow]) -> tuple[float | None, int]:
    people = {person for arrow in arrows for person in arrow}
    possible = [(one, other) for one in people for other in people if one != other]
    return 100 * len(set(arrows)) / len(possible), len(people)


PENCILS: dict[str, Pencil] = {
    "accepted_answers": accepted_answers,
    "helpers": helpers,
    "helper_absence_factor": helper_absence_factor,
    "brokers": brokers,
    "sole_helped_share": network(sole_helped_share),
    "reciprocity": network(reciprocity),
    "reply_density": network(reply_density),
}
