"""Everything that cannot be made anew, in one file: the database and the keys, with a manifest to prove them by.

The columnar copy is left out: a restore makes it from the database.
"""

import io
import tarfile
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import psycopg

from rapport.home import binaries
from rapport.home.connecting import without_password
from rapport.home.tables import Tables, fingerprints
from rapport.words.errors import RapportError

FORMAT = 1
MANIFEST, DUMP, KEYS = "manifest.json", "database.dump", "keys/"


def write(target: Path, url: str, keys: Iterable[Path], version: str) -> Tables:
    """Write a backup and give what it holds. The file appears whole or not at all, readable by this user alone.

    `keys` is asked after the dump, so that a key which is made meanwhile is not missing.
    """
    if target.exists():
        raise RapportError(f"{target} exists already and was left as it is. Name another file.")
    try:
        with tempfile.TemporaryDirectory(prefix=".rapport-backup-", dir=target.parent) as folder:
            dump, half = Path(folder) / DUMP, Path(folder) / "backup.tar"
            manifest, tables = _dump(url, dump, version)
            with tarfile.open(half, "w", format=tarfile.PAX_FORMAT) as tar:
                _add_bytes(tar, MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
                for key in keys:
                    tar.add(key, KEYS + key.name)
                tar.add(dump, DUMP)
            half.chmod(0o600)
            target.hardlink_to(half)  # unlike a rename, this never takes the place of a file
    except OSError as error:
        raise RapportError(
            f"The backup could not be written to {target}: {error.strerror}. The home is as it was."
        ) from error
    return tables


def _dump(url: str, dump: Path, version: str) -> tuple[dict[str, Any], Tables]:
    """Dump the database and count what the dump holds, from one snapshot of it while others go on writing."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        [(snapshot,)] = connection.execute("SELECT pg_export_snapshot()").fetchall()
        options = ["--format=custom", "--schema=public", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _run_dump(url, *options, f"--file={dump}")
        tables = fingerprints(connection)
        manifest = {
            "format": FORMAT,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "rapport": version,
            "postgresql": connection.info.server_version // 10_000,
            "tables": {name: figures._asdict() for name, figures in tables.items()},
        }
        return manifest, tables


def _run_dump(url: str, *options: str) -> None:
    connection, environment = without_password(url)
    program = binaries.installed() / "bin" / "pg_dump"
    done = binaries.run(program, f"--dbname={connection}", *options, env=environment)
    if done.returncode:
        raise RapportError(
            f"pg_dump could not do its work; nothing was changed. It said:\n{done.stdout.strip()[-2000:]}"
        )


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    member.mode = 0o600
    tar.addfile(member, io.BytesIO(content))
