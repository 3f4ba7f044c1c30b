"""A running `rapport up` in a home of its own, and everything that belongs to it, found in /proc."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg

from rapport.home import remains
from rapport.home.lock import Lock


class House:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.data = home.resolve() / "postgres" / "data"
        self.log = home.with_name(home.name + ".log")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        outside = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.environment = {**outside, "RAPPORT_HOME": str(home), "RAPPORT_PORT": str(self.port)}

    def start(self) -> None:
        """`rapport up`, in a process group of its own as a shell would start it."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "rapport.cli.main", "up"],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_until_well(120)

    def runs(self) -> bool:
        return self.process.poll() is None

    def url(self) -> str:
        """Where guests reach the database now; empty while there is none."""
        lock = Lock(self.home)
        owner = lock.holder()
        lock.close()
        return owner.url if owner else ""

    def interrupt(self) -> int:
        """Ctrl-C, which a terminal sends to the whole group. How many processes are left afterwards."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(60)
        return self.left_after(5)

    def left_after(self, seconds: float) -> int:
        with contextlib.suppress(TimeoutError):
            _wait(lambda: not self.processes(), seconds, self.log)
        return len(self.processes())

    def clear(self) -> None:
        """End whatever is there, when the proof itself fails."""
        for process in self.processes():
            with contextlib.suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(self.processes(), timeout=20)
        self.log.unlink(missing_ok=True)

    def processes(self) -> list[psutil.Process]:
        """All that has this home in its command line or environment, or is titled with its database."""
        return [process for process in psutil.process_iter() if self._ours(process)]

    def _ours(self, process: psutil.Process) -> bool:
        with contextlib.suppress(psutil.Error):
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            line = " ".join(process.cmdline())
            if str(self.home) in line or remains.mark(self.data) in line:
                return True
            return process.environ().get("RAPPORT_HOME") == str(self.home)
        return False

    def supervisor(self) -> psutil.Process:
        return psutil.Process(self.process.pid)

    def child(self, name: str) -> psutil.Process:
        return next(child for child in self.supervisor().children() if name in child.cmdline())

    def guard(self) -> psutil.Process:
        return next(child for child in self.supervisor().children() if "rapport.home.guard" in child.cmdline())

    def postmaster(self) -> psutil.Process:
        pid = remains.postmaster(self.data)
        assert pid, "the database does not run"
        return psutil.Process(pid)

    def backend(self) -> psutil.Process:
        """A backend that serves a connection, the busiest if one is."""
        serving = [child for child in self.postmaster().children() if "[local]" in " ".join(child.cmdline())]
        return next((child for child in serving if "idle" not in " ".join(child.cmdline())), serving[0])

    def wait_until_well(self, seconds: float) -> None:
        """Until pages answer, the database answers, and a worker that is alive now has sent its heartbeat."""
        _wait(self._well, seconds, self.log)

    def _well(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/accounts/login/", timeout=5) as answer:
                pages = answer.status == 200
            with psycopg.connect(self.url(), connect_timeout=5) as connection:
                [(heard,)] = connection.execute(
                    "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '8 seconds'"
                ).fetchall()
            worker_began = self.child("worker").create_time()
        except (OSError, psycopg.Error, psutil.Error, StopIteration):
            return False
        return pages and heard > 0 and time.time() - worker_began > 1 and self.guard().is_running()


def _wait(done: Callable[[], bool], seconds: float, log: Path) -> None:
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            raise TimeoutError(
                f"the home was not well after {seconds:.0f} s\n{log.read_text(errors='replace')[-3000:]}"
            )
        time.sleep(0.2)
