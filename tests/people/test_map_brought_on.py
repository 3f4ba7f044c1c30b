"""What a reader brings on step by step is what one reads who begins anew, whatever was done to the map."""

import os
import random
from collections.abc import Callable
from datetime import timedelta

import pyarrow
import pytest
from django.db import transaction

from rapport.ledger import copy
from rapport.ledger.append import Appender
from rapport.ledger.models import Identity as Row
from rapport.people import current
from rapport.people import map as member_map
from rapport.people.acts import Acts
from rapport.people.bots.asking import leave_open
from rapport.people.contributions.weighing import weigh
from rapport.people.contributions.weights import Weighed
from rapport.people.erasing import forget
from rapport.people.follow import follow
from rapport.people.leaving import leave
from rapport.people.merging import NotPossible, merge, part, put_on_side, rename, take_back
from rapport.people.mine.limiting import lift, limit
from rapport.people.models import Decision, Limited, Link, MapStep, Member, Side
from rapport.words.identity import Identity, git_author
from rapport.words.records import Record
from tests.people.community import START, post, settle

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = 15
SEED = int(os.environ.get("PROVE_SEED", "0")) or random.randrange(1 << 32)


class Life:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.came = 0

    def member(self) -> Member:
        return self.chance.choice(list(Member.objects.filter(links__isnull=False).distinct().order_by("pk")))

    def several(self) -> bool:
        """Whether somebody is left when one goes."""
        return Member.objects.filter(links__isnull=False).distinct().count() > 1

    def merge(self) -> None:
        merge(self.member(), [self.member(), self.member()], "", None)

    def part(self) -> None:
        member = self.member()
        held = member_map.identities_of([member.pk])
        part(member, [[one] for one in self.chance.sample(held, len(held) // 2)], "", None)

    def take_back(self) -> None:
        take_back(self.chance.choice(list(Decision.objects.order_by("pk"))), None)

    def rename(self) -> None:
        rename(self.member(), self.chance.choice(["Zoë", "Ada", ""]))

    def side(self) -> None:
        put_on_side(self.member(), Side(self.chance.choice(Side.values)))

    def leave_open(self) -> None:
        leave_open(self.member())

    def limit(self) -> None:
        limit(self.chance.sample(member_map.identities_of([self.member().pk]), 1), None)

    def lift(self) -> None:
        lift(list(Limited.objects.values_list("pk", flat=True)))

    def weigh(self) -> None:
        weigh({1: Weighed(self.chance.randrange(3), self.chance.choice(["", "answer"]))})

    def come(self) -> None:
        """Somebody new, or a known person's other account."""
        self.came += 1
        author = self.chance.choice(
            [git_author(f"New {self.came}", f"{self.came}@new.dev"), Identity("discourse", f"n{self.came}", handle="x")]
        )
        with transaction.atomic():
            Appender().append([Record("line 1", [post(5000 + self.came, author, START + timedelta(days=self.came))])])
        follow()

    def forget(self) -> None:
        if self.several():
            forget([self.member()])

    def leave(self) -> None:
        if self.several():
            leave(self.chance.sample(list(Link.objects.values_list("pk", flat=True)), 1))


DEEDS: tuple[Callable[[Life], None], ...] = (
    *(Life.merge, Life.part, Life.take_back, Life.come) * 3,
    *(Life.rename, Life.side, Life.leave_open, Life.limit, Life.lift, Life.weigh, Life.forget, Life.leave),
)


def told(acts: Acts) -> dict[str, list[str]]:
    tables = (acts.totals, acts.firsts, acts.table, acts.every_act, acts.members, acts.names.drop("leads"))
    leading = acts.names.filter(acts.names.leads).select("member")
    found = {table.get_name(): sorted(map(str, acts.ask(table))) for table in tables[:-1]}
    return found | {"names": sorted(map(str, acts.ask(tables[-1]))), "leading": sorted(map(str, acts.ask(leading)))}


def anew() -> tuple[Acts, set[tuple[int, int, str]]]:
    version = current._version()
    members = member_map._read()
    return current._load(version), rows(members)


def rows(members: pyarrow.Table) -> set[tuple[int, int, str]]:
    return {(row["identity"], row["member"], row["side"]) for row in members.to_pylist()}


def test_what_is_brought_on_is_what_is_read_anew() -> None:
    chance = random.Random(SEED)  # a failure can be repeated by its seed
    settle()
    life = Life(chance)
    held = current.current()
    held.ask(held.names)
    done = []
    for _ in range(STEPS):
        for _ in range(chance.randrange(1, 4)):
            deed = chance.choice(DEEDS)
            try:
                deed(life)
            except (NotPossible, ValueError, IndexError):  # nothing to take back, nobody to merge
                continue
            done.append(deed.__name__)
        acts = current.current()
        assert acts.version.copy == held.version.copy
        fresh, members = anew()
        assert told(acts) == told(fresh), f"seed {SEED}: {done}"
        assert rows(member_map.member_map()) == members, f"seed {SEED}: {done}"


def test_only_what_changed_is_read_and_where_nobody_says_what_did_all_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settle()
    member_map.bump()
    ada, bob = Member.objects.get(links__identity__handle="ada"), Member.objects.get(name="Bob 100% Percent")
    member_map.member_map()
    read, whole = [], member_map._read

    def reading() -> pyarrow.Table:
        read.append(1)
        return whole()

    monkeypatch.setattr(member_map, "_read", reading)
    merge(ada, [bob], "", None)
    assert bob.pk not in member_map.member_map()["member"].to_pylist()
    assert not read
    Link.objects.filter(identity__handle="bob").update(member=bob)
    member_map.bump()
    assert bob.pk in member_map.member_map()["member"].to_pylist()
    assert read == [1]


def test_a_reader_whose_version_is_not_among_the_steps_reads_everything() -> None:
    settle()
    member_map.member_map()
    bob = Member.objects.get(name="Bob 100% Percent")
    for name in ("one", "two", "three"):
        rename(bob, name)
    known = member_map._held[0][0]
    change = member_map.change_since(known)
    assert change
    assert change.identities == member_map.identities_of([bob.pk])
    MapStep.objects.order_by("version")[1:2].get().delete()
    assert member_map.change_since(known) is None
    assert member_map.change_since(known - 1) is None


def test_what_is_not_committed_is_no_change_yet() -> None:
    settle()
    member_map.member_map()
    robot = Row.objects.get(handle="robot")
    version = member_map.map_version()
    with transaction.atomic():
        limit([robot.pk], None)
        change = member_map.change_since(version)
        assert change
        assert (change.version, change.identities) == (version, [])
    change = member_map.change_since(version)
    assert change
    assert change.identities == [robot.pk]
    assert change.rows["side"].to_pylist() == ["limited"]


def test_names_that_were_not_asked_for_are_not_read_for_a_merge() -> None:
    settle()
    copy.refresh()
    acts = current.current()
    put_on_side(Member.objects.get(name="Bob 100% Percent"), Side.TEAM)
    newer = current.current()
    assert newer is not acts
    assert "names" not in newer._made
