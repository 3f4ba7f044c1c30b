"""Who is who: how right it is, and how fast. `python -m tests.bench.people [FOLDER of .mailmap files …]`.

1. The aliases of scipy (../shared/data/identity), beside the simplest way ("same address or same name").
2. The aliases in the .mailmap files of folders, if some are given: other projects' own word of who is who. Below each
   project stands what was put together wrongly by its word, and what was missed: by names, nobody's address is printed.
3. A million made-up accounts with the name frequencies of real countries, in a process of its own; what the missed
   pairs have in common (`recall.py`).
4. Who of a forum wrote code (`forum_git.py`).
5. Of all that Rapport puts together without asking, in 1 to 3: how many of a hundred are right at least.
"""

import csv
import math
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from rapport.people.matching.alias import Alias, alias
from rapport.people.matching.clusters import clusters
from rapport.people.matching.deciding import Join, Standing, decide
from rapport.people.matching.likeness import likeness
from rapport.people.matching.links import no_cycles
from rapport.people.matching.proof import PLACEHOLDER_NAMES
from rapport.people.matching.rarity import Rarity
from tests.bench import failures, recall

SCIPY = Path(__file__).resolve().parents[3] / "shared" / "data" / "identity" / "scipy-aliases.csv"
FEWEST = 40
"""Aliases of a project that is worth a line of its own."""
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


def aliases_of(rows: Sequence[Row]) -> list[Alias]:
    return [alias(str(n), row.name, row.email) for n, row in enumerate(rows)]


def people_of(rows: Sequence[Row]) -> list[int]:
    return [place.person for place in clusters(aliases_of(rows))]


class Automatic(NamedTuple):
    """Merges without asking."""

    made: int
    wrong: list[Join]

    @property
    def right(self) -> int:
        return self.made - len(self.wrong)

    def __str__(self) -> str:
        return (
            f"{self.made:,} put together without asking, {len(self.wrong):,} wrong: "
            f"{self.right / max(self.made, 1):.4f} are right, {at_least(self.made, self.right):.4f} at least"
        )


def automatic(aliases: Sequence[Alias], truth: Sequence[Hashable]) -> Automatic:
    """Nobody has been put together before. Wrong is a merge whose two oldest are two people."""
    joins = decide(aliases, Standing(range(len(aliases)))).joins
    return Automatic(len(joins), [join for join in joins if truth[join.into] != truth[join.other]])


def at_least(all_: int, right: int) -> float:
    """The lower end of Wilson's interval that holds the true share in 95 of 100 cases (JASA 22, 1927)."""
    if not all_:
        return 0.0
    z, n, share = 1.96, all_, right / all_
    middle = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (middle - spread) / (1 + z * z / n)


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
    aliases = aliases_of(rows)
    placed = clusters(aliases)
    took = time.perf_counter() - begun
    found = [place.person for place in placed]
    for how, groups in (("Rapport", found), ("same address or name", simplest(rows))):
        told = agreement(truth, groups)
        print(
            f"{what:14} {len(rows):6,} aliases  {how:21} precision {told.precision:.3f}  recall {told.recall:.3f}  "
            f"F1 {told.f1:.3f}  wrong {told.wrong}  missed {told.missed}"
            + (f"  {took:.2f} s" if groups is found else "")
        )
    failures.tell(aliases, truth, placed)


def show_together(what: str, projects: Iterable[Sequence[Row]]) -> None:
    """Of the pairs of all these projects."""
    are = wrong = missed = 0
    for rows in projects:
        truth = [row.person for row in rows]
        told = agreement(truth, people_of(rows))
        are, wrong, missed = are + _pairs(truth), wrong + told.wrong, missed + told.missed
    right = are - missed
    print(
        f"{what}: {are:,} pairs, precision {right / max(right + wrong, 1):.3f}, recall {right / max(are, 1):.3f}, "
        f"F1 {2 * right / max(2 * right + wrong + missed, 1):.3f}"
    )


def million() -> None:
    """Prints time and memory of matching alone, how right it was, and how right are the merges without asking."""
    import gc
    import resource

    from tests.bench.accounts import accounts

    made = list(accounts(MILLION, seed=1))
    truth = [m.person for m in made]
    gc.freeze()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    begun, busy = time.perf_counter(), time.process_time()
    with no_cycles():
        aliases = [alias(str(n), m.name, m.email, m.login, m.platform) for n, m in enumerate(made)]
    found = [place.person for place in clusters(aliases)]
    took, busy = time.perf_counter() - begun, time.process_time() - busy
    told = agreement(truth, found)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    shared, both = _that_share(aliases, truth, found)
    print(
        f"{len(made):,} accounts: {took:.1f} s ({busy:.1f} s of a processor), {most - before:,} MB; "
        f"precision {told.precision:.3f}, recall {told.recall:.3f} of {_pairs(truth):,} pairs, "
        f"{both / shared:.3f} of the {shared:,} that have anything in common"
    )
    recall.tell(aliases, truth, found)
    print(f"{len(made):,} accounts: {automatic(aliases, truth)}")


def _that_share(aliases: Sequence[Alias], truth: Sequence[int], found: Sequence[int]) -> tuple[int, int]:
    """Of the pairs that are one person: how many share any evidence, and how many of those were found.

    The others nobody could know: a nickname without a name, and a name without that nickname.
    """
    rarity = Rarity(aliases)
    people: dict[int, list[int]] = defaultdict(list)
    for at, person in enumerate(truth):
        people[person].append(at)
    shared = both = 0
    for held in people.values():
        for one, other in combinations(held, 2):
            if likeness(aliases[one], aliases[other], rarity).evidence:
                shared += 1
                both += found[one] == found[other]
    return shared, both


def main() -> None:
    if sys.argv[1:] == ["--million"]:
        million()
        return
    projects = {"scipy": scipy()} if SCIPY.exists() else {}
    for folder in map(Path, sys.argv[1:]):
        there = {file.name.split(".")[0]: mailmap(file) for file in sorted(folder.glob("*.mailmap"))}
        show_together(str(folder), there.values())
        projects |= {name: rows for name, rows in there.items() if len(rows) >= FEWEST}
    merges = Automatic(0, [])
    for name, rows in projects.items():
        show(name, rows)
        more = automatic(aliases_of(rows), [row.person for row in rows])
        merges = Automatic(merges.made + more.made, merges.wrong + more.wrong)
        for join in more.wrong:
            called = " and ".join(rows[at].name.partition("@")[0] for at in (join.into, join.other))
            print(f"{'':14} two by the mailmap, put together: {called}: {'; '.join(join.evidence)}")
    print(f"All of these: {merges}")
    subprocess.run([sys.executable, "-m", "tests.bench.forum_git"], check=True)
    subprocess.run([sys.executable, "-m", "tests.bench.people", "--million"], check=True)


if __name__ == "__main__":
    main()
