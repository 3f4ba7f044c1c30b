"""Work on many, done in parts by as many processes as there are processors. Pure."""

import os
import pickle
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any, NamedTuple, NoReturn

import numpy
from numpy.typing import NDArray

ENOUGH = 50_000
"""What one process does sooner than two are started."""
AT_MOST = 4
"""Processes: each holds what it touches of the memory once more."""
Columns = Sequence[NDArray[Any]]


class _Fork(NamedTuple):
    process: int
    answers: int
    """The end of its pipe."""


def side_by_side(work: Callable[[int, int], Columns], many: int) -> list[NDArray[Any]]:
    """The columns that `work(start, end)` gives of the places from `start` on and before `end`, all of them together,
    in order: as of `work(0, many)`.

    The work touches no file, no database and no lock. A process that ends before its time has its part done here.
    """
    processes = min(os.cpu_count() or 1, AT_MOST) if many >= ENOUGH else 1
    edges = [many * part // processes for part in range(processes + 1)]
    parts = list(pairwise(edges))
    forks = [_fork(work, *part) for part in parts[1:]]
    done = [work(*parts[0])]
    done += [_answer(fork) or work(*part) for fork, part in zip(forks, parts[1:], strict=True)]
    return [numpy.concatenate(column) for column in zip(*done, strict=True)]


def _fork(work: Callable[[int, int], Columns], start: int, end: int) -> _Fork:
    sys.stdout.flush()
    sys.stderr.flush()
    incoming, outgoing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(incoming)
        _do(work, start, end, outgoing)
    os.close(outgoing)
    return _Fork(process, incoming)


def _do(work: Callable[[int, int], Columns], start: int, end: int, outgoing: int) -> NoReturn:
    try:
        with suppress(Exception), os.fdopen(outgoing, "wb") as answer:
            pickle.dump(list(work(start, end)), answer, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)


def _answer(fork: _Fork) -> Columns | None:
    """None where it left none that is whole."""
    try:
        with os.fdopen(fork.answers, "rb") as answer:
            columns: Columns = pickle.load(answer)  # noqa: S301  # of our own process
            return columns
    except (EOFError, pickle.UnpicklingError):
        return None
    finally:
        os.waitpid(fork.process, 0)
