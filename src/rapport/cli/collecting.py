"""How far an import is: a bar with rate and time left on a terminal, plain lines elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from rapport.cli.output import LINE_EVERY_SECONDS, err

if TYPE_CHECKING:
    from rapport.collect.run import Progress

Report = Callable[["Progress"], None]


@contextmanager
def reporter() -> Iterator[Report]:
    with _bar() if err.is_terminal else _lines() as report:
        yield report


@contextmanager
def _bar() -> Iterator[Report]:
    columns = [
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
    ]
    begun = time.monotonic()
    with Bar(*columns, console=err, transient=True) as bar:
        task = bar.add_task("Opening", total=None)

        def report(progress: "Progress") -> None:
            rate = progress.records / max(time.monotonic() - begun, 0.001)
            said = f"{progress.file[-40:]}  {progress.records:,} records, {rate:,.0f}/s"
            bar.update(task, description=said, completed=progress.consumed, total=progress.size or None)

        yield report


@contextmanager
def _lines() -> Iterator[Report]:
    begun = said = time.monotonic()

    def report(progress: "Progress") -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= LINE_EVERY_SECONDS:
            said = now
            err.print(line(progress, now - begun), markup=False, soft_wrap=True)

    yield report


def line(progress: "Progress", seconds: float) -> str:
    """`forum.tar.gz: 15,000 records, 3,000/s, 12 s left`."""
    left = ""
    if progress.size and progress.consumed:
        left = f", {seconds * (progress.size / progress.consumed - 1):,.0f} s left"
    return f"{progress.file}: {progress.records:,} records, {progress.records / max(seconds, 0.001):,.0f}/s{left}"
