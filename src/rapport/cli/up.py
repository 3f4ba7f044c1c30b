"""`rapport up`: database, pages and worker in one foreground process group, until Ctrl-C."""

import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from rapport.cli.output import err, out
from rapport.cli.session import ready, warn
from rapport.home import deaths
from rapport.home.access import Access, ownership
from rapport.home.supervise import Child, stop
from rapport.words.errors import RapportError

LOOK_SECONDS = 0.25
WEB_READY_SECONDS = 120


def up() -> None:
    """Start everything, and stop everything with Ctrl-C."""
    from rapport import settings

    _check_free(settings.BIND, settings.PORT)
    err.print("Starting. The first time takes a little longer.")
    with ready(ownership(settings.HOME, settings.DATABASE_URL, "rapport up", warn)) as access:
        access.take_guests("rapport up")
        stopping = _stop_on_signals()
        children = [Child(name, _command(name)) for name in ("web", "worker")]
        try:
            if _wait_for_web(children, access, stopping):
                _keep(children, access, stopping)
        finally:
            err.print("Stopping.")
            stop(children)
    out.print("Stopped. Everything is kept.")


def _command(name: str) -> Sequence[str]:
    return [sys.executable, "-m", "rapport.cli.main", name, "--follow"]


def _check_free(address: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise RapportError(
                f"The address {address}, port {port} cannot be used: {error.strerror}. Nothing was started. "
                "If Rapport runs already, open it there; else choose another port with RAPPORT_PORT."
            ) from error


def _stop_on_signals() -> threading.Event:
    stopping = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        if stopping.is_set():
            raise KeyboardInterrupt
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    return stopping


def _wait_for_web(children: Sequence[Child], access: Access, stopping: threading.Event) -> bool:
    """Whether the pages answer; False if we were asked to stop meanwhile."""
    from django.conf import settings

    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.BIND, settings.BIND)  # noqa: S104
    until = time.monotonic() + WEB_READY_SECONDS
    while not stopping.wait(LOOK_SECONDS):
        try:
            socket.create_connection((address, settings.PORT), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise RapportError("The pages did not start; what they said stands above. Nothing is lost.") from None
            _look(children, access)
        else:
            return True
    return False


def _welcome() -> bool:
    """Whether it could be said; False while the database is away, as after a kill in this very moment."""
    from django.conf import settings
    from django.db import InterfaceError, OperationalError, connection

    from rapport.accounts.links import owner_link

    try:
        link = owner_link()
    except (InterfaceError, OperationalError):
        connection.close()
        return False
    out.print(f"\n[bold]Rapport is up at {settings.PUBLIC_URL}[/bold]", soft_wrap=True)
    out.print(f"Sign in as the owner, once: {settings.PUBLIC_URL}{link}", soft_wrap=True)
    out.print(f"Everything is kept in {settings.HOME}. Ctrl-C stops it all.\n", soft_wrap=True)
    return True


def _keep(children: Sequence[Child], access: Access, stopping: threading.Event) -> None:
    """Say where the pages are, and look after database, pages and worker until asked to stop."""
    welcomed = False
    while not stopping.wait(LOOK_SECONDS):
        _look(children, access)
        welcomed = welcomed or _welcome()


def _look(children: Sequence[Child], access: Access) -> None:
    if access.keeper:
        access.keeper.look(warn)
    for child in children:
        child.look(tell)


def tell(text: str) -> None:
    """Say of a death that it happened, and remember it."""
    from rapport import settings

    warn(text)
    deaths.note(Path(settings.HOME), text)
