"""`rapport web`: the pages, served by granian's threads."""

import os
import signal
from collections.abc import Callable
from threading import Thread
from typing import Any

import typer

from rapport.cli.session import needs_database
from rapport.cli.up import tell
from rapport.home.following import end_with_parent
from rapport.home.supervise import how

THREADS = 4
"""Requests answered at once; each may hold a database connection of the server's hundred."""
GRACE_SECONDS = 8


def application() -> Callable[..., Any]:
    """The WSGI application, made in granian's worker process, which must not outlive granian."""
    end_with_parent(signal.SIGKILL)  # at once: until this process is gone, the port is taken
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.settings")
    from django.core.wsgi import get_wsgi_application
    from django.urls import get_resolver

    application = get_wsgi_application()
    get_resolver().check()  # imports every page, while there is one thread: two that import may block each other
    from rapport.people.current import watch

    Thread(target=watch, name="watch", daemon=True).start()
    return application


@needs_database
def web(follow: bool = typer.Option(False, "--follow", hidden=True)) -> None:
    """Serve the pages alone; `rapport up` runs this for you."""
    if follow:
        end_with_parent()
    from django.conf import settings
    from django.db import connections
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server.mp import MPServer

    class Pages(MPServer):
        """Granian's own words of a death do not say how the process ended."""

        def _respawn_workers(self, workers: list[int], *how_: Any, **more: Any) -> None:
            for number in workers:
                code = self.wrks[number].inner.exitcode
                if code is not None:
                    tell(f"The process that serves the pages ended ({how(code)}). Starting it again.")
            super()._respawn_workers(workers, *how_, **more)

    connections.close_all()  # the worker process is a fork: it must open its own
    Pages(
        target="rapport.cli.web:application",
        factory=True,
        address=settings.BIND,
        port=settings.PORT,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        workers_kill_timeout=GRACE_SECONDS,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        log_level=LogLevels.error,
    ).serve()
