"""Acts under a newer map of members: who was merged, parted, put on another side, limited."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

import ibis
import pyarrow

from rapport.ledger.engines import duckdb
from rapport.ledger.engines.engine import Engine
from rapport.people.acts import Acts, Version
from rapport.people.called import called
from rapport.people.careers import AFFECTED, AFFECTED_ANEW, careers_anew, everybody_anew
from rapport.people.contributions.weights import Weights
from rapport.people.standing import COMMUNITY

_MOVED = f"""
    CREATE OR REPLACE TEMP TABLE moved AS
    SELECT identity, o.member AS was, coalesce(n.member, -identity) AS member,
        coalesce(n.side::standing, '{COMMUNITY}'::standing) AS side
    FROM (SELECT * FROM map {{among}}) o FULL JOIN (SELECT * FROM newer {{among}}) n USING (identity)
    WHERE n.member IS DISTINCT FROM o.member OR n.side::standing IS DISTINCT FROM o.side
"""
_RELINK = (
    "UPDATE every_act AS a SET member = moved.member, side = moved.side FROM moved WHERE a.identity = moved.identity",
    "DELETE FROM map WHERE identity IN (SELECT identity FROM moved)",
    "INSERT INTO map SELECT identity, member, side FROM newer WHERE identity IN (SELECT identity FROM moved)",
    """
    CREATE OR REPLACE TEMP TABLE affected AS
    SELECT member FROM moved UNION SELECT coalesce(was, -identity) FROM moved UNION SELECT -identity FROM moved
    """,
    f"""
    CREATE OR REPLACE TEMP TABLE theirs AS
    SELECT identity FROM moved UNION SELECT identity FROM map {AFFECTED}
    """,
)
_CONCERNED = """
    SELECT bool_or(was IS NOT NULL) AS known,
        (SELECT min(day) FROM every_act WHERE identity IN (SELECT identity FROM moved)) AS first
    FROM moved
"""
"""Whether anybody was somebody else before, and the first day on which any of them did anything."""


def relink(
    acts: Acts,
    members: pyarrow.Table,
    version: Version,
    weights: Weights | None = None,
    *,
    among: Collection[int] | None = None,
) -> Acts:
    """The same acts under a newer map and newer weights, in a fraction of the time: only what changed is written.

    Where it is known `among` which identities everything is that changed, nothing else is looked at. A page that asks
    the older state just then may meet the newer map.
    """
    weights = weights or acts.weights
    assert isinstance(acts.engine, duckdb.DuckDB)  # noqa: S101  # acts elsewhere are loaded anew
    beside = acts.engine.beside()
    relinked = Acts(
        version,
        beside,
        acts.spans,
        acts.languages,
        acts.recent,
        weights,
        copy=acts.copy,
        writing=acts.writing,
        outdated=acts.outdated,
        of_members=acts.of_members,
        rests_until=acts.rests_until,
        steps=acts.steps,
        merged=acts.merged,
    )
    relinked.as_of, relinked.verified = acts.as_of, acts.verified
    with beside.given({"newer": members}), acts.writing, all_or_nothing(beside):
        for statement in (_moved(among), *_RELINK):
            beside.run(statement)
        [concerned] = beside.arrow(_CONCERNED).to_pylist()
        if concerned["known"] or weights != acts.weights:
            relinked.merged = version.members
        for statement in AFFECTED_ANEW if weights == acts.weights else (careers_anew(weights), *everybody_anew()):
            beside.run(statement)
        bring_on_of_members(acts, beside)
        if among is not None and "names" in acts._made:
            _name_anew(beside, among)
            relinked._made.add("names")
        acts.steps.changed.append(concerned["first"] or date.max)
        relinked.step = len(acts.steps.changed)
    return relinked


@contextmanager
def all_or_nothing(engine: Engine) -> Iterator[None]:
    """Others see all that is written or nothing of it."""
    engine.run("BEGIN")
    try:
        yield
    except BaseException:
        engine.run("ROLLBACK")
        raise
    engine.run("COMMIT")


def bring_on_of_members(acts: Acts, engine: duckdb.DuckDB) -> None:
    """Work out anew what `Acts.brought_on` holds of the members that are `affected`."""
    rows = Acts.table.semi_join(ibis.table({"member": "int64"}, name="affected"), "member")
    for name, make in acts.of_members.items():
        engine.run(f"DELETE FROM {name} {AFFECTED}")
        engine.add(name, make(rows))


def _name_anew(engine: duckdb.DuckDB, among: Collection[int]) -> None:
    """Read again what those are called who are these identities, or whom the newer map concerns otherwise."""
    listed = _numbers(among)
    found = engine.arrow(
        f"SELECT member FROM affected WHERE member > 0 UNION SELECT member FROM map WHERE identity IN ({listed})"
    )
    concerned = _numbers(found["member"].to_pylist())
    read = called(concerned)
    engine.run(f"DELETE FROM names WHERE member IN ({concerned})")
    engine.backend.insert("names", read)


def _moved(among: Collection[int] | None) -> str:
    return _MOVED.format(among="" if among is None else f"WHERE identity IN ({_numbers(among)})")


def _numbers(keys: Collection[int]) -> str:
    """Numbers of our own for a query; 0, which nothing has, where there are none."""
    return ", ".join(str(int(key)) for key in keys) or "0"
