"""A process that dies is started again, and all of them stop when told to."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from rapport.home.supervise import Child, stop

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def look_until(child: Child, said: list[str], pid: int) -> None:
    until = time.monotonic() + 20
    while child.process.pid == pid and time.monotonic() < until:
        child.look(said.append)
        time.sleep(0.02)
    assert child.process.pid != pid


def test_a_killed_child_comes_back_and_it_is_said() -> None:
    said: list[str] = []
    child = Child("web", SLEEP)
    try:
        pid = child.process.pid
        os.kill(pid, signal.SIGKILL)
        look_until(child, said, pid)
        assert said == ["web ended (killed by SIGKILL). Starting it again in 0.2 s."]
        assert child.process.poll() is None
    finally:
        stop([child])
    assert child.process.poll() is not None


def test_pauses_grow_while_it_keeps_dying() -> None:
    said: list[str] = []
    child = Child("web", [sys.executable, "-c", "raise SystemExit(5)"])
    for _ in range(2):
        child.process.wait()
        look_until(child, said, child.process.pid)
    child.process.wait()
    child.look(said.append)
    assert said == [f"web ended (exit code 5). Starting it again in {pause} s." for pause in ("0.2", "1", "2")]


def test_a_child_that_will_not_stop_is_killed() -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    child = Child("worker", [sys.executable, "-c", deaf])
    time.sleep(1)
    child.ask_to_stop()
    child.wait_or_kill(time.monotonic() + 0.2)
    assert child.process.returncode == -signal.SIGKILL


def test_a_child_that_follows_ends_with_its_killed_parent(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    follower = "from rapport.home.following import end_with_parent; end_with_parent(); import time; time.sleep(60)"
    parent = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {follower!r}])
open({str(told)!r}, "w").write(str(child.pid))
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", parent]) as process:
        time.sleep(2)
        child = psutil.Process(int(told.read_text()))
        process.kill()
        psutil.wait_procs([child], timeout=10)
        assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
