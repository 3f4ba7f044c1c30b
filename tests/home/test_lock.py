"""One owner at a time, known by the kernel and not by a pid."""

import os
import subprocess
import sys
from pathlib import Path

from rapport.home.lock import Lock, Owner


def test_second_one_does_not_get_it(tmp_path: Path) -> None:
    first, second = Lock(tmp_path), Lock(tmp_path)
    assert first.take()
    first.tell(Owner(os.getpid(), "rapport up", "postgresql://x"))
    assert not second.take()
    assert second.holder() == Owner(os.getpid(), "rapport up", "postgresql://x")
    first.close()
    assert second.take()
    assert second.holder() is None
    second.close()


def test_a_killed_owner_lets_go(tmp_path: Path) -> None:
    code = f"""
import os, signal
from pathlib import Path
from rapport.home.lock import Lock, Owner
lock = Lock(Path({str(tmp_path)!r}))
assert lock.take()
lock.tell(Owner(os.getpid(), "rapport up", "postgresql://gone"))
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    lock = Lock(tmp_path)
    assert lock.holder() is None, "a dead owner's words are believed"
    assert lock.take()
    lock.close()


def test_a_guest_does_not_wipe_the_owners_words(tmp_path: Path) -> None:
    owner, guest = Lock(tmp_path), Lock(tmp_path)
    assert owner.take()
    owner.tell(Owner(os.getpid(), "rapport up", "postgresql://x"))
    guest.close()
    third = Lock(tmp_path)
    assert third.holder() == Owner(os.getpid(), "rapport up", "postgresql://x")
    third.close()
    owner.close()
