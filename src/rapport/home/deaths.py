"""Which processes of this home died and were started again, remembered for `rapport doctor`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

MOST = 100
"""Lines that are kept, the newest."""
LATELY = timedelta(days=7)


class Death(NamedTuple):
    at: datetime
    told: str
    """What `rapport up` said of it."""


def note(home: Path, told: str) -> None:
    """Remember it. A full disk is no reason not to start the process again."""
    line = f"{datetime.now(UTC).isoformat(timespec='seconds')} {told}"
    try:
        file = _file(home)
        file.touch(0o600)
        file.write_text("\n".join([*file.read_text("utf-8").splitlines()[1 - MOST :], line, ""]), "utf-8")
    except OSError:
        return


def lately(home: Path) -> list[Death]:
    """Those of the last seven days, the newest last."""
    since = datetime.now(UTC) - LATELY
    return [death for death in _all(home) if death.at >= since]


def _all(home: Path) -> Iterator[Death]:
    file = _file(home)
    for line in file.read_text("utf-8").splitlines() if file.exists() else ():
        at, _, told = line.partition(" ")
        yield Death(datetime.fromisoformat(at), told)


def _file(home: Path) -> Path:
    return home / "deaths"
