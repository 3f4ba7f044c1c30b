"""Kill each process of a running home with SIGKILL, in peace and amid heavy writes; see that nothing is lost or left.

Run by `make prove-up`. A writer commits rows as fast as it can and remembers each that the server acknowledged.
After every kill the home must come back by itself (or, where `rapport up` itself was killed, at its next start),
every acknowledged row must be there, and Ctrl-C must leave no process behind, looked for in /proc.
"""

import contextlib
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import psutil

from rapport.cli.output import out, print_table
from tests.prove.house import House
from tests.prove.writer import Writer

RECOVERY_SECONDS = 90
Victims = Callable[[House], list[psutil.Process]]


class Trial(NamedTuple):
    killed: str
    load: str
    processes: int
    acknowledged: int
    lost: int
    seconds: float
    left: int


VICTIMS: dict[str, Victims] = {
    "the database's first process": lambda house: [house.postmaster()],
    "a database backend": lambda house: [house.backend()],
    "the pages": lambda house: [house.child("web")],
    "the pages' serving process": lambda house: house.child("web").children()[:1],
    "the worker": lambda house: [house.child("worker")],
    "the guard": lambda house: [house.guard()],
    "rapport up": lambda house: [house.supervisor()],
    "rapport up, guard and database": lambda house: [house.supervisor(), house.guard(), house.postmaster()],
    "everything at once": lambda house: house.processes(),
}


def main() -> None:
    logging.getLogger("psycopg").setLevel(logging.ERROR)  # it tells of each connection that the kills cut
    begun = time.monotonic()
    trials = []
    with tempfile.TemporaryDirectory(prefix="rapport-prove-", ignore_cleanup_errors=True) as folder:
        house = House(Path(folder))
        house.start()
        try:
            for load in ("idle", "heavy writes"):
                trials += [trial(house, name, load) for name in VICTIMS]
            left = house.interrupt()
        finally:
            house.clear()
    print_table(Trial._fields, trials)
    lost, behind = sum(t.lost for t in trials), left + sum(t.left for t in trials)
    acknowledged = sum(t.acknowledged for t in trials)
    out.print(
        f"\n{len(trials)} kills of {sum(t.processes for t in trials)} processes; {acknowledged:,} rows acknowledged, "
        f"{lost} lost; {behind} processes left after Ctrl-C; {time.monotonic() - begun:,.0f} s."
    )
    sys.exit(1 if lost or behind else 0)


def trial(house: House, name: str, load: str) -> Trial:
    """Kill, recover, count. Where `rapport up` was among the killed, everything must be gone before the next start."""
    writer = Writer(house.url)
    with writer.writing(heavily=load != "idle"):
        writer.wait_for(2_000 if load != "idle" else 1)
        victims = VICTIMS[name](house)
        for victim in victims:
            with contextlib.suppress(psutil.NoSuchProcess):  # the death of another took it along
                victim.kill()
        begun = time.monotonic()
        psutil.wait_procs(victims, timeout=10)
        left = 0
        if not house.runs():
            left = house.left_after(RECOVERY_SECONDS) if name == "rapport up" else 0
            house.start()
        house.wait_until_well(RECOVERY_SECONDS)
        seconds = time.monotonic() - begun
    out.print(f"{name}, {load}: well again after {seconds:.1f} s")
    return Trial(name, load, len(victims), writer.acknowledged, writer.lost(), round(seconds, 1), left)


if __name__ == "__main__":
    main()
