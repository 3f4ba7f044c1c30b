"""What several processes do together is what one does, also where one of them dies."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import numpy
import pytest

from rapport.people.matching import side_by_side as forking
from rapport.people.matching.alias import alias
from rapport.people.matching.clusters import clusters
from rapport.people.matching.side_by_side import Columns, side_by_side
from tests.bench.accounts import accounts

HERE = os.getpid()


def squares(start: int, end: int) -> Columns:
    places = numpy.arange(start, end)
    return places, places * places


def broken(start: int, end: int) -> Columns:
    if os.getpid() != HERE:
        raise RuntimeError
    return squares(start, end)


def killed(start: int, end: int) -> Columns:
    if os.getpid() != HERE:
        os.kill(os.getpid(), signal.SIGKILL)
    return squares(start, end)


@pytest.fixture(autouse=True)
def _three_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forking, "ENOUGH", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 3)


@pytest.mark.parametrize("work", [squares, broken, killed])
@pytest.mark.parametrize("many", [0, 1, 2, 3, 1000])
def test_together_they_give_what_one_gives(work: Callable[[int, int], Columns], many: int) -> None:
    both = side_by_side(work, many)
    assert [column.tolist() for column in both] == [column.tolist() for column in squares(0, many)]


def test_it_is_done_by_others() -> None:
    [who] = side_by_side(lambda start, end: [numpy.full(end - start, os.getpid())], 30)
    assert len(set(who.tolist())) == 3
    assert os.getpid() in who.tolist()


def children() -> list[str]:
    return [pid for file in Path("/proc/self/task").glob("*/children") for pid in file.read_text().split()]


def test_nobody_is_left_behind() -> None:
    before = children()
    side_by_side(killed, 30)
    assert children() == before


def test_people_are_the_same_however_many_look(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [alias(str(n), m.name, m.email, m.login, m.platform) for n, m in enumerate(accounts(2_000, seed=3))]
    together = clusters(made)
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert clusters(made) == together
