"""How long imports into the ledger take, beside the least that reading can take: `python -m tests.bench.imports`.

GH Archive: a million lines with distinct ids against `gunzip | orjson.loads` line by line. A git clone against bare
`git log --numstat` and the append. Each import runs in a process of its own, with a new home; start-up is not counted.
The home's database is on the same two cores.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import git, github
from tests.prove.database import own_database

LINES = int(os.environ.get("BENCH_LINES", "1000000"))
LOADS = "import sys, orjson\nfor line in sys.stdin.buffer: orjson.loads(line)"

Figures = dict[str, float]


def least(archive: Path) -> float:
    """Seconds that unpacking and parsing take, both at once."""
    begin = time.perf_counter()
    with subprocess.Popen(["gunzip", "-c", str(archive)], stdout=subprocess.PIPE) as unpack:
        subprocess.run([sys.executable, "-c", LOADS], stdin=unpack.stdout, check=True)
    return time.perf_counter() - begin


def peak_mb() -> float:
    """The most memory this process has held, in MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def import_here(path: str) -> Figures:
    """Import one path in this process; what follows an import is timed for itself."""
    with own_database():
        from rapport.collect.run import begin, once, run
        from rapport.ledger import copy
        from rapport.people.follow import follow

        given = once([path])
        started = time.perf_counter()
        done = run(begin(given), given, lambda progress: None)
        seconds = time.perf_counter() - started
        figures = {
            "seconds": seconds,
            "read": sum(source.read for source in done.sources.all()),
            "activities": sum(source.activities for source in done.sources.all()),
            "mb": peak_mb(),
        }
        started = time.perf_counter()
        follow()
        figures["follow"] = time.perf_counter() - started
        started = time.perf_counter()
        copy.refresh()
        figures["copy"] = time.perf_counter() - started
        return figures | {"mb_in_all": peak_mb()}


def append_here(path: str) -> Figures:
    """Read a clone first, then append what was read: the append alone."""
    with own_database():
        from django.db import transaction

        from rapport.ledger.append import Appender
        from rapport.platforms.git.client import read_clone
        from rapport.words.records import Record

        records = [outcome for outcome in read_clone(Path(path)) if isinstance(outcome, Record)]
        appender = Appender()
        started = time.perf_counter()
        for first in range(0, len(records), 5000):
            with transaction.atomic():
                appender.append(records[first : first + 5000])
        return {"seconds": time.perf_counter() - started}


def in_a_process(job: str, path: Path) -> Figures:
    command = [sys.executable, "-m", "tests.bench.imports", job, str(path)]
    out = subprocess.run(command, check=True, stdout=subprocess.PIPE, env={**os.environ, "DATABASE_URL": ""}).stdout
    figures: Figures = json.loads(out.splitlines()[-1])
    return figures


def github_archive(folder: Path) -> None:
    archive = folder / "hours.json.gz"
    github.generate(archive, LINES)
    base = least(archive)
    ours = in_a_process("import", archive)
    base = min(base, least(archive))
    ratio, size = ours["seconds"] / base, archive.stat().st_size >> 20
    print(f"GH Archive, {ours['read']:,.0f} lines, {ours['activities']:,.0f} activities ({size} MB gz)")
    print(f"  gunzip | orjson.loads    {base:8.1f} s")
    print(f"  into the ledger          {ours['seconds']:8.1f} s   ratio {ratio:.2f} (wanted: at most 4)")
    print(f"  memory                   {ours['mb']:8.0f} MB  (wanted: at most 400)")
    print(f"  then members {ours['follow']:.1f} s, copy {ours['copy']:.1f} s, memory in all {ours['mb_in_all']:.0f} MB")


def clone(folder: Path) -> None:
    repository = folder / "clone.git"
    git.make_repository(repository, git.COMMITS)
    bare = min(git.bare_log(repository) for _ in range(3))
    append = in_a_process("append", repository)["seconds"]
    ours = min(in_a_process("import", repository)["seconds"] for _ in range(2))
    share = ours / (1.3 * bare + append)
    print(f"git clone, {git.COMMITS:,} commits")
    print(f"  git log --numstat        {bare:8.2f} s")
    print(f"  the append               {append:8.2f} s")
    print(f"  into the ledger          {ours:8.2f} s   of 1.3 × log + append: {share:.2f} (wanted: at most 1)")


def main() -> None:
    if len(sys.argv) == 3:
        figures = {"import": import_here, "append": append_here}[sys.argv[1]](sys.argv[2])
        print(json.dumps(figures))
        return
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as name:
        folder = Path(name)
        github_archive(folder)
        clone(folder)


if __name__ == "__main__":
    main()
