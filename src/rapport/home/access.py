"""Reach the home's database: as its owner, as a guest of `rapport up`, or on one's own server."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from rapport.home import external, place
from rapport.home.account import account_for
from rapport.home.cluster import Cluster
from rapport.home.keeper import Keeper
from rapport.home.lock import Lock, Owner
from rapport.home.supervise import Say
from rapport.words.errors import HomeInUse

Step = Callable[[], None]


class How(StrEnum):
    OWN = "own"
    """We started the server and stop it."""
    GUEST = "guest"
    """`rapport up` runs it; it ends when that ends."""
    EXTERNAL = "external"
    """DATABASE_URL names a server that is not ours."""


class Access(NamedTuple):
    url: str
    how: How
    lock: Lock | None = None
    keeper: Keeper | None = None

    def take_guests(self, command: str) -> None:
        """From now on, other commands use this one's database instead of waiting for its end."""
        if self.lock:
            self.lock.tell(Owner(os.getpid(), command, self.url))


@contextmanager
def database(home: Path, url: str, command: str, say: Say) -> Iterator[Access]:
    """Have the database for one command. While another single command owns it, wait, and say for whom."""
    if url:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        external.check(url)
        yield Access(url, How.EXTERNAL)
        return
    account = account_for(home)
    place.prepare(home, account)
    lock = Lock(home)
    try:
        host = _take_or_join(lock, say)
        if host:
            yield Access(host, How.GUEST)
        else:
            lock.tell(Owner(os.getpid(), command))
            yield from _owned(Cluster(home, account), lock)
    finally:
        lock.close()


@contextmanager
def ownership(
    home: Path, url: str, command: str, say: Say, *, first: Step | None = None, undo: Step | None = None
) -> Iterator[Access]:
    """Own the home, for `rapport up` and for commands that bear no guest; the lock is held with any database.

    `first` runs once the lock is held and before a server is started; `undo` after the server is stopped, if
    anything went wrong since. Raises HomeInUse when `rapport up` owns the home already.
    """
    account = None if url else account_for(home)
    place.prepare(home, account)
    lock = Lock(home)
    try:
        if _take_or_join(lock, say):
            holder = lock.holder()
            raise HomeInUse(holder.pid if holder else 0, holder.command if holder else "rapport up")
        lock.tell(Owner(os.getpid(), command))
        if first:
            first()
            place.prepare(home, account)
        try:
            if url:
                external.check(url)
                yield Access(url, How.EXTERNAL, lock)
            else:
                yield from _owned(Cluster(home, account), lock)
        except BaseException:
            if undo:
                undo()
            raise
    finally:
        lock.close()


def _owned(cluster: Cluster, lock: Lock) -> Iterator[Access]:
    keeper = Keeper(cluster)
    try:
        yield Access(keeper.start(), How.OWN, lock, keeper)
    finally:
        keeper.stop()


def _take_or_join(lock: Lock, say: Say) -> str:
    """Wait for the lock (then ""), or for an owner who takes guests (then the URL it gives them)."""
    begun, told = time.monotonic(), 0
    while not lock.take():
        holder = lock.holder()
        if holder and holder.url:
            return holder.url
        # Within the first second it is mostly an owner that is just closing.
        if holder and holder.pid != told and time.monotonic() - begun > 1:
            say(f"The home is in use by process {holder.pid} ({holder.command}). Waiting for it to end.")
            told = holder.pid
        time.sleep(0.1)
    return ""
