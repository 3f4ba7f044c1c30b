"""How many messages a second are read, beside Perceval on the same files in the same run.

`python -m tests.bench.email [FOLDER]` of mbox files; without one the lists given with the project, else made-up ones.
Perceval is no part of Rapport: it is installed into a throw-away environment, or found by PERCEVAL_PYTHON.
"""

import os
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
from pathlib import Path

from rapport.platforms.email.archive import ARCHIVES
from rapport.words.records import Where

LISTS = Path(__file__).parents[3] / "shared/data/mailing-list"
RUNS = 5
"""The best of them counts: what else runs on the machine only ever makes one slower."""
MESSAGES = 5_000

PERCEVAL = """
import logging, sys, time
from perceval.backends.core.mbox import MBox
logging.disable(logging.CRITICAL)
began = time.process_time()
count = sum(1 for _ in MBox("lists", sys.argv[1]).fetch())
print(count, time.process_time() - began)
"""


def perceval_python(folder: Path) -> str:
    """A Python that has Perceval."""
    given = os.environ.get("PERCEVAL_PYTHON")
    if given:
        return given
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    subprocess.run([python, "-m", "pip", "-q", "install", "perceval"], check=True)
    return python


def lists_into(folder: Path) -> None:
    """The real lists' monthly texts in one folder, or one list made up."""
    for number, archive in enumerate(sorted(LISTS.glob("*.tar.gz"))):
        with tarfile.open(archive) as tar:
            for member in tar:
                if member.isreg() and (file := tar.extractfile(member)) is not None:
                    (folder / f"{number}-{Path(member.name).name}").write_bytes(file.read())
    if not any(folder.iterdir()):
        (folder / "made.mbox").write_bytes(made_up(MESSAGES))


def made_up(messages: int) -> bytes:
    """A list of threads of ten, each answer with a quotation, a signature and the list's footer."""
    pieces = []
    for number in range(messages):
        first = number - number % 10
        clock = f"{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}"
        refers = f"In-Reply-To: <{first}@example.org>\nReferences: <{first}@example.org>\n" if number != first else ""
        text = "".join(f"> line {line} of what was written before it\n" for line in range(15))
        text += "".join(f"line {line} of an answer to that, which says something\n" for line in range(25))
        pieces.append(
            f"From dev{number % 97} at example.org  Mon Jan  5 {clock} 2015\n"
            f"From: dev{number % 97} at example.org (Dev {number % 97})\nDate: Mon, 5 Jan 2015 {clock} +0100\n"
            f"Subject: [list] Thread {first}\n{refers}Message-ID: <{number}@example.org>\n\n"
            f"On Mon, 5 Jan 2015, Dev wrote:\n{text}-- \nDev\n\n{'_' * 47}\nlist at example.org mailing list\n\n"
        )
    return "".join(pieces).encode()


def read(files: list[Path]) -> tuple[int, float]:
    """Messages, and seconds of this process. Not of the clock: other programs on the machine slow that."""
    began, count = time.process_time(), 0
    for path in files:
        with path.open("rb") as stream:
            count += sum(1 for _ in ARCHIVES[0].read(stream, Where(path.name)))
    return count, time.process_time() - began


def by_perceval(python: str, folder: Path) -> tuple[int, float]:
    told = subprocess.run([python, "-c", PERCEVAL, str(folder)], check=True, capture_output=True, text=True).stdout
    count, seconds = told.split()
    return int(count), float(seconds)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="rapport-bench-") as place:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(place) / "lists"
        if len(sys.argv) < 2:
            folder.mkdir()
            lists_into(folder)
        python = perceval_python(Path(place) / "perceval")
        files = sorted(path for path in folder.iterdir() if path.is_file())
        ours, theirs = [], []
        for _ in range(RUNS):  # in turn, so that a busy machine slows both
            count, seconds = by_perceval(python, folder)
            theirs.append(count / seconds)
            count, seconds = read(files)
            ours.append(count / seconds)
    print(f"messages   {count:>10,}")
    print(f"Perceval   {max(theirs):>10,.0f} messages/s")
    print(f"Rapport    {max(ours):>10,.0f} messages/s")
    print(f"ratio      {max(ours) / max(theirs):>10.2f}")


if __name__ == "__main__":
    main()
