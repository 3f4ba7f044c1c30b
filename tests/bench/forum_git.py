"""Who of a forum wrote code: every pair found in the Urho3D data: `python -m tests.bench.forum_git [TABLE]`.

The forum and the git log (../shared/data/discourse/urho3d) are imported into a home of its own, and everybody is looked
through. Pairs of a forum account and a git author go into TABLE, with how they were found and why; without it only
numbers are printed. What we found when we looked each of them up ourselves is in `forum_git.csv`: the forum's number
of the account, a mark of the git author (`mark`), and `one`, `two` or `unknown`.
"""

import csv
import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.bench.people import at_least
from tests.prove.database import own_database

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "discourse" / "urho3d"
LOOKED_UP = Path(__file__).with_name("forum_git.csv")
AUTOMATIC, PROPOSED = "put together", "asked"


class Pair(NamedTuple):
    forum: int
    """Key of the forum account's identity."""
    git: int
    how: str
    """`put together` or `asked`."""
    likely: float
    """The chance that was told, of those that were asked."""
    evidence: str


def mark(native_id: str) -> str:
    """Of a git author: names nobody."""
    return hashlib.sha256(native_id.encode()).hexdigest()[:10]


def bring() -> None:
    from rapport.collect.run import begin, once, run
    from rapport.ledger import copy, telling
    from rapport.people.follow import follow
    from rapport.people.proposing import propose
    from rapport.people.topics.reading import read

    given = once([str(DATA / "raw-topics-json.tar.gz"), str(DATA / "commits.tsv.gz")])
    run(begin(given), given, lambda progress: None)
    follow()
    telling.tell(wait=True)
    copy.refresh()
    read()
    propose()


def pairs() -> Iterator[Pair]:
    """Each forum account with each git author whom Rapport holds to be the same, or asks whether they are."""
    from rapport.ledger.models import Identity
    from rapport.people.matching.clusters import probability
    from rapport.people.models import Decision, Link, Proposal

    platform = dict(Identity.objects.values_list("pk", "platform"))
    held: dict[int, list[int]] = defaultdict(list)
    for identity, member in Link.objects.order_by("identity_id").values_list("identity_id", "member_id"):
        held[member].append(identity)
    why: dict[int, str] = {}
    for moved, evidence in Decision.objects.order_by("pk").values_list("moved", "evidence"):
        why |= {identity: evidence for identity, _ in moved}
    for found in held.values():
        for forum, git in _across(found, found, platform):
            yield Pair(forum, git, AUTOMATIC, 1.0, "; ".join(filter(None, {why.get(git, ""), why.get(forum, "")})))
    whose = dict(Link.objects.values_list("identity_id", "member_id"))
    for asked in Proposal.objects.order_by("-score"):
        one, other = held[whose[asked.one_id]], held[whose[asked.other_id]]
        for forum, git in (*_across(one, other, platform), *_across(other, one, platform)):
            yield Pair(forum, git, PROPOSED, probability(asked.score), "; ".join(asked.evidence))


def _across(ones: list[int], others: list[int], platform: dict[int, str]) -> Iterator[tuple[int, int]]:
    for one in ones:
        for other in others:
            if platform[one] == "discourse" and platform[other] == "git":
                yield one, other


def report(found: list[Pair]) -> None:
    """How many of the pairs are right, by what we looked up."""
    from rapport.ledger.models import Identity

    native = dict(Identity.objects.values_list("pk", "native_id"))
    with LOOKED_UP.open(encoding="utf-8", newline="") as lines:
        verdicts = {(row["forum"], row["git"]): row["verdict"] for row in csv.DictReader(lines)}
    for how in (AUTOMATIC, PROPOSED):
        said = [verdicts.get((native[pair.forum], mark(native[pair.git])), "") for pair in found if pair.how == how]
        right, wrong = said.count("one"), said.count("two")
        low, high = at_least(right + wrong, right), 1 - at_least(right + wrong, wrong)
        print(
            f"{how}: {len(said)} pairs, {len(said) - said.count('')} looked up: {right} one person, {wrong} two, "
            f"{said.count('unknown')} nobody can tell; precision {right / max(right + wrong, 1):.3f} "
            f"({low:.3f}–{high:.3f})"
        )


def write(found: list[Pair], into: Path) -> None:
    from rapport.ledger.models import Identity

    native = dict(Identity.objects.values_list("pk", "native_id"))
    with into.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["forum", "git", "how", "likely", "evidence"])
        for pair in found:
            row = native[pair.forum], mark(native[pair.git]), pair.how, f"{pair.likely:.3f}", pair.evidence
            out.writerow(row)


def main() -> None:
    if not DATA.exists():
        print("../shared/data/discourse/urho3d is not here")
        return
    with own_database():
        bring()
        found = list(pairs())
        report(found)
        for table in map(Path, sys.argv[1:]):
            write(found, table)


if __name__ == "__main__":
    main()
