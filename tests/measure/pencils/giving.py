"""What people give, counted with a pencil."""

from collections import Counter
from datetime import date, timedelta

from rapport.words.kinds import BY_NUMBER
from tests.measure.ledgers import SAID, WRITING, Act
from tests.measure.pencils.doubt import Intervals, Waits, of_medians
from tests.measure.pencils.helping import median
from tests.measure.pencils.paper import Figures, Key, Paper, Pencil, counted, in_order, members


def gifts(paper: Paper) -> list[Act]:
    return [act for act in paper.acts if BY_NUMBER[act.kind].gives]


def contributions(paper: Paper) -> Figures:
    return counted(paper, gifts(paper))


def contribution_weight(paper: Paper) -> Figures:
    found = paper.by_key(gifts(paper))
    return {
        key: (sum(BY_NUMBER[act.kind].weight for act in acts), len(paper.people(acts))) for key, acts in found.items()
    }


def contributors(paper: Paper) -> Figures:
    return members(paper, gifts(paper))


def first(paper: Paper, acts: list[Act], member: int) -> Act | None:
    mine = [act for act in acts if paper.member(act.identity) == member]
    return min(mine, key=in_order, default=None)


def first_contributions(paper: Paper) -> Figures:
    firsts = [first(paper, gifts(paper), member) for member in paper.people(paper.acts)]
    return members(paper, [act for act in firsts if act])


def until_first_gift(paper: Paper) -> dict[Key, Waits]:
    waits: dict[Key, Waits] = {}
    for member in paper.people(paper.acts):
        came = min(paper.of(member), key=in_order)
        gave = first(paper, gifts(paper), member)
        if paper.wanted(came):
            wait = ((gave.at if gave else paper.known) - came.at, gave is not None)
            waits.setdefault(paper.key(came), []).append(wait)
    return waits


def days_to_first_contribution(paper: Paper) -> Figures:
    middles = {key: (median(those), len(those)) for key, those in until_first_gift(paper).items()}
    return {key: (None if hours is None else hours / 24, n) for key, (hours, n) in middles.items()}


def fewest(has: Counter[int]) -> int | None:
    """Take the one with the most, and so on, until half is together."""
    half, so_far = sum(has.values()) / 2, 0
    for number, (_, most) in enumerate(has.most_common(), 1):
        so_far += most
        if so_far >= half:
            return number
    return None


def contributor_absence_factor(paper: Paper) -> Figures:
    found = {}
    for key, acts in paper.by_key(gifts(paper)).items():
        has = Counter(member for act in acts if (member := paper.member(act.identity)) is not None)
        found[key] = (fewest(has), len(has))
    return found


def employers(paper: Paper, member: int) -> dict[int, tuple[date, date]]:
    """From when to when they were with which organisation, in whatever way that is known."""
    days: dict[int, list[date]] = {}
    for identity, organisation in WRITING.items():
        if identity in paper.members and paper.member(identity) == member:
            wrote = [act.at.date() for act in paper.acts if act.identity == identity]
            days.setdefault(organisation, []).extend(wrote)
    for one, organisation, since, until in SAID:
        if one == member:
            days.setdefault(organisation, []).extend([since, until])
    return {organisation: (min(there), max(there)) for organisation, there in days.items() if there}


def covering(made: dict[int, set[int]]) -> int | None:
    """Take the one with the most of what is not there yet, until half of all is; of two as large the lower number."""
    together: set[int] = set()
    for number in range(len(made)):
        if 2 * len(together) >= len(set().union(*made.values())):
            return number
        together |= made[min(made, key=lambda one: (-len(made[one] - together), one))]
    return len(made) or None


def elephant_factor(paper: Paper) -> Figures:
    found = {}
    known = {member: employers(paper, member) for member in paper.people(paper.acts)}
    for key, acts in paper.by_key(gifts(paper)).items():
        made: dict[int, set[int]] = {}
        for place, act in enumerate(acts):
            for organisation, (since, until) in known.get(paper.member(act.identity) or 0, {}).items():
                if since <= act.at.date() <= until:
                    made.setdefault(organisation, set()).add(place)
        found[key] = (covering(made), len(made))
    return found


PENCILS: dict[str, Pencil] = {
    "contributions": contributions,
    "contribution_weight": contribution_weight,
    "contributors": contributors,
    "first_contributions": first_contributions,
    "days_to_first_contribution": days_to_first_contribution,
    "contributor_absence_factor": contributor_absence_factor,
    "elephant_factor": elephant_factor,
}
INTERVALS: dict[str, Intervals] = {
    "days_to_first_contribution": lambda paper: of_medians(until_first_gift(paper), timedelta(days=1)),
}
