"""`rapport ledger …` tells programs what it did."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from rapport.cli.ledger import ledger
from tests.ledger.making import keep, post

pytestmark = pytest.mark.django_db(transaction=True)


def told(*words: str) -> Any:
    done = CliRunner().invoke(ledger, [*words, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_refresh_and_rebuild_tell_the_months_they_wrote() -> None:
    keep(post(1))
    assert told("refresh") == {"months": 1}
    assert told("refresh") == {"months": 0}
    assert told("rebuild") == {"months": 1}
