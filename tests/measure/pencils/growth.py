"""Who is here and who came, counted with a pencil."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from tests.measure.ledgers import Act
from tests.measure.pencils.doubt import Interval, Intervals, curve, wilson
from tests.measure.pencils.paper import Figures, Key, Paper, Pencil, in_order, members

SILENCE = timedelta(days=90)


def active_members(paper: Paper) -> Figures:
    return members(paper, paper.acts)


def new_members(paper: Paper) -> Figures:
    seen: set[int | None] = {None}
    firsts = []
    for act in paper.sorted():
        if paper.member(act.identity) not in seen:
            firsts.append(act)
        seen.add(paper.member(act.identity))
    return members(paper, firsts)


def returning_members(paper: Paper) -> Figures:
    """The active who are not new there and then: their first act lies before the period and before what is asked."""
    found: Figures = {}
    for key, acts in paper.by_key(paper.acts).items():
        began = max(key[0], paper.question.since or key[0])
        n = sum(min(act.at.date() for act in paper.of(member)) < began for member in paper.people(acts))
        found[key] = (n, n)
    return found


def _lapses(paper: Paper, member: int) -> Iterator[Act]:
    """The last act before each silence of 90 whole days that is over, by when it began, on the 90th day."""
    acts = paper.of(member)
    for day in sorted({act.at.date() for act in acts}):
        silent = [day + timedelta(days=number) for number in range(1, 91)]
        if silent[-1] < paper.known.date() and not any(act.at.date() in silent for act in acts):
            cells: dict[tuple[object, ...], Act] = {}
            for act in sorted((act for act in acts if act.at.date() == day), key=lambda act: act.at):
                cells.setdefault((act.platform, act.kind, act.identity, act.language), act)
            latest = max(act.at for act in cells.values())
            last = min((act for act in cells.values() if act.at == latest), key=in_order)
            yield last._replace(at=last.at + SILENCE)


def lapsed_members(paper: Paper) -> Figures:
    everybody = paper.people(paper.acts)
    return members(paper, [act for member in everybody for act in _lapses(paper, member)])


def watched(paper: Paper) -> dict[Key, list[tuple[int, bool]]]:
    """Each newcomer for as long as a silence would be known by now."""
    looked = paper.known.date() - timedelta(days=91)
    found: dict[Key, list[tuple[int, bool]]] = {}
    for member in paper.people(paper.acts):
        first = min(paper.of(member), key=in_order)
        if paper.wanted(first) and first.at.date() <= looked:
            found.setdefault(paper.key(first), []).append(_stay(paper, member, looked))
    return found


def retention_90_days(paper: Paper) -> Figures:
    """By the product over those still watched."""
    return {key: (_lasting(stays, 90), len(stays)) for key, stays in watched(paper).items()}


def of_retention(paper: Paper) -> dict[Key, Interval]:
    """Greenwood's; where all or none stayed, Wilson's of those of whom it is known."""
    found = {}
    for key, stays in watched(paper).items():
        lasting = _lasting(stays, 90)
        known = sum(over or stayed >= 89 for stayed, over in stays)
        band = [step for step in curve([(timedelta(stayed), over) for stayed, over in stays]) if step[0].days < 90]
        if lasting is None:
            found[key] = None, None
        elif lasting in (0, 100):
            found[key] = wilson(lasting, known)
        else:
            found[key] = 100 * band[-1][2], 100 * band[-1][3]
    return found


def _stay(paper: Paper, member: int, looked: date) -> tuple[int, bool]:
    """For how many days they are known to have stayed, and whether they were gone then."""
    days = sorted({act.at.date() for act in paper.of(member)})
    for day, after in zip(days, [*days[1:], date.max], strict=True):
        if after - day > SILENCE and day <= looked:
            return (day - days[0]).days, True
    return (looked - days[0]).days, False


def _lasting(stays: list[tuple[int, bool]], days: int) -> float | None:
    if all(stayed < days - 1 for stayed, _ in stays) and not all(over for _, over in stays):
        return None
    lasting = 1.0
    for day in range(days):
        still = [over and stayed == day for stayed, over in stays if stayed >= day]
        lasting *= 1 - sum(still) / len(still) if still else 1
    return 100 * lasting


def moved(paper: Paper) -> Iterator[tuple[str, Act]]:
    """What was first done there that day, and from where to where that was."""
    for member in paper.people(paper.acts):
        visits: dict[tuple[date, str], Act] = {}
        for act in sorted(paper.of(member), key=lambda act: (act.at, act.platform, act.language or "~")):
            visits.setdefault((act.at.date(), act.platform), act)
        there = list(visits.values())
        for before, after in pairwise(there):
            if before.platform != after.platform and paper.wanted(after):
                yield f"{before.platform} → {after.platform}", after


def moves(paper: Paper) -> Figures:
    found: dict[Key, set[int | None]] = {}
    for move, act in moved(paper):
        found.setdefault((paper.key(act)[0], move), set()).add(paper.member(act.identity))
    return {key: (len(people), len(people)) for key, people in found.items()}


PENCILS: dict[str, Pencil] = {
    "active_members": active_members,
    "new_members": new_members,
    "returning_members": returning_members,
    "lapsed_members": lapsed_members,
    "retention_90_days": retention_90_days,
    "moves": moves,
}
INTERVALS: dict[str, Intervals] = {"retention_90_days": of_retention}
