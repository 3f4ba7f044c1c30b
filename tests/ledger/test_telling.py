"""The language of texts is told after they came in, reaches the copy, and goes with them."""

import pytest
from django.db import connection, transaction

from rapport.ledger import copy, withdraw
from rapport.ledger.engines import duckdb
from rapport.ledger.engines.delta import Tables
from rapport.ledger.erase import erase
from rapport.ledger.telling import tell
from rapport.ledger.models import Activity, Copy, Identity, Telling
from rapport.ledger.verify import verify
from tests.ledger.making import BOB, keep, post

pytestmark = pytest.mark.django_db(transaction=True)

GERMAN = "Danke für die schnelle Hilfe, das hat geklappt."
ENGLISH = "I get a null pointer exception when I call the constructor."


def in_the_copy() -> dict[str, str | None]:
    copy.refresh()
    return dict(duckdb.connect().raw_sql("SELECT native_id, language FROM activity").fetchall())


def test_it_is_told_once_and_reaches_the_copy() -> None:
    keep(post(1, text=GERMAN), post(2, text=ENGLISH), post(3, text="LGTM"), post(4, text=None))
    assert in_the_copy() == dict.fromkeys(f"post/{n}" for n in range(1, 5))
    assert tell() == 3
    assert in_the_copy() == {"post/1": "de", "post/2": "en", "post/3": None, "post/4": None}
    assert tell() == 0
    assert copy.waiting() == 0
    assert verify().faults == ()


def test_a_newer_version_is_told_anew() -> None:
    keep(post(1, text=GERMAN))
    tell()
    keep(post(1, text=ENGLISH, revision=2))
    assert in_the_copy() == {"post/1": None}
    assert tell() == 1
    assert in_the_copy() == {"post/1": "en"}


def test_it_goes_with_an_erasure_and_with_a_forgotten_import() -> None:
    keep(post(1, text=GERMAN), post(2, text=ENGLISH, author=BOB))
    tell()
    erase([Identity.objects.get(handle="ada").pk])
    assert list(Telling.objects.values_list("language", flat=True)) == ["en"]
    kept = Activity.objects.get(native_id="post/2")
    with transaction.atomic(), connection.cursor() as cursor:
        assert withdraw.activities(cursor, kept.id.bytes) == 1
    assert not Telling.objects.exists()


def test_a_copy_without_the_column_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(post(1, text=GERMAN))
    copy.refresh()
    before = Copy.objects.get().generation
    monkeypatch.setattr(Tables, "complete", lambda tables: tables.activity.parent.name != before)
    copy.refresh()
    assert Copy.objects.get().generation != before
