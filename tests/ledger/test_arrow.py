"""The copy reads from the database that Django's settings name, in the same way."""

import pytest
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from rapport.ledger.arrow import snapshot, uri


def test_everything_that_libpq_takes_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    options = {
        "sslmode": "verify-full",
        "sslrootcert": "/etc/ssl/our own&ca.pem",
        "sslcert": "/etc/ssl/me.pem",
        "sslkey": "/etc/ssl/me.key",
        "options": "-c search_path=a,b",
        "connect_timeout": 0,
        "application_name": "Rapport",
        "target_session_attrs": "read-write",
    }
    for name, value in {"HOST": "/tmp/a folder", "PORT": "6543", "USER": "me@home", "PASSWORD": "?&=%/ü"}.items():
        monkeypatch.setitem(connection.settings_dict, name, value)
    monkeypatch.setitem(connection.settings_dict, "NAME", "a/b?c")
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    read = conninfo_to_dict(uri())
    assert read.pop("client_encoding", "UTF8") == "UTF8"
    assert read == {name: str(value) for name, value in options.items()} | {
        "dbname": "a/b?c", "host": "/tmp/a folder", "port": "6543", "user": "me@home", "password": "?&=%/ü",
    }  # fmt: skip


@pytest.mark.django_db
def test_an_option_reaches_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    options = connection.settings_dict["OPTIONS"] | {"application_name": "the copy's reader"}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", options)
    with snapshot() as look:
        shown = look.table("SELECT current_setting('application_name') AS name, current_database() AS base")
    assert shown.to_pylist() == [{"name": "the copy's reader", "base": connection.settings_dict["NAME"]}]
