"""A Spark standalone cluster on loopback: a master and workers, each a process with one core, gone afterwards."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pyspark

STARTING_SECONDS = 120
MEMORY = "2g"
"""Of each worker."""


class Cluster:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        self.address = f"spark://127.0.0.1:{port}"
        self._start("master", "--host", "127.0.0.1", "--port", port, "--webui-port", "0", said="I have been elected")

    def add_worker(self) -> None:
        name = f"worker-{len(self._processes)}"
        options = ["--host", "127.0.0.1", "--cores", "1", "--memory", MEMORY, "--webui-port", "0"]
        work = ["--work-dir", str(self._folder / name), self.address]
        self._start(name, *options, *work, said="Successfully registered with master")

    def _start(self, name: str, *options: str, said: str) -> None:
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
            )
        self._processes.append(started)
        until = time.monotonic() + STARTING_SECONDS
        while said not in log.read_text():
            if started.poll() is not None or time.monotonic() > until:
                raise TimeoutError(f"Spark's {name} did not start:\n{log.read_text()[-3000:]}")
            time.sleep(0.2)

    def stop(self) -> None:
        """With what the workers started."""
        ours = [psutil.Process(one.pid) for one in self._processes if one.poll() is None]
        ours += [child for one in ours for child in one.children(recursive=True)]
        for process in ours:
            process.terminate()
        for process in psutil.wait_procs(ours, timeout=20)[1]:
            process.kill()


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A master without workers."""
    started = Cluster(folder)
    try:
        yield started
    finally:
        started.stop()
