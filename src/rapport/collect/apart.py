"""Read in a process of its own, so that reading takes one core and writing another.

The reader is a fork: it inherits what it was given and starts at once. It touches no database, hands each batch over
through a pipe, and waits when nobody takes them. It ends with this process, and a crash of it (a hostile file that
brings a library down) leaves what was kept and the counts as they were.
"""

import gc
import os
import pickle
import signal
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from fcntl import F_SETPIPE_SZ, fcntl
from queue import Empty, Queue
from threading import Thread
from typing import Any, BinaryIO, NamedTuple, NoReturn, Protocol

from rapport.collect.reading import Batch
from rapport.home.following import end_with_parent
from rapport.ledger.prepare import Prepared, prepare
from rapport.platforms.git.unpacked import remove_left
from rapport.words.errors import RapportError

PIPE = 1 << 20
"""Bytes that wait between the two; as many as Linux lets any user have. Each refill costs both a wait for the other."""

TIDIED = 50
"""Batches after which garbage cycles are looked for. Records have none, and a look at each batch took a sixth of the
time; what a library leaves of them would pile up for ever without any."""


class ReaderDied(RapportError):
    """The reading process ended before its time."""

    def __init__(self, how: str) -> None:
        super().__init__(
            f"The process that reads the files ended unexpectedly ({how}). What it had read is kept; import the same "
            "files again to go on. If it ends at the same place once more, leave that file out and tell us of it."
        )


class Findings(NamedTuple):
    """What a reading leaves beside its batches."""

    unread: list[Any]
    unread_count: int
    notes: list[str]


class _Failed(NamedTuple):
    error: BaseException


class Reads(Protocol):
    """What gives batches: a reading of files, or a simulation. It knows no database."""

    unread: list[Any]
    unread_count: int
    notes: list[str]

    def batches(self) -> Iterator[Batch]: ...


class Apart:
    """Runs a reading in a fork. `batches` yields what it read; `findings` grow with them."""

    def __init__(self, reading: Reads) -> None:
        self._reading = reading
        self.findings = Findings([], 0, [])

    def batches(self) -> Iterator[Batch]:
        """Raises what the reader raised, or ReaderDied."""
        sys.stdout.flush()
        sys.stderr.flush()
        incoming, outgoing = os.pipe()
        with suppress(OSError):  # who has too many large pipes keeps the usual size
            fcntl(outgoing, F_SETPIPE_SZ, PIPE)
        pid = os.fork()
        if pid == 0:
            os.close(incoming)
            _read(self._reading, outgoing)
        os.close(outgoing)
        ahead = _Ahead(incoming)
        ended = False
        try:
            while (batch := self._next(ahead)) is not None:
                yield batch
            ended = True
        finally:
            if not ended:
                os.kill(pid, signal.SIGKILL)
            ahead.end()
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            remove_left()
        if status:
            raise ReaderDied(f"signal {-status}" if status < 0 else f"status {status}")

    def _next(self, ahead: "_Ahead") -> Batch | None:
        """The next batch; None at the end of the pipe."""
        sent = ahead.take()
        if sent is None:
            return None
        batch: Batch | _Failed
        batch, findings = pickle.loads(sent)  # noqa: S301 (from our own fork)
        self.findings = findings
        if isinstance(batch, _Failed):
            raise batch.error
        for part in batch.parts:
            packed = ahead.take()
            if packed is None:
                return None
            part.prepared = Prepared.unpacked(packed)
        return batch


_SIZE = struct.Struct(">Q")


class _Ahead:
    """Takes from the pipe what comes next while the last batch is being written, so that the reader need not wait."""

    def __init__(self, incoming: int) -> None:
        self._incoming = incoming
        self._queue: Queue[bytes | None] = Queue(maxsize=4)
        self._thread = Thread(target=self._run, name="reading ahead", daemon=True)
        self._thread.start()

    def take(self) -> bytes | None:
        """What was sent next; None at the end of the pipe."""
        return self._queue.get()

    def end(self) -> None:
        """Once the reader has ended or was killed: let go of what nobody took."""
        while self._thread.is_alive():
            with suppress(Empty):
                self._queue.get(timeout=0.01)
        self._thread.join()

    def _run(self) -> None:
        with os.fdopen(self._incoming, "rb") as pipe:
            body: bytes | None = b""
            while body is not None:
                body = _whole(pipe)
                self._queue.put(body)


def _whole(pipe: BinaryIO) -> bytes | None:
    head = pipe.read(_SIZE.size)
    if len(head) < _SIZE.size:
        return None
    size = _SIZE.unpack(head)[0]
    body = pipe.read(size)
    return body if len(body) == size else None


def _give(pipe: BinaryIO, body: bytes) -> None:
    pipe.write(_SIZE.pack(len(body)))
    pipe.write(body)


def _read(reading: Reads, outgoing: int) -> NoReturn:
    """The fork's whole life. It leaves by `_exit`: nothing that it inherited may be tidied up here."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the writer, which ends us
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        end_with_parent(signal.SIGKILL)
        with os.fdopen(outgoing, "wb", buffering=1 << 20) as pipe:
            try:
                gc.disable()
                for number, batch in enumerate(reading.batches(), 1):
                    _send(pipe, reading, batch)
                    if number % TIDIED == 0:
                        gc.collect()
            except BrokenPipeError:
                raise
            except Exception as error:  # noqa: BLE001  # it is raised again where the batches are taken
                _give(pipe, pickle.dumps((_Failed(_sendable(error)), _findings(reading))))
        status = 0
    finally:
        os._exit(status)


def _send(pipe: BinaryIO, reading: Reads, batch: Batch) -> None:
    """The batch without what it holds for the ledger, then that, part by part."""
    packed = [part.make_ready().packed() for part in batch.parts]
    for part in batch.parts:
        part.prepared = prepare([])
    _give(pipe, pickle.dumps((batch, _findings(reading)), pickle.HIGHEST_PROTOCOL))
    for each in packed:
        _give(pipe, each)
    pipe.flush()


def _findings(reading: Reads) -> Findings:
    return Findings(reading.unread, reading.unread_count, reading.notes)


def _sendable(error: Exception) -> BaseException:
    """The error itself if it survives the pipe, else its words."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
    except Exception:  # noqa: BLE001  # whatever a library's exception does when it is copied
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
