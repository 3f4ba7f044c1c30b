"""Folders in which bundles lie unpacked while they are read.

Who reads one may be killed, and what is in it must not stay: a folder whose reader is gone is removed by whoever looks
next. A lock tells of a reader; it ends with the process.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

PREFIX = "rapport-bundle-"
HELD = "held"
HOUR = 3600


@contextmanager
def unpacked() -> Iterator[Path]:
    """A folder of one's own, in the machine's folder for temporary files."""
    remove_left()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name, Path(name, HELD).open("wb") as held:
        flock(held, LOCK_EX)
        yield Path(name)


def remove_left() -> None:
    """Remove the folders that nobody reads any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _left(folder: Path) -> bool:
    try:
        told = folder.lstat()
        if told.st_uid != os.getuid():
            return False
        with (folder / HELD).open("rb") as held:
            flock(held, LOCK_EX | LOCK_NB)
    except FileNotFoundError:  # it is being made or removed just now, or somebody was killed at that
        return time.time() - told.st_mtime > HOUR
    except OSError:
        return False
    return True
