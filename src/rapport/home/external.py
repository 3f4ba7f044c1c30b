"""One's own PostgreSQL, named in DATABASE_URL."""

import psycopg

from rapport.words.errors import RapportError

OLDEST = 15
CONNECT_SECONDS = 10


def check(url: str) -> None:
    """Raise a RapportError unless a PostgreSQL that Rapport can use answers there. Its password is never shown."""
    try:
        with psycopg.connect(url, connect_timeout=CONNECT_SECONDS) as connection:
            version, encoding = connection.info.server_version, connection.info.parameter_status("server_encoding")
    except psycopg.Error as error:
        raise RapportError(
            f"The PostgreSQL named in DATABASE_URL does not answer: {str(error).strip()}\n"
            "Check the address, the password and that the database exists; or leave DATABASE_URL empty, "
            "and Rapport runs its own."
        ) from error
    if version // 10_000 < OLDEST:
        raise RapportError(
            f"The PostgreSQL named in DATABASE_URL is version {version // 10_000}; "
            f"Rapport needs {OLDEST} or later. Nothing was changed."
        )
    if encoding != "UTF8":
        raise RapportError(
            f"The database named in DATABASE_URL keeps text as {encoding}; Rapport needs UTF8. Nothing was changed. "
            "Create it with: createdb --encoding=UTF8 --template=template0 NAME"
        )
