"""How conversations go, counted with a pencil: thread by thread, as one would read them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

from tests.measure.ledgers import Act
from tests.measure.pencils.doubt import Intervals, of_mean
from tests.measure.pencils.paper import Figures, Key, Paper, Pencil
from tests.measure.pencils.talking import said


class Thread(NamedTuple):
    first: Act
    replies: list[Act]
    """By humans, within a week."""
    depth: int


def threads(paper: Paper) -> Iterator[Thread]:
    places = {place: act for place, act in enumerate(paper.acts) if act in said(paper)}
    roots = {place: place if act.thread is None else act.thread for place, act in places.items()}
    for root in set(roots.values()):
        here = [place for place in places if roots[place] == root]
        begins = root if root in here else min(here, key=lambda place: (paper.acts[place].at, place))
        first = paper.acts[begins]
        after = [
            place
            for place in here
            if place != begins
            and places[place].at <= first.at + timedelta(days=7)
            and paper.side(places[place].identity) not in ("bot", "limited")
        ]
        chat = first.kind == 32 and not first.titled
        if first.at + timedelta(days=7) <= paper.known and paper.wanted(first) and (after or not chat):
            depth = max((_level(paper, place, begins, here) for place in after), default=0)
            yield Thread(first, [places[place] for place in after], depth)


def _level(paper: Paper, place: int, begins: int, here: list[int]) -> int:
    act = paper.acts[place]
    answered = act.parent if act.parent is not None else act.thread
    if place == begins:
        return 0
    if answered is None or answered == place or answered not in here:
        return 1
    return 1 + _level(paper, answered, begins, here)


def _numbers(paper: Paper, of: Callable[[Thread], int | None]) -> dict[Key, list[int]]:
    found: dict[Key, list[int]] = {}
    for thread in threads(paper):
        number = of(thread)
        if number is not None:
            found.setdefault(paper.key(thread.first), []).append(number)
    return found


def _mean(numbers: dict[Key, list[int]]) -> Figures:
    return {key: (sum(those) / len(those), len(those)) for key, those in numbers.items()}


def replies(paper: Paper) -> dict[Key, list[int]]:
    return _numbers(paper, lambda thread: len(thread.replies))


def people(paper: Paper) -> dict[Key, list[int]]:
    return _numbers(paper, lambda thread: len(paper.people([thread.first, *thread.replies])) or None)


def depth(paper: Paper) -> dict[Key, list[int]]:
    return _numbers(paper, lambda thread: thread.depth)


def threads_without_reply(paper: Paper) -> Figures:
    def unanswered(thread: Thread) -> int | None:
        if thread.first.kind == 32 and not thread.first.titled:
            return None
        opener = paper.member(thread.first.identity)
        return 100 * all(paper.member(reply.identity) == opener is not None for reply in thread.replies)

    return _mean(_numbers(paper, unanswered))


def one_time_posters(paper: Paper) -> Figures:
    ever = [paper.member(act.identity) for act in said(paper)]
    found: Figures = {}
    for key, acts in paper.by_key(said(paper)).items():
        people = paper.people(acts)
        if people:
            found[key] = (100 * sum(ever.count(member) == 1 for member in people) / len(people), len(people))
    return found


PENCILS: dict[str, Pencil] = {
    "replies_per_thread": lambda paper: _mean(replies(paper)),
    "people_per_thread": lambda paper: _mean(people(paper)),
    "depth_of_threads": lambda paper: _mean(depth(paper)),
    "threads_without_reply": threads_without_reply,
    "one_time_posters": one_time_posters,
}
INTERVALS: dict[str, Intervals] = {
    "replies_per_thread": lambda paper: {key: of_mean(numbers) for key, numbers in replies(paper).items()},
    "people_per_thread": lambda paper: {key: of_mean(numbers) for key, numbers in people(paper).items()},
    "depth_of_threads": lambda paper: {key: of_mean(numbers) for key, numbers in depth(paper).items()},
}
