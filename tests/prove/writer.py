"""Commits rows and remembers which of them the server acknowledged."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

BATCH = 200
TEXT = "x" * 400


class Writer:
    """Numbers rise across all writers of a proof, so that a row lost in an earlier trial is missed later too."""

    acknowledged_numbers: set[int] = set()
    next_number = 0

    def __init__(self, url: Callable[[], str]) -> None:
        self.url = url
        self.acknowledged = 0
        self.stopping = threading.Event()

    @contextmanager
    def writing(self, *, heavily: bool) -> Iterator[None]:
        thread = threading.Thread(target=self._write, args=(BATCH if heavily else 1, 0.0 if heavily else 0.5))
        thread.start()
        try:
            yield
        finally:
            self.stopping.set()
            thread.join()

    def wait_for(self, rows: int) -> None:
        until = time.monotonic() + 60
        while self.acknowledged < rows:
            if time.monotonic() > until:
                raise TimeoutError("the writer cannot write")
            time.sleep(0.02)

    def _write(self, batch: int, pause: float) -> None:
        while not self.stopping.is_set():
            try:
                with psycopg.connect(self.url(), connect_timeout=5) as connection:
                    connection.execute("CREATE TABLE IF NOT EXISTS proof (number bigint PRIMARY KEY, text text)")
                    connection.commit()
                    while not self.stopping.wait(pause):
                        self._commit(connection, batch)
            except (psycopg.Error, OSError):
                self.stopping.wait(0.05)  # the server is being killed: that is what the proof is about

    def _commit(self, connection: psycopg.Connection, batch: int) -> None:
        numbers = range(Writer.next_number, Writer.next_number + batch)
        Writer.next_number += batch
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO proof VALUES (%s, %s)", [(number, TEXT) for number in numbers])
        connection.commit()
        Writer.acknowledged_numbers.update(numbers)
        self.acknowledged += batch

    def lost(self) -> int:
        """How many rows that were ever acknowledged are not there."""
        with psycopg.connect(self.url()) as connection:
            there = {number for (number,) in connection.execute("SELECT number FROM proof")}
        return len(Writer.acknowledged_numbers - there)
