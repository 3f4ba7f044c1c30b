"""One owner at a time: an exclusive `flock` on a file in the home, and in that file who holds it.

The kernel lets go of the lock when its holder dies, however it dies; a pid alone could be somebody else's by now.
"""

import fcntl
import json
import os
from pathlib import Path
from typing import NamedTuple

import psutil


class Owner(NamedTuple):
    pid: int
    command: str
    url: str = ""
    """Where guests reach the database; empty while it is not ready, or when the owner takes no guests."""


class Lock:
    def __init__(self, home: Path) -> None:
        self.file = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self.held = False

    def take(self) -> bool:
        """Take the lock if nobody holds it."""
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        self.held = True
        os.ftruncate(self.file, 0)  # what an owner that was killed wrote is no longer true
        return True

    def tell(self, owner: Owner) -> None:
        """Write down who holds the lock; only its holder may."""
        text = json.dumps(owner._asdict()).encode()
        os.pwrite(self.file, text.ljust(4096), 0)

    def holder(self) -> Owner | None:
        """Who holds the lock, as that one wrote it; None while it is being written, or if that one is dead."""
        try:
            owner = Owner(**json.loads(os.pread(self.file, 4096, 0)))
        except (ValueError, TypeError):
            return None
        return owner if psutil.pid_exists(owner.pid) else None

    def close(self) -> None:
        """Let go; a holder leaves nothing behind that names it."""
        if self.held:
            os.ftruncate(self.file, 0)
        os.close(self.file)
