"""The life of one large import: read, read again, its pages, forgotten: `python -m tests.bench.one_import [LINES]`.

A million lines of GH Archive are two million activities. Server time of pages without the network, as in `pages`; no
worker runs. While the import is forgotten another process keeps one activity at a time and tells how long each took.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import github
from tests.bench.imports import peak_mb
from tests.bench.pages import milliseconds, signed_in
from tests.prove.database import own_database

BESIDE = """
import sys, time, django
django.setup()
from datetime import UTC, datetime
from django.db import transaction
from rapport.ledger.append import Appender
from rapport.words.activity import Activity
from rapport.words.identity import Channel, Identity
from rapport.words.records import Record
print("ready", flush=True)
for number in range(10**9):
    begun = time.perf_counter()
    with transaction.atomic():
        who, where = Identity("forum", "7", handle="ada"), Channel("forum", "c", "A place")
        at = datetime(2024, 1, 2, tzinfo=UTC)
        Appender().append([Record("1", [Activity("forum", f"post/{number}", "post", at, who, where, number)])])
    print((time.perf_counter() - begun) * 1000, flush=True)
    time.sleep(0.05)
"""


def clocked(what: str, begun: float, more: str = "") -> float:
    seconds = time.perf_counter() - begun
    print(f"  {what:<46}{seconds:8.2f} s   {more}", flush=True)
    return seconds


def bring(path: Path) -> int:
    from rapport.collect.run import begin, once, run

    given = once([str(path)])
    return run(begin(given), given, lambda progress: None).pk


def pages(number: int, when: str) -> None:
    """The page of one import, and the page that asks before it is forgotten: the first request, then the median."""
    browser = signed_in()
    page = f"/collect/imports/{number}/"
    for name, address in (("its page", page), ("forget?", f"{page}forget/"), ("imports", "/collect/")):
        times = [milliseconds(lambda address=address: browser.get(address).status_code)[0] for _ in range(11)]
        usual = statistics.median(times[1:])
        print(f"  {name + ', ' + when:<46}first {times[0]:6.0f} ms, then {usual:5.0f} ms", flush=True)


def forget(number: int) -> None:
    from rapport.collect import takeback
    from rapport.collect.models import Import

    beside = subprocess.Popen([sys.executable, "-c", BESIDE], stdout=subprocess.PIPE, text=True)
    assert beside.stdout is not None
    beside.stdout.readline()
    begun = last = time.perf_counter()
    longest = 0.0

    def report(looked: int) -> None:
        nonlocal last, longest
        now = time.perf_counter()
        last, longest = now, max(longest, now - last)

    takeback.begin(Import.objects.get(pk=number))
    taken = takeback.take_back(number, report)
    seconds = clocked("forgotten", begun, f"{taken.activities:,} activities")
    beside.terminate()
    waits = sorted(float(line) for line in beside.stdout.read().split()) or [0.0]
    beside.wait()
    print(f"  {taken.activities / seconds:,.0f} activities/s; longest batch {longest:.2f} s; memory {peak_mb():.0f} MB")
    usual = statistics.median(waits)
    print(f"  beside it {len(waits)} appends, median {usual:.0f} ms, longest {waits[-1]:.0f} ms", flush=True)


def main() -> None:
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as name, own_database():
        archive = Path(name) / "hours.json.gz"
        github.generate(archive, lines)
        print(f"{lines:,} lines of GH Archive", flush=True)
        begun = time.perf_counter()
        number = bring(archive)
        first = clocked("first import", begun)
        pages(number, "not yet worked out")
        begun = time.perf_counter()
        second = bring(archive)
        clocked("the same again", begun, f"{(time.perf_counter() - begun) / first:.2f} of the first")
        from rapport.collect.found import find_out
        from rapport.collect.models import Import
        from rapport.ledger.telling import tell
        from rapport.people.follow import follow

        begun = time.perf_counter()
        tell()
        clocked("what texts tell, told", begun)
        begun = time.perf_counter()
        find_out(Import.objects.get(pk=number))
        clocked("what it found, worked out", begun)
        follow()
        pages(number, "worked out")
        for each in (second, number):
            forget(each)
        pages(number, "forgotten")


if __name__ == "__main__":
    main()
