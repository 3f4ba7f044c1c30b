"""Any sequence of merges, splits, words that keep apart, ways back and newcomers leaves what the decisions that hold
say, as if the map were built anew from them alone.

`make prove-people` tries 10,000 sequences; PROVE_SEQUENCES and PROVE_SEED say how many and which.
"""

import os
import random
from contextlib import suppress

import pytest
from django.db import connection
from django.db.models import F
from hypothesis import HealthCheck, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rapport.people.follow import follow
from rapport.people.matching.proof import best_name
from rapport.people.merging import NotPossible, keep_apart, merge, split, take_back
from rapport.people.models import Apart, Decision, Link, Member
from tests.people.test_follow import identity

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(0)]
SEQUENCES = int(os.environ.get("PROVE_SEQUENCES", "12"))
SEED = int(os.environ.get("PROVE_SEED", "0")) or random.randrange(1 << 32)
SOME = st.integers(0, 1000)
MOVES = (Decision.Kind.MERGE, Decision.Kind.UNMERGE)


class Sequence(RuleBasedStateMachine):
    """Numbers choose among the members, identities and decisions that there are."""

    @initialize()
    def begin(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE ledger_identity, people_member, people_link, people_decision CASCADE")
        self.names = 0
        self.origin: dict[int, int] = {}
        for _ in range(4):
            self.newcomer()

    @rule()
    def newcomer(self) -> None:
        """Somebody who did something for the first time."""
        self.names += 1
        made = identity(str(self.names), name=f"Person {'i' * self.names}")
        follow()
        self.origin[made.pk] = Link.objects.get(identity=made).member_id

    @rule(one=SOME, other=SOME, itself=st.booleans())
    def put_together(self, one: int, other: int, itself: bool) -> None:
        into, joining = self._member(one), self._member(other)
        with suppress(NotPossible):
            merge(into, [joining], "", None, itself=itself)

    @rule(one=SOME, chosen=st.sets(SOME, min_size=1, max_size=3))
    def set_apart(self, one: int, chosen: set[int]) -> None:
        member = self._member(one)
        held = list(member.links.order_by("pk").values_list("pk", flat=True))
        with suppress(NotPossible):
            split(member, [held[number % len(held)] for number in chosen], "", None)

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
        there = list(Member.objects.filter(links__isnull=False).distinct().order_by("pk"))
        return there[number % len(there)]

    @invariant()
    def is_what_the_decisions_that_hold_say(self) -> None:
        if not hasattr(self, "origin"):
            return
        place = dict(self.origin)
        for decision in Decision.objects.filter(undone_by=None, undoes=None, kind__in=MOVES).order_by("pk"):
            place |= {moved: decision.member_id for moved, _ in decision.moved}
        assert dict(Link.objects.values_list("identity_id", "member_id")) == place

    @invariant()
    def nobody_is_kept_apart_from_oneself(self) -> None:
        standing = Apart.objects.filter(lifted_by=None)
        assert not standing.filter(one__member=F("other__member")).exists()
        assert not standing.filter(decision__undone_by__isnull=False).exists()

    @invariant()
    def names_are_those_of_the_identities(self) -> None:
        for member in Member.objects.filter(links__isnull=False).distinct():
            held = [link.identity for link in member.links.select_related("identity")]
            assert member.name == best_name(held)  # type: ignore[arg-type]


def test_the_map_is_what_the_decisions_that_hold_say() -> None:
    print(f"PROVE_SEED={SEED} PROVE_SEQUENCES={SEQUENCES}")
    chosen = settings(
        max_examples=SEQUENCES,
        stateful_step_count=20,
        deadline=None,
        database=None,
        verbosity=Verbosity.normal,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(SEED)(Sequence), settings=chosen)
