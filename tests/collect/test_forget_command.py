"""`rapport collect forget`: says what would go, asks, takes it back."""

import json

import pytest
from typer.testing import CliRunner, Result

from rapport.accounts.models import AuditEntry
from rapport.cli.main import app
from rapport.collect.models import Import
from rapport.ledger import copy
from rapport.ledger.models import Activity
from tests.collect.test_takeback import write

pytestmark = pytest.mark.django_db(transaction=True)


def forget(*arguments: object, answer: str = "") -> Result:
    return CliRunner().invoke(app, ["collect", "forget", *map(str, arguments)], input=answer)


def test_a_dry_run_says_what_would_go_and_changes_nothing() -> None:
    first, _ = write(range(1, 11), bad=[1]), write(range(6, 13))
    told = json.loads(forget(first.pk, "--dry-run", "--json").stdout)
    assert told == {
        "activities": 10, "only": 5, "elsewhere": 5, "identities": 1, "channels": 0, "set_aside": 1,
    }  # fmt: skip
    assert "5 of its 10 activities were brought by it alone" in forget(first.pk, "--dry-run").stdout.replace("\n", " ")
    assert Activity.objects.count() == 12
    assert not AuditEntry.objects.exists()


def test_it_takes_back_and_the_copy_follows() -> None:
    first, _ = write(range(1, 11)), write(range(6, 13))
    done = forget(first.pk, "--yes", "--json")
    assert (done.exit_code, json.loads(done.stdout)["activities"]) == (0, 5)
    assert Activity.objects.count() == 7
    assert copy.waiting() == 0
    assert AuditEntry.objects.get().action == "import.forgotten"


def test_it_asks_and_no_means_no() -> None:
    import_ = write([1])
    assert forget(import_.pk, answer="n\n").exit_code == 1
    assert Import.objects.get().state == Import.State.DONE
    assert forget(import_.pk, answer="y\n").exit_code == 0
    assert not Activity.objects.exists()


def test_it_says_why_it_cannot() -> None:
    import_ = write([1])
    Import.objects.update(state=Import.State.RUNNING)
    refused = forget(import_.pk, "--yes")
    assert refused.exit_code == 1
    assert "It still runs" in refused.output
    assert forget(import_.pk + 1, "--yes").exit_code == 2
