"""Who is who: how right it is, and how fast. `python -m tests.bench.people [FOLDER of .mailmap files]`.

1. The aliases of scipy (../shared/data/identity), beside the simplest way ("same address or same name").
2. The aliases in the .mailmap files of a folder, if one is given: other projects' own word of who is who.
3. A million made-up accounts with the name frequencies of real countries, in a process of its own.
"""

import csv
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from rapport.people.matching.alias import alias
from rapport.people.matching.clusters import clusters
from rapport.people.matching.proof import PLACEHOLDER_NAMES

SCIPY = Path(__file__).resolve().parents[3] / "shared" / "data" / "identity" / "scipy-aliases.csv"
MILLION = 1_000_000


class Agreement(NamedTuple):
    precision: float
    recall: float
    f1: float
    wrong: int
    """Pairs put together that the truth has apart."""
    missed: int


def agreement(truth: Sequence[Hashable], found: Sequence[Hashable]) -> Agreement:
    """Of all pairs of aliases: which are one person, by the truth and as found."""
    are, said = _pairs(truth), _pairs(found)
    both = _pairs(list(zip(truth, found, strict=True)))
    precision, recall = both / said if said else 1.0, both / are if are else 1.0
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return Agreement(precision, recall, f1, said - both, are - both)


def _pairs(groups: Iterable[Hashable]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(groups).values())


class Row(NamedTuple):
    name: str
    email: str
    person: str


def scipy() -> list[Row]:
    with SCIPY.open(encoding="utf-8", newline="") as lines:
        return [Row(row["name"], row["email"], row["person_id"]) for row in csv.DictReader(lines)]


_LINE = re.compile(r"\s*([^<#]*?)\s*<([^>]*)>\s*(?:([^<#]*?)\s*<([^>]*)>)?\s*(?:#.*)?")


def mailmap(file: Path) -> list[Row]:
    """Names and addresses that a mailmap writes out, and whose they are: one proper name is one person, and so is one
    address, unless it stands for more than two of them."""
    holders: dict[str, set[str]] = defaultdict(set)
    proper: dict[tuple[str, str], str] = {}
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        found = _LINE.fullmatch(line)
        if line.lstrip().startswith("#") or not found or not found[1] or found[1].lower() in PLACEHOLDER_NAMES:
            continue
        person = found[1].lower()
        for name, email in ((found[1], found[2]), (found[3], found[4])):
            if name and email is not None:
                proper[name, email] = person
                holders[email.lower()].add(person)
    same = {name: name for name in proper.values()}
    for email, people in holders.items():
        if "@" in email and len(people) == 2:
            one, other = sorted(people)
            same = {name: one if held == other else held for name, held in same.items()}
    return [Row(name, email, same[person]) for (name, email), person in sorted(proper.items())]


def people_of(rows: Sequence[Row]) -> list[int]:
    return [place.person for place in clusters([alias(str(n), row.name, row.email) for n, row in enumerate(rows)])]


def simplest(rows: Sequence[Row]) -> list[int]:
    """The same address or the same name."""
    leader = list(range(len(rows)))
    first: dict[tuple[str, str], int] = {}

    def find(at: int) -> int:
        while leader[at] != at:
            at = leader[at]
        return at

    for at, row in enumerate(rows):
        for key in (("name", row.name.strip().lower()), ("email", row.email.strip().lower())):
            leader[find(at)] = find(first.setdefault(key, at))
    return [find(at) for at in range(len(rows))]


def show(what: str, rows: Sequence[Row]) -> None:
    truth = [row.person for row in rows]
    begun = time.perf_counter()
    found = people_of(rows)
    took = time.perf_counter() - begun
    for how, groups in (("Rapport", found), ("same address or name", simplest(rows))):
        told = agreement(truth, groups)
        print(
            f"{what:14} {len(rows):6,} aliases  {how:21} precision {told.precision:.3f}  recall {told.recall:.3f}  "
            f"F1 {told.f1:.3f}  wrong {told.wrong}  missed {told.missed}"
            + (f"  {took:.2f} s" if groups is found else "")
        )


def million() -> None:
    """Prints time and memory of matching alone, and how right it was."""
    import gc
    import resource

    from tests.bench.accounts import accounts

    made = list(accounts(MILLION, seed=1))
    gc.freeze()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    begun = time.perf_counter()
    found = [
        place.person
        for place in clusters([alias(str(n), m.name, m.email, m.login, m.platform) for n, m in enumerate(made)])
    ]
    took = time.perf_counter() - begun
    told = agreement([m.person for m in made], found)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"{len(made):,} accounts: {took:.1f} s, {most - before:,} MB; precision {told.precision:.3f}, "
        f"recall {told.recall:.3f} of {told.missed + round(told.recall * (told.missed / (1 - told.recall))):,} pairs"
    )


def main() -> None:
    if sys.argv[1:] == ["--million"]:
        million()
        return
    if SCIPY.exists():
        show("scipy", scipy())
    for folder in map(Path, sys.argv[1:]):
        for file in sorted(folder.glob("*.mailmap")):
            if len(rows := mailmap(file)) >= 60:
                show(file.name.split(".")[0], rows)
    subprocess.run([sys.executable, "-m", "tests.bench.people", "--million"], check=True)


if __name__ == "__main__":
    main()
