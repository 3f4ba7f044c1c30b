"""A query cut into steps finds what the whole one finds, and names nothing so often that it gets out of hand."""

from collections import Counter

import duckdb
import sqlglot
from hypothesis import given, settings, strategies
from sqlglot import exp

from rapport.ledger.engines.steps import OFTEN, steps


@strategies.composite
def queries(draw: strategies.DrawFn) -> exp.Query:
    """Each part is made of one or two of those before it, the first of a table."""
    names = ["had"]
    query = sqlglot.select("n")
    for number in range(draw(strategies.integers(0, 9))):
        left, right = (draw(strategies.sampled_from(names[-3:])) for _ in range(2))
        name = f"part_{number}"
        query = query.with_(name, as_=f"SELECT n + 1 AS n FROM {left} UNION SELECT n * 2 AS n FROM {right}")
        names.append(name)
    return query.from_(names[-1])


@given(queries())
@settings(deadline=None, max_examples=30)
def test_the_steps_find_what_the_whole_finds(query: exp.Query) -> None:
    engine = duckdb.connect()
    engine.execute("CREATE TABLE had AS SELECT 1 AS n")
    whole = engine.execute(query.sql("duckdb")).fetchall()
    first, rest = steps(query)
    for name, part in first.items():
        engine.execute(f"CREATE TABLE {name} AS {part.sql('duckdb')}")
    assert sorted(engine.execute(rest.sql("duckdb")).fetchall()) == sorted(whole)


@given(queries())
@settings(deadline=None, max_examples=30)
def test_no_part_is_worked_out_often(query: exp.Query) -> None:
    first, rest = steps(query)
    for step in (*first.values(), rest):
        times = written_out(step)
        assert all(times[part.alias] <= OFTEN for part in step.ctes)


def test_a_question_without_parts_is_one_step() -> None:
    query = sqlglot.parse_one("SELECT n FROM had AS one JOIN had AS other USING (n)")
    assert isinstance(query, exp.Query)
    assert steps(query) == ({}, query)


def written_out(query: exp.Query) -> Counter[str]:
    """How often each name stands in a query of which every part is written where it is named."""
    parts = {part.alias: part.this for part in query.ctes}

    def count(body: exp.Query) -> Counter[str]:
        found: Counter[str] = Counter()
        for name in [table.name for table in body.find_all(exp.Table)]:
            found.update([name])
            if name in parts:
                found.update(count(parts[name]))
        return found

    alone = query.copy()
    alone.set("with_", None)
    return count(alone)
