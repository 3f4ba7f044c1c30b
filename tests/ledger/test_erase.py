"""A forgotten person is gone from table, copy and disk, and does not come back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from rapport.ledger import copy
from rapport.ledger.append import Appended, Appender
from rapport.ledger.engines import duckdb
from rapport.ledger.erase import erase, sweep
from rapport.ledger.models import Activity, Identity
from rapport.words.identity import Identity as Who
from rapport.words.identity import git_author
from tests.ledger.making import BOB, keep, keep_records, post, record

pytestmark = pytest.mark.django_db(transaction=True)

# The handle with what stands around it in a row: by itself it is three hexadecimal digits, which any id may hold.
SECRETS = (",ada,", "x/ada", "Ada", "Lovelace's own words", "ada@example.org", '"ada"')


def ada() -> int:
    return Identity.objects.get(platform="forum", native_id="1").pk


def test_nothing_of_the_person_stays_in_the_tables() -> None:
    keep(post(1, text=SECRETS[3], title=SECRETS[3], url="https://x/ada", facts={"k": "ada"}), post(2, author=BOB))
    done = erase([ada()])
    assert (done.identities, done.activities) == (1, 1)
    with connection.cursor() as cursor:
        for table in ("ledger_activity", "ledger_identity", "ledger_erased"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            (dump,) = cursor.fetchone()
            assert not any(secret in dump for secret in SECRETS)
    assert Activity.objects.filter(deleted=False).count() == 1


def test_nothing_of_the_person_stays_in_the_copy_or_its_files(copy_folder: Path) -> None:
    keep(post(1, text=SECRETS[3]), post(2, author=BOB))
    copy.refresh()
    erase([ada()])
    sweep()
    assert duckdb.connect().table("activity").to_pyarrow()["text"].to_pylist() == ["word 2"]
    assert duckdb.connect().table("rollup")["n"].to_pyarrow().to_pylist() == [1]


def test_postgresql_reuses_the_space_of_all_that_went(copy_folder: Path) -> None:
    def vacuumed() -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname, vacuum_count FROM pg_stat_user_tables WHERE relname LIKE 'ledger_%%'")
            return dict(cursor.fetchall())

    keep(post(1, text="See https://x.org/ada."))
    before = vacuumed()
    sweep()
    after = vacuumed()
    assert {table for table, n in after.items() if n > before[table]} == {
        "ledger_activity", "ledger_identity", "ledger_telling", "ledger_meaning",
    }  # fmt: skip


def test_an_old_archive_and_the_next_sync_bring_nothing_back() -> None:
    appender = Appender()
    keep(post(1), post(2, author=BOB), appender=appender)
    erase([ada()])
    again = keep(post(1, revision=99), post(7), post(8, author=BOB), appender=appender)
    assert again == Appended(added=1, erased=2, activities=1)
    assert Activity.objects.filter(identity=None, deleted=True).count() == 1
    assert not Identity.objects.filter(handle="ada").exists()


def test_the_same_address_under_another_name_is_known_too() -> None:
    keep(post(1))
    erase([ada()])
    commit = post(5, platform="git", author=git_author("A. Lovelace", "Ada@Example.org"), kind="commit")
    assert keep(commit) == Appended(erased=1)


def test_an_address_that_others_use_is_not_marked() -> None:
    keep(post(1), post(2, author=BOB._replace(email="ada@example.org")))
    erase([ada()])
    assert keep(post(3, author=BOB._replace(email="ada@example.org"))).added == 1


def test_what_others_did_in_the_same_record_is_kept() -> None:
    keep(post(1))
    erase([ada()])
    done = keep_records([record(post(3), post(4, author=BOB))])
    assert done == Appended(erased=1, activities=1)


def test_the_months_are_dirty_and_others_are_not() -> None:
    keep(post(1), post(2, author=BOB, at=datetime(2021, 1, 1, tzinfo=UTC)))
    copy.refresh()
    erase([ada()])
    assert copy.waiting() == 1


def test_erasing_twice_changes_nothing() -> None:
    keep(post(1))
    key = ada()
    erase([key])
    assert erase([key]) == (0, 0, 0, 0)


@pytest.mark.parametrize("name", ["A" * 600, "\ud800da", "A\0da"])
def test_who_has_a_name_that_no_index_holds_as_it_is_does_not_come_back(name: str) -> None:
    author = Who("forum", name, handle="odd")
    keep(post(1, author=author))
    erase([Identity.objects.get(handle="odd").pk])
    assert keep(post(2, author=author)) == Appended(erased=1)
