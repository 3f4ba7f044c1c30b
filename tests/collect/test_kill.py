"""A kill at any instant leaves true counts, and taking the import up again ends as if nothing had been."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from rapport.collect.alive import settle_interrupted
from rapport.collect.models import Import
from rapport.collect.run import begin, once, run
from rapport.ledger.models import Activity
from rapport.words.activity import activity_id
from tests.collect.importing import bring, quiet, table

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 12_000
KILLS = 2

TAKE_UP = """
import django, sys
django.setup()
from rapport.collect import reading
from rapport.collect.models import Import
from rapport.collect.run import once, run
reading.RECORDS = 100
run(Import.objects.get(pk=int(sys.argv[1])), once([sys.argv[2]]), lambda progress: None)
"""


def _kept() -> int:
    return Activity.objects.count()


def _wait(process: "subprocess.Popen[bytes]", wanted: int) -> None:
    deadline = time.monotonic() + 60
    while _kept() < wanted:
        assert process.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def killed(tmp_path: Path, environment: dict[str, str]) -> tuple[Import, Path]:
    """An import whose process was killed again and again, each time in the midst of its batches."""
    place = tmp_path / "c.tsv"
    place.write_bytes(table(ROWS))
    import_ = begin(once([str(place)]))
    for round_ in range(1, KILLS + 1):
        process = subprocess.Popen(
            [sys.executable, "-c", TAKE_UP, str(import_.pk), str(place)], env=environment, cwd=settings.BASE
        )
        _wait(process, round_ * ROWS // (KILLS + 2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        _wait_for_server(import_)
        source = import_.sources.get()
        assert source.read == source.added == _kept() < ROWS
    return import_, place


def _wait_for_server(import_: Import) -> None:
    """The server notices a moment later that the process is gone; then the import counts as interrupted."""
    deadline = time.monotonic() + 30
    while not settle_interrupted():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    import_.refresh_from_db()
    assert import_.state == Import.State.STOPPED


def _whole() -> None:
    expected = {activity_id("git", f"{number:040x}") for number in range(1, ROWS + 1)}
    assert {key.bytes for key in Activity.objects.values_list("id", flat=True)} == expected


def test_the_same_import_goes_on(killed: tuple[Import, Path]) -> None:
    import_, place = killed
    run(import_, once([str(place)]), quiet)
    source = import_.sources.get()
    assert (source.read, source.added, source.known) == (ROWS, ROWS, 0)
    _whole()


def test_a_new_import_of_the_same_file_adds_the_rest(killed: tuple[Import, Path]) -> None:
    _, place = killed
    before = _kept()
    source = bring(place).sources.get()
    assert (source.read, source.added, source.known) == (ROWS, ROWS - before, before)
    _whole()
