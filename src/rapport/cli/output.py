"""What commands print: sentences, tables, JSON, and the progress of long jobs.

Results go to standard output and nothing else does; what is said about the run goes to standard error.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Task as RichTask
from rich.table import Table
from rich.text import Text

from rapport.words.json import written

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

LINE_EVERY_SECONDS = 10.0
"""How often a long job says where it is when nobody looks on a terminal."""

Advance = Callable[[float], None]


def print_json(value: Any) -> None:
    """One JSON document, indented, times in UTC as RFC 3339."""
    sys.stdout.write(written(value, indented=True).decode())
    sys.stdout.flush()


def print_table(head: Sequence[str], rows: Sequence[Sequence[object]], *, title: str | None = None) -> None:
    """A table whose columns of numbers stand to the right; whole numbers get separators of thousands."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for index, name in enumerate(head):
        numbers = bool(rows) and all(isinstance(row[index], int | float) for row in rows)
        table.add_column(name, justify="right" if numbers else "left")
    for row in rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    out.print(table)


def _cell(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return "" if value is None else str(value)


@contextmanager
def progress(label: str, total: float | None = None, unit: str = "") -> Iterator[Advance]:
    """Show how far a long job is: `with progress("Importing", total=9, unit="posts") as advance: advance(1)`.

    On a terminal a bar with rate and time left; elsewhere a plain line every ten seconds and one at the end.
    `total` is None where nobody knows it.
    """
    with _bar(label, total, unit) if err.is_terminal else _lines(label, total, unit) as advance:
        yield advance


@contextmanager
def _bar(label: str, total: float | None, unit: str) -> Iterator[Advance]:
    columns = [SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(unit)]
    with Progress(*columns, TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(), console=err) as bar:
        task = bar.add_task(label, total=total)
        yield lambda n: bar.advance(task, n)


class _Rate(ProgressColumn):
    def __init__(self, unit: str) -> None:
        self.unit = unit
        super().__init__()

    def render(self, task: RichTask) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f} {self.unit}/s".replace(" /", "/") if speed else "")


@contextmanager
def _lines(label: str, total: float | None, unit: str) -> Iterator[Advance]:
    begun = said = time.monotonic()
    done = 0.0

    def advance(n: float) -> None:
        nonlocal done, said
        done += n
        now = time.monotonic()
        if now - said >= LINE_EVERY_SECONDS:
            said = now
            err.print(progress_line(label, done, total, now - begun, unit), soft_wrap=True)

    yield advance
    err.print(progress_line(label, done, total, time.monotonic() - begun, unit), soft_wrap=True)


def progress_line(label: str, done: float, total: float | None, seconds: float, unit: str) -> str:
    """`Importing: 3,000 of 10,000 posts, 300/s, 23 s left`."""
    rate = done / seconds if seconds > 0 else 0.0
    so_far = f"{done:,.0f}" + (f" of {total:,.0f}" if total else "") + (f" {unit}" if unit else "")
    left = f", {(total - done) / rate:,.0f} s left" if total and rate and total > done else f", {seconds:,.1f} s"
    return f"{label}: {so_far}, {rate:,.0f}/s{left}"
