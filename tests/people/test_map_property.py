"""Any sequence of merges, splits, steps that take many apart, words that keep apart, ways back and newcomers leaves
what the decisions that hold say, as if the map were built anew from them alone.

Merges by Rapport are in it too: newcomers share addresses, prove members to be one, and make an address known as
several people's. `make prove-people` tries 10,000 sequences; PROVE_SEQUENCES and PROVE_SEED say how many and which.
"""

import os
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rapport.ledger.models import Activity, Channel, Identity
from rapport.people.follow import follow
from rapport.people.matching.proof import Known, best_name
from rapport.people.merging import NotPossible, keep_apart, merge, part, split, take_back
from rapport.people.models import Apart, Decision, Member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(0)]
SEQUENCES = int(os.environ.get("PROVE_SEQUENCES", "12"))
SEED = int(os.environ.get("PROVE_SEED", "0")) or random.randrange(1 << 32)
SHARES = 2 if SEQUENCES > 100 else 1
"""Parts that two processes try at once."""
SOME = st.integers(0, 1000)
MOVES = (Decision.Kind.MERGE, Decision.Kind.UNMERGE)
DAY = datetime(2020, 1, 1, tzinfo=UTC)
ADDRESSES = (None, None, "a@x.dev", "b@x.dev")
NAMES = ("Ada", "Bob", "Cleo")
"""Three people with unlike names under one address: it is nobody's own."""


class Life(RuleBasedStateMachine):
    """Numbers choose among the members, identities and decisions that there are.

    Nothing of it is kept: each sequence is a transaction that is rolled back, which takes a tenth of the time that
    emptying the tables does.
    """

    def __init__(self) -> None:
        super().__init__()
        self._kept = transaction.atomic()
        self._kept.__enter__()
        self.channel = Channel.objects.create(platform="git", native_id="code", name="code")
        self.done: Counter[int] = Counter()
        """How much each identity did."""
        self.known: dict[int, Known] = {}
        self.alone: dict[int, int] = {}
        """The member that each identity was when no decision had moved it."""
        self.found: dict[int, int] = {}
        """The map after the last step."""

    def teardown(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what a commit would check
        transaction.set_rollback(True)
        self._kept.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self._come([(0, number) for number in range(4)])

    @rule(address=st.integers(0, len(ADDRESSES) - 1), name=SOME)
    def newcomer(self, address: int, name: int) -> None:
        """Somebody who did something for the first time; by an address Rapport may know them."""
        self._come([(address, name)])

    def _come(self, people: Sequence[tuple[int, int]]) -> None:
        for address, name in people:
            number = len(self.done) + 1
            called = f"{NAMES[name % len(NAMES)]} {'i' * number}"
            made = Identity.objects.create(
                platform="git", native_id=str(number), name=called, email=ADDRESSES[address], seen_at=DAY
            )
            self.known[made.pk] = Known(made.pk, "git", str(number), name=called)
            self._did_something(made.pk)
        follow()

    @rule(which=SOME)
    def act(self, which: int) -> None:
        """Something new of somebody who is there."""
        self._did_something(sorted(self.done)[which % len(self.done)])

    def _did_something(self, identity: int) -> None:
        Activity.objects.create(
            id=uuid4(),
            revision=1,
            at=DAY,
            month=202001,
            kind=1,
            deleted=False,
            channel=self.channel,
            identity_id=identity,
        )
        self.done[identity] += 1

    @rule(one=SOME, other=SOME, itself=st.booleans())
    def put_together(self, one: int, other: int, itself: bool) -> None:
        into, joining = self._member(one), self._member(other)
        with suppress(NotPossible):
            merge(into, [joining], "", None, itself=itself)

    @rule(one=SOME, chosen=st.sets(SOME, min_size=1, max_size=3))
    def set_apart(self, one: int, chosen: set[int]) -> None:
        member = self._member(one)
        held = sorted(identity for identity, place in self.found.items() if place == member.pk)
        with suppress(NotPossible):
            split(member, [held[number % len(held)] for number in chosen], "", None)

    @rule(one=SOME, boxes=st.lists(st.integers(0, 3), min_size=2, max_size=6))
    def take_apart(self, one: int, boxes: list[int]) -> None:
        """In one step, into as many people as there are boxes; who is in none stays."""
        member = self._member(one)
        groups: dict[int, list[int]] = defaultdict(list)
        held = sorted(identity for identity, place in self.found.items() if place == member.pk)
        for place, identity in enumerate(held):
            groups[boxes[place % len(boxes)]].append(identity)
        groups.pop(0, None)
        with suppress(NotPossible):
            part(member, list(groups.values()), "", None)

    @rule(one=SOME, other=SOME)
    def say_two_people(self, one: int, other: int) -> None:
        with suppress(NotPossible):
            keep_apart(self._member(one), self._member(other), "", None)

    @rule(which=SOME)
    def back(self, which: int) -> None:
        decisions = list(Decision.objects.filter(undoes=None).order_by("-pk"))
        if decisions:
            with suppress(NotPossible):
                take_back(decisions[which % len(decisions)], None)

    def _member(self, number: int) -> Member:
        there = sorted(set(self.found.values()))
        return Member.objects.get(pk=there[number % len(there)])

    @invariant()
    def is_what_the_decisions_that_hold_say(self) -> None:
        names, deeds = self._look()
        assert self.found.keys() == self.done.keys()
        place: dict[int, int] = {}
        held = Decision.objects.filter(undone_by=None, undoes=None, kind__in=MOVES).order_by("pk")
        for member, moved in held.values_list("member", "moved"):
            place |= {identity: member for identity, _ in moved}
        for identity in self.found.keys() - place.keys() - self.alone.keys():
            self.alone[identity] = self.found[identity]
            assert list(self.found.values()).count(self.found[identity]) == 1, "who came alone is a member alone"
        assert self.found == self.alone | place
        people = defaultdict(list)
        for identity, member in self.found.items():
            people[member].append(self.known[identity])
        assert names == {member: best_name(some) for member, some in people.items()}
        assert deeds == {member: sum(self.done[each.id] for each in some) for member, some in people.items()}

    def _look(self) -> tuple[dict[int, str], Counter[int]]:
        """Read the map; answer the name of each member, and how much each did."""
        names, deeds = {}, Counter[int]()
        self.found = {}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT l.identity_id, m.id, m.name, count(a.id) FROM people_link l JOIN people_member m"
                " ON m.id = l.member_id LEFT JOIN ledger_activity a USING (identity_id) GROUP BY 1, 2"
            )
            for identity, member, name, n in cursor.fetchall():
                self.found[identity], names[member] = member, name
                deeds[member] += n
        return names, deeds

    @invariant()
    def what_is_kept_apart_is_apart(self) -> None:
        """And Rapport by itself overrides nothing that a person said."""
        marks = Apart.objects.values_list(
            "one", "other", "decision__undone_by", "lifted_by", "lifted_by__itself", "lifted_by__undoes"
        )
        for one, other, undone, lifted, itself, undoing in marks:
            if lifted is None:
                assert self.found[one] != self.found[other]
                assert undone is None
            else:
                assert undoing or not itself


@pytest.mark.parametrize("share", range(SHARES))
def test_the_map_is_what_the_decisions_that_hold_say(share: int) -> None:
    print(f"PROVE_SEED={SEED} PROVE_SEQUENCES={SEQUENCES}")
    chosen = settings(
        max_examples=SEQUENCES // SHARES,
        stateful_step_count=20,
        database=None,
        verbosity=Verbosity.normal,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(SEED + share)(Life), settings=chosen)
