"""Every figure that raw files can tell, worked out twice and laid side by side: `make prove-raw`.

The product imports the files into a new home and answers by its own command. The other side (`forum`, `issues`,
`mail`, `talk`, `figures`) reads the same files in plain Python. It is given two things by the product: the ids of the
texts that ask something, and which accounts are one person. It exits with 1 where anything differs.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from tests.prove.raw import forum, issues, mail
from tests.prove.raw.deeds import World, as_one
from tests.prove.raw.figures import METRICS, work_out
from tests.prove.raw.told import ALL

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"


class Source(NamedTuple):
    label: str
    files: tuple[str, ...]
    read: Callable[..., World]


SOURCES = {
    "forum": Source("Urho3D's forum", ("discourse/urho3d/raw-topics-json.tar.gz",), forum.read),
    "issues": Source("secp256k1 on GitHub", ("github-issues/secp256k1-before-2023.tar.gz",), issues.read),
    "mail": Source(
        "two R lists", ("mailing-list/r-announce.tar.gz", "mailing-list/r-package-devel-2015-2019.tar.gz"), mail.read
    ),
}
CLOSE = 1e-6
"""Of a value: sums of fractions are added in another order."""


class Line(NamedTuple):
    """One metric of one source."""

    metric: str
    raw: float | None
    product: float | None
    n: tuple[int, int]
    cells: int
    """Figures that were compared: each period and group, and the whole."""
    different: list[str]


def main(chosen: list[str]) -> int:
    if not DATA.is_dir():
        print(f"{DATA} is not there: nothing to work out again.")
        return 0
    found: dict[str, list[Line]] = {}
    for name in chosen or SOURCES:
        source = SOURCES[name]
        paths = [DATA / file for file in source.files]
        product = _product(paths)
        asking, accounts = len(product["asking"]), len(product["persons"])
        people = len({member for *_, member in product["persons"]})
        print(
            f"\n{source.label}. By the product: {asking:,} texts ask, and {accounts:,} accounts are {people:,} people."
        )
        found[name] = compare(source.read(*paths), product)
        told(found[name])
    table(found)
    return 1 if any(line.different for lines in found.values() for line in lines) else 0


def _product(paths: list[Path]) -> Any:
    with tempfile.TemporaryDirectory(prefix="rapport-raw-") as folder:
        out = Path(folder) / "product.json"
        subprocess.run([sys.executable, "-m", "tests.prove.raw.product", str(out), *map(str, paths)], check=True)
        return json.loads(out.read_text())


def compare(found: World, product: Any) -> list[Line]:
    asking = {_plain(id_) for (id_,) in product["asking"]}
    persons = {_plain(id_): f"person {member}" for _, id_, member in product["persons"]}
    known = replace(as_one(found, persons), asking=frozenset(asking))
    return [_line(name, known, product["answers"][name]) for name in METRICS]


def _plain(native_id: str) -> str:
    """As the files have it: the product puts a forum's host before its numbers."""
    host, _, rest = native_id.partition("/")
    return rest if rest and "." in host and "@" not in native_id else native_id


def _line(name: str, world: World, answer: Any) -> Line:
    whole = (date.fromisoformat(answer["since"]), date.fromisoformat(answer["until"]))
    mine = work_out(name, world, whole)[ALL]
    cells, different = 1, _unequal("in all", mine, (answer["total"], answer["n"]))
    periods: dict[tuple[date, date], dict[str, tuple[float | None, int]]] = {}
    for row in answer["rows"]:
        span = (max(date.fromisoformat(row["first_day"]), whole[0]), min(date.fromisoformat(row["last_day"]), whole[1]))
        periods.setdefault(span, {})[row["group"] or ALL] = (row["value"], row["n"])
    for span, theirs in periods.items():
        here = work_out(name, world, span)
        for group in sorted(set(theirs) | (set(here) - {ALL} if set(theirs) != {ALL} else set())):
            cells += 1
            different += _unequal(f"{span[0].year} {group}".strip(), here.get(group, (0, 0)), theirs.get(group, (0, 0)))
    return Line(name, mine.value, answer["total"], (mine.n, answer["n"]), cells, different)


def _unequal(where: str, mine: tuple[float | None, int], theirs: tuple[float | None, int]) -> list[str]:
    if mine[1] == theirs[1] and _same(mine[0], theirs[0]):
        return []
    return [f"{where}: {_told(mine[0])} (n {mine[1]}), product {_told(theirs[0])} (n {theirs[1]})"]


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= CLOSE * max(1.0, abs(one), abs(other))


def _told(value: float | None) -> str:
    return "–" if value is None else f"{value:,.4f}".rstrip("0").rstrip(".")


def told(lines: list[Line]) -> None:
    agree = sum(line.cells - len(line.different) for line in lines)
    print(f"{agree:,} of {sum(line.cells for line in lines):,} figures agree, n included")
    for line in lines:
        for each in line.different:
            print(f"  {line.metric}, {each}")


def table(found: dict[str, list[Line]]) -> None:
    """Over everything, as docs/measure.md has it."""
    print(f"\n| metric | {' | '.join(SOURCES[name].label for name in found)} |")
    print("|---" * (1 + len(found)) + "|")
    for place, name in enumerate(METRICS):
        print(f"| `{name}` | {' | '.join(_cell(lines[place]) for lines in found.values())} |")


def _cell(line: Line) -> str:
    n = f" (n {line.n[0]:,})" if line.raw != line.n[0] else ""
    if not line.different:
        return _told(line.raw) + n
    return f"raw {_told(line.raw)}, product {_told(line.product)}: {len(line.different)} of {line.cells} differ"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
