"""What a killed owner or a killed server left behind, told from strangers by what it works on, never by its pid.

A pid in a file may be anybody's by now. The server's first process has the data folder in its command line;
the others show the cluster's name, made from that folder, as their title. Both can be read without privileges.
"""

import contextlib
from hashlib import blake2b
from pathlib import Path

import psutil

from rapport.words.errors import RapportError


def mark(data: Path) -> str:
    """The cluster's name: short, and this data folder's alone."""
    return "rapport-" + blake2b(str(data).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


def postmaster(data: Path) -> int | None:
    """The pid of the server that runs on this data folder, or None."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        process = psutil.Process(pid)
        line = process.cmdline()
        dead = process.status() == psutil.STATUS_ZOMBIE
    except (FileNotFoundError, ValueError, psutil.Error):
        return None
    return None if dead or not line or Path(line[0]).name != "postgres" or str(data) not in line else pid


def orphans(data: Path) -> list[psutil.Process]:
    """Processes of a server on this data folder whose first process is gone."""
    return [] if postmaster(data) else [process for process in psutil.process_iter() if _titled(process, mark(data))]


def _titled(process: psutil.Process, name: str) -> bool:
    with contextlib.suppress(psutil.Error):
        return " ".join(process.cmdline()).startswith(f"postgres: {name}:")
    return False


def clear(data: Path, socket: Path) -> None:
    """Make way for a server: end the orphans of a dead one, and take away the files that name its pid.

    PostgreSQL believes these files as long as any process has that pid: another program of this user by now,
    or the dead server itself where nobody collects the dead (a container without an init). It would never
    start again. That none of the dead server's processes lives on, we have seen to ourselves.
    """
    left = orphans(data)
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.kill()  # its server is dead: recovery from the log follows in any case
    _gone, alive = psutil.wait_procs(left, timeout=30)
    if alive:
        raise RapportError(
            f"Process {alive[0].pid} of an earlier database server does not end. The data is safe; restart the machine."
        )
    if postmaster(data) is None:
        (data / "postmaster.pid").unlink(missing_ok=True)
        socket.with_name(socket.name + ".lock").unlink(missing_ok=True)
