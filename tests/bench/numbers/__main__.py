"""How fast numbers are, in a home of its own: `python -m tests.bench.numbers [ACTIVITIES [IDENTITIES]]`.

Ten million activities of 200,000 identities, unless told otherwise. Prints the sizes; each metric cold (the first
question of a state that was just loaded), warm, and as SQL on PostgreSQL; then pages, and how old their numbers are,
while ten activities a second arrive. With NO_SQL=1 nothing is asked of PostgreSQL; with
FAMILIES="Talking Quality" only metrics of these are asked. BENCH_HOME=folder keeps the home there, and goes on with the
one that is there; then `python -m tests.bench.numbers live` measures only those pages.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.bench.numbers import live, made, sql

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
EVERYTHING = (made.FIRST, datetime.now(UTC).date())
TIMES = 5
FACTOR, COLD_SECONDS = 10, 1.5


def seconds(do: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    done = do()
    return time.perf_counter() - began, done


def main() -> None:
    """What is asked at a time runs in a process of its own: one home a process, which leaves its database behind."""
    words = sys.argv[1:]
    if words[:1] in (["here"], ["arrive"]):
        inside(words)
        return
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as folder:
        Path(folder).chmod(0o755)
        home = Path(os.environ.get("BENCH_HOME", f"{folder}/home"))
        if words == ["live"]:
            live.pages(home, (home / "cookie").read_text())
            return
        sizes = [*words, *("10000000", "200000")[len(words) :]]
        command = [sys.executable, "-m", "tests.bench.numbers", "here", *sizes]
        subprocess.run(command, check=True, env={**os.environ, "RAPPORT_HOME": str(home), "DATABASE_URL": ""})
        live.pages(home, (home / "cookie").read_text())


def inside(words: list[str]) -> None:
    from rapport import settings
    from rapport.cli.session import ready, warn
    from rapport.home.access import database

    with ready(database(settings.HOME, "", "a bench", warn)):
        if words[0] == "arrive":
            live.arrive()
            return
        from rapport.ledger.models import Copy

        if not Copy.objects.exists():
            build(int(words[1]), int(words[2]))
        metrics()
        (settings.HOME / "cookie").write_text(live.signed_in())


def build(activities: int, identities: int) -> None:
    from django.conf import settings
    from django.db import connection

    from rapport.ledger import copy

    filled, _ = seconds(lambda: made.fill(activities, identities))
    copied, _ = seconds(copy.rebuild)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        [[database]] = cursor.fetchall()
    print(f"{activities:,} activities, {identities:,} identities: filled in {filled:,.0f} s, copied in {copied:,.0f} s")
    print(f"PostgreSQL {database / 1e9:.2f} GB", end="")
    for folder in sorted(settings.COPY.glob("*/*")):
        print(
            f", {folder.name} {sum(f.stat().st_size for f in folder.rglob('*') if f.is_file()) / 1e6:,.0f} MB", end=""
        )
    print(flush=True)


def metrics() -> None:
    from rapport.measure.metrics import all_metrics
    from rapport.people import current

    took, acts = seconds(lambda: current._load(current._version()))
    print(f"acts loaded in {took:.1f} s, the process holds {_mb():,} MB", flush=True)
    if not os.environ.get("NO_SQL"):
        _index()
    print(f"\n{'ms':28} {'span':10} {'cold':>8} {'warm':>8} {'SQL':>8} {'× as fast':>10}")
    slow = []
    families = os.environ.get("FAMILIES", "").split()
    for metric in all_metrics():
        if families and metric.family not in families:
            continue
        for span, days in (("a year", YEAR), ("everything", EVERYTHING)):
            line, good = _row(acts, metric.name, days)
            print(f"{metric.name:28} {span:10} {line}", flush=True)
            slow += [] if good else [f"{metric.name}, {span}"]
    print(f"the process holds {_mb():,} MB")
    print(f"slower than {FACTOR} times SQL, or cold over {COLD_SECONDS} s: {', '.join(slow) or 'none'}", flush=True)


def _row(acts: Any, name: str, days: tuple[date, date]) -> tuple[str, bool]:
    from rapport.measure import settled
    from rapport.measure.answer import Answer, work_out
    from rapport.measure.periods import Grain
    from rapport.measure.question import Question

    question = Question(since=days[0], until=days[1], grain=Grain.MONTH)

    def asked() -> Answer:
        settled._kept.clear()  # a page of a newer state would count only what is not over
        return work_out(acts, name, question)

    cold, answer = seconds(asked)
    warm = statistics.median(seconds(asked)[0] for _ in range(TIMES))
    told = f"{cold * 1000:8,.0f} {warm * 1000:8,.0f}"
    if name not in sql.QUERIES or os.environ.get("NO_SQL"):
        return told, cold <= COLD_SECONDS
    giving = list(acts.weights.giving)
    asked = [seconds(lambda: sql.ask(name, *days, giving)) for _ in range(2)]
    there = min(took for took, _ in asked)
    found = {row.first: row.value for row in answer.rows if row.value}
    assert found == asked[0][1], f"{name}: SQL counts otherwise"
    return f"{told} {there * 1000:8,.0f} {there / warm:10.1f}", cold <= COLD_SECONDS and there >= FACTOR * warm


def _index() -> None:
    from django.db import connection

    took, _ = seconds(lambda: connection.cursor().execute(sql.INDEXES))
    print(f"indexes for SQL made in {took:.0f} s", flush=True)


def _mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


if __name__ == "__main__":
    main()
