"""How long reading a clone takes beside git's own run: `python -m tests.bench.git [CLONE]`.

Without CLONE it makes a repository of 30,000 commits (seeded, so that every run measures the same one).
"""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from rapport.platforms.git.client import read_clone

COMMITS = 30_000
FILES = 400
LINES = 90
RUNS = 3


def stream(commits: int, seed: int = 2) -> Iterator[bytes]:
    """A history in git fast-import's form: sources of about 90 lines, one to four of them changed a commit."""
    chance = random.Random(seed)
    words = [f"word{number}" for number in range(500)]
    pool = [" ".join(chance.choices(words, k=6)) for _ in range(20_000)]
    files: dict[str, list[str]] = {}
    for number in range(commits):
        author = f"Dev {int(chance.expovariate(0.05))}"
        address = author.replace(" ", ".").lower() + "@example.org"
        message = " ".join(chance.choices(words, k=8)) + "\n\n" + " ".join(chance.choices(words, k=25)) + "\n"
        if chance.random() < 0.3:
            message += f"\nReviewed-by: Dev {number % 40} <dev.{number % 40}@example.org>\n"
        who = f"{author} <{address}> {1_400_000_000 + number * 3_600} +0200"
        data = message.encode()
        yield b"commit refs/heads/main\nauthor %b\ncommitter %b\n" % (who.encode(), who.encode())
        yield b"data %d\n%b\n" % (len(data), data)
        for _ in range(chance.randint(1, 4)):
            path = f"src/part{chance.randrange(20)}/file{chance.randrange(FILES)}.c"
            lines = files.setdefault(path, chance.choices(pool, k=LINES))
            for _ in range(chance.randint(1, 6)):
                lines[chance.randrange(LINES)] = chance.choice(pool)
            content = "\n".join(lines).encode() + b"\n"
            yield b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(content), content)
        yield b"\n"


def make_repository(folder: Path, commits: int) -> None:
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(folder)], check=True)
    with subprocess.Popen(["git", "-C", str(folder), "fast-import", "--quiet"], stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.writelines(stream(commits))
    assert process.returncode == 0


def bare_log(folder: Path) -> float:
    begin = time.perf_counter()
    subprocess.run(["git", "-C", str(folder), "log", "--numstat"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def our_reading(folder: Path) -> tuple[float, int]:
    begin = time.perf_counter()
    commits = sum(1 for _ in read_clone(folder))
    return time.perf_counter() - begin, commits


def measure(folder: Path) -> None:
    bare, ours, commits = [], [], 0
    bare_log(folder)  # the first run only warms the file cache
    for _ in range(RUNS):  # in turn, so that a busy machine slows both
        bare.append(bare_log(folder))
        seconds, commits = our_reading(folder)
        ours.append(seconds)
    print(f"commits                 {commits:>10,}")
    print(f"git log --numstat       {median(bare):>10.2f} s")
    print(f"read_clone              {median(ours):>10.2f} s  {commits / median(ours):,.0f} commits/s")
    print(f"ratio                   {median(ours) / median(bare):>10.2f}")


def main() -> None:
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as place:
        folder = Path(place) / "repository.git"
        make_repository(folder, COMMITS)
        measure(folder)


if __name__ == "__main__":
    main()
