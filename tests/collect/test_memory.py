"""An import's memory is flat: a line of 300 MB, a bomb and a long table take no more of it than a short file."""

import gzip
import random
import subprocess
import sys
from pathlib import Path

import pytest

from rapport.collect.models import Import, Rejected
from tests.collect.importing import HEADER, table

pytestmark = pytest.mark.django_db(transaction=True)

MEMORY_MB = 400
ROWS = 40_000

BRING = """
import django, sys
django.setup()
from rapport.collect.run import begin, once, run
given = once(sys.argv[1:])
run(begin(given), given, lambda progress: None)
# Of this program alone: the kernel's ru_maxrss remembers what the test's own process held when it forked.
print(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0])
"""


def _long_line(place: Path) -> None:
    """It compresses 200 times: a file of 1.5 MB that is no bomb."""
    block = random.Random(7).randbytes(2500).hex().encode() * 200
    with gzip.open(place, "wb", compresslevel=1) as file:
        file.write(HEADER)
        for _ in range(300):
            file.write(block)
        file.write(b"\n" + table(3)[len(HEADER) :])


def _bomb(place: Path) -> None:
    with gzip.open(place, "wb", compresslevel=9) as file:
        file.write(HEADER)
        for _ in range(300):
            file.write(b"\0" * 1_000_000)


@pytest.mark.slow
def test_memory_is_flat(environment: dict[str, str], tmp_path: Path) -> None:
    _long_line(tmp_path / "a-long-line.tsv.gz")
    _bomb(tmp_path / "bomb.tsv.gz")
    (tmp_path / "long-table.tsv").write_bytes(table(ROWS, first=10))
    command = [sys.executable, "-c", BRING, str(tmp_path)]
    peak_kb = int(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE).stdout)
    assert peak_kb // 1024 <= MEMORY_MB
    source = Import.objects.get().sources.get()
    assert source.added == ROWS + 3
    reasons = dict(Rejected.objects.values_list("file", "reason"))
    assert set(reasons) == {"a-long-line.tsv.gz", "bomb.tsv.gz"}
    assert "longer than" in reasons["a-long-line.tsv.gz"]
    assert "grows to more than 1,000 times its size" in reasons["bomb.tsv.gz"]
