"""Ibis expressions are told apart by what they are, whoever else compares at that moment."""

import ibis
from ibis.common.bases import Comparable

from rapport.ledger.engines import comparing  # noqa: F401  # importing it changes how expressions are compared


def question(kind: str, depth: int = 3) -> ibis.expr.operations.Node:
    acts = ibis.table({"member": "int64", "kind": "string", "w": "float64"}, name="acts")
    for _ in range(depth):
        acts = acts.filter(acts.kind == kind, acts.w > 0).mutate(w=acts.w + 1)
    return acts.group_by("kind").agg(n=acts.member.nunique()).op()


def test_equal_is_what_is_made_of_the_same_parts() -> None:
    assert question("post") == question("post")
    assert question("post") != question("reply")
    assert question("post") != question("post", depth=2)
    assert question("post") != "post"
    assert len({question("post"), question("post"), question("reply")}) == 2


def test_nothing_found_is_left_for_others() -> None:
    before = dict(Comparable.__cache__)
    kept = [question("post"), question("post")]
    assert kept[0] == kept[1]
    assert before == Comparable.__cache__
    assert not hasattr(Comparable, "__del__")


def test_what_stands_in_many_places_is_compared_once() -> None:
    """A filter names its table twice: sixty of them, one upon the other, would be compared 2⁶⁰ times."""
    assert question("post", depth=60) == question("post", depth=60)
