"""Bring a backup back into a home, and prove that every row of it arrived."""

import shutil
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import psycopg
from psycopg import sql

from rapport.home import backup, keys, tables
from rapport.home.load import load
from rapport.words.errors import RapportError

ASIDE = "moved-aside"
OF_THE_HOME = ("postgres", "keys", "copy", "uploads", "postgres.own.conf")


class Restore:
    """One restore: make room, load, and on a failure put back what was there."""

    def __init__(self, file: Path, home: Path, *, force: bool) -> None:
        self.file = file
        self.home = home
        self.force = force
        self.manifest = _manifest(file)
        stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%SZ")
        self.aside = home / ASIDE / stamp
        self.schema_aside = f"before_restore_{stamp.lower().replace('-', '_')}"

    def make_room(self) -> None:
        """Move aside what lives in the home, when told to. Call with the lock held and no server running."""
        there = [name for name in OF_THE_HOME if _holds_something(self.home / name)]
        if there and not self.force:
            raise RapportError(
                f"{self.home} is not empty ({', '.join(there)}), and was left as it is. "
                f"With --force, what is there moves to {self.home / ASIDE}; nothing is deleted."
            )
        for name in there:
            self.aside.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self.home / name).rename(self.aside / name)

    def put_back(self) -> None:
        """Undo `make_room` after a failure; what the failed restore left goes."""
        for name in OF_THE_HOME:
            if (self.home / name).is_dir():
                shutil.rmtree(self.home / name)
            if (self.aside / name).exists():
                (self.aside / name).rename(self.home / name)
        if self.aside.exists():
            self.aside.rmdir()

    def put_keys(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True, mode=0o700)
        with tarfile.open(self.file) as tar:
            for member in tar:
                content = tar.extractfile(member)
                if member.name.startswith(backup.KEYS) and content:
                    keys.write(folder / Path(member.name).name, content.read())

    @property
    def keys_aside(self) -> Path:
        """Where the keys are that were here before; they may not be there."""
        return self.aside / "keys"

    def load(self, url: str) -> tables.Tables:
        """Load the database in one transaction and compare it with the manifest, row by row."""
        moved = self._move_schema(url)
        try:
            with (
                tempfile.TemporaryDirectory(prefix="restore-", dir=self.home) as folder,
                tarfile.open(self.file) as tar,
            ):
                tar.extract(backup.DUMP, folder, filter="data")
                load(url, Path(folder) / backup.DUMP)
            return self._compare(url)
        except BaseException:
            if moved:
                _move_back(url, self.schema_aside)
            raise

    def _move_schema(self, url: str) -> bool:
        """Move the tables of one's own server aside, when told to. Whether there were any."""
        with psycopg.connect(url) as connection:
            if not tables.names(connection):
                return False
            if not self.force:
                raise RapportError(
                    "The database named in DATABASE_URL has tables already, and was left as it is. "
                    "With --force, they move to a schema of another name; nothing is deleted."
                )
            connection.execute(sql.SQL("ALTER SCHEMA public RENAME TO {}").format(sql.Identifier(self.schema_aside)))
            connection.execute("CREATE SCHEMA public")
            return True

    def _compare(self, url: str) -> tables.Tables:
        with psycopg.connect(url) as connection:
            found = tables.fingerprints(connection)
        wanted = {name: tables.Fingerprint(**figures) for name, figures in self.manifest["tables"].items()}
        wrong = sorted(name for name in wanted | found if wanted.get(name) != found.get(name))
        if wrong:
            raise RapportError(
                f"These tables differ from the backup: {', '.join(wrong)}. The file may be damaged. "
                "Everything is as it was."
            )
        return found


def _holds_something(path: Path) -> bool:
    return path.is_file() or (path.is_dir() and any(path.iterdir()))


def _move_back(url: str, schema: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO public").format(sql.Identifier(schema)))


def _manifest(file: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file) as tar:
            content = tar.extractfile(backup.MANIFEST)
            manifest: dict[str, Any] = orjson.loads(content.read() if content else b"")
    except (OSError, tarfile.TarError, KeyError, orjson.JSONDecodeError) as error:
        raise RapportError(
            f"{file} is not a backup of Rapport, or is damaged: {error}. Nothing was changed."
        ) from error
    if manifest.get("format") != backup.FORMAT:
        raise RapportError(
            f"{file} was made by a newer Rapport ({manifest.get('rapport')}). Nothing was changed; update first."
        )
    return manifest
