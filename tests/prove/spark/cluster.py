"""A Spark standalone cluster on loopback: a master and workers, each a process with one core, gone afterwards."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyspark

from rapport.home.following import end_with_parent

STARTING_SECONDS = 120
STOPPING_SECONDS = 20
MEMORY = "1500m"
"""Of each worker; `rapport.ledger.engines.spark` asks for 1 GB of it."""


class Cluster:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        self.address = f"spark://127.0.0.1:{port}"
        self._workers: list[subprocess.Popen[bytes]] = []
        self._master = self._start(
            "master", "--host", "127.0.0.1", "--port", port, "--webui-port", "0", said="I have been elected"
        )

    def __len__(self) -> int:
        """How many workers there are."""
        return len(self._workers)

    def add_worker(self) -> None:
        name = f"worker-{len(self)}"
        options = ["--host", "127.0.0.1", "--cores", "1", "--memory", MEMORY, "--webui-port", "0"]
        work = ["--work-dir", str(self._folder / name), self.address]
        self._workers.append(self._start(name, *options, *work, said="Successfully registered with master"))

    def stop(self) -> None:
        _end([*self._workers, self._master])

    def _start(self, name: str, *options: str, said: str) -> subprocess.Popen[bytes]:
        """In a group of its own, which Ctrl-C does not reach and all belong to whom a worker starts."""
        home = Path(pyspark.__file__).parent
        part = "master.Master" if name == "master" else "worker.Worker"
        log = self._folder / f"{name}.log"
        settings = {"SPARK_HOME": str(home), "SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_IP": "127.0.0.1"}
        with log.open("wb") as written:
            started = subprocess.Popen(
                [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{part}", *options],
                env={**os.environ, **settings},
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=written,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        try:
            _wait_for(said, log, started)
        except BaseException:
            _end([started])
            raise
        return started


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A master without workers."""
    started = Cluster(folder)
    try:
        yield started
    finally:
        started.stop()


def _wait_for(said: str, log: Path, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTING_SECONDS
    while said not in log.read_text():
        if process.poll() is not None or time.monotonic() > until:
            raise TimeoutError(f"Spark did not start:\n{log.read_text()[-3000:]}")
        time.sleep(0.2)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask them and whom they started to end, and make them."""
    for process in processes:
        _tell(process, signal.SIGTERM)
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOPPING_SECONDS)
        _tell(process, signal.SIGKILL)
        process.wait()


def _tell(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)
