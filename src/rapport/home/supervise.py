"""Keep processes running: start them, start them again when they die, stop them all."""

import contextlib
import signal
import subprocess
import time
from collections.abc import Callable, Sequence

BACKOFF = (0.2, 1.0, 2.0, 5.0, 15.0, 30.0)
"""Seconds before the first, second, … restart in a row."""
STEADY_SECONDS = 60
"""After so long without dying, a process starts with the first backoff again."""
GRACE_SECONDS = 15
"""What a process gets to finish after SIGTERM; every job here can be killed at any instant."""

Say = Callable[[str], None]


class Child:
    """One process of `rapport up`, in our process group, so that a terminal's hang-up reaches it too."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self.command = command
        self.deaths = 0
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        self.begun = time.monotonic()
        self.restart_at: float | None = None
        return subprocess.Popen(self.command, stdin=subprocess.DEVNULL)

    def look(self, say: Say) -> None:
        """Notice a death, say so, and start the process again once its backoff is over."""
        now = time.monotonic()
        if self.restart_at is not None:
            if now >= self.restart_at:
                self.process = self._start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.deaths = 1 if now - self.begun > STEADY_SECONDS else self.deaths + 1
        wait = BACKOFF[min(self.deaths, len(BACKOFF)) - 1]
        self.restart_at = now + wait
        say(f"{self.name} ended ({how(code)}). Starting it again in {wait:g} s.")

    def ask_to_stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()

    def wait_or_kill(self, until: float) -> None:
        """Wait until a time (of time.monotonic), then kill."""
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def stop(children: Sequence[Child]) -> None:
    """Stop all at once and wait for each; a second Ctrl-C kills instead of waiting."""
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait_or_kill(until)
        except KeyboardInterrupt:
            until = time.monotonic()
            child.wait_or_kill(until)


def how(code: int) -> str:
    """A process's exit code in words."""
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"
