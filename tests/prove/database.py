"""A home of one's own for a proof: a real server in a temporary folder, migrated, gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def own_database() -> Iterator[Path]:
    """Django, ready on a new database; gives the home's folder. Once in a process."""
    with tempfile.TemporaryDirectory(prefix="rapport-prove-") as folder:
        Path(folder).chmod(0o755)  # the database's user must pass through; the home below is closed
        home = Path(folder) / "home"
        os.environ["RAPPORT_HOME"] = str(home)
        os.environ["DATABASE_URL"] = ""
        from rapport.cli.session import ready, warn
        from rapport.home.access import database

        with ready(database(home, "", "a proof", warn)):
            yield home
