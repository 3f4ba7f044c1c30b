"""The memory that each reader takes over 2 GB of input: `python -m tests.bench.memory [NAME…]`, BENCH_MEMORY_MB=2000.

The input is made while it is read, by repetition, with ids and times of its own for each record; nothing of it is on
disk. Each reader runs in a process of its own, whose peak counts, with what Python and the making take.
"""

import os
import subprocess
import sys
import time

from rapport.platforms.mapped.archive import archive_of
from rapport.platforms.mapped.mapping import map_of
from rapport.words.records import Archive, Record, Where
from tests.bench.exports import DOCUMENTS, LINES, OTHERS
from tests.bench.imports import peak_mb

SIZE = int(os.environ.get("BENCH_MEMORY_MB", "2000")) * 1_000_000
MOST = 400
"""MB."""
COLUMNS = {"id": "id", "time": "at", "author_handle": "who", "text": "said"}
ALL = DOCUMENTS | LINES | OTHERS


def archive_for(name: str) -> Archive:
    if ALL[name].kind == "mapped-table":
        return archive_of(map_of({"platform": "talk", "kind": "message", "channel": "talk", "columns": COLUMNS}))
    return ALL[name].archive()


def read_here(name: str) -> None:
    made, began = ALL[name], time.process_time()
    read = aside = 0
    for outcome in archive_for(name).read(made.stream(SIZE), Where(made.file, made.beside)):
        read += isinstance(outcome, Record)
        aside += not isinstance(outcome, Record)
    seconds = time.process_time() - began
    assert read > SIZE / 100_000, f"{name}: {read} records"
    print(
        f"{name:24} {SIZE / 1e6:6,.0f} MB {read:11,} records {aside:4} aside {seconds:6.0f} s "
        f"{peak_mb():5.0f} MB (at most {MOST})"
    )
    sys.exit(peak_mb() > MOST)


def main() -> None:
    wanted = [word.lower() for word in sys.argv[1:]]
    names = [name for name in ALL if not wanted or any(word in name.lower() for word in wanted)]
    over = [
        name
        for name in names
        if subprocess.run([sys.executable, "-m", "tests.bench.memory", "--here", name]).returncode
    ]
    sys.exit(", ".join(over) + f": over {MOST} MB" if over else 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--here"]:
        read_here(sys.argv[2])
    else:
        main()
