"""Stops the database of an owner that was killed.

The owner holds the writing end of this process's standard input and writes one byte when it is done. An end
without that byte is a kill: whoever gets the lock first, a new owner or this guard, stops the server.
Run as `python -m rapport.home.guard HOME`.
"""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

DONE = b"."


class Guard:
    """The owner's side. Leaves Ctrl-C's reach, since it must outlive the owner."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "rapport.home.guard", str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
        )

    def dismiss(self) -> None:
        with contextlib.suppress(BrokenPipeError):  # it was killed
            self.process.communicate(DONE)


def watch(home: Path) -> None:
    if sys.stdin.buffer.read(1) == DONE:
        return
    from rapport.home.account import account_for
    from rapport.home.cluster import Cluster
    from rapport.home.lock import Lock, Owner

    lock = Lock(home)
    if lock.take():
        lock.tell(Owner(os.getpid(), "stopping the database of a process that was killed"))
        Cluster(home, account_for(home)).stop()
    lock.close()


if __name__ == "__main__":
    watch(Path(sys.argv[1]))
