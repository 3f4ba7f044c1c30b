"""Acts brought on to a newer state of the ledger's copy by the rows that differ.

Loading ten million activities takes two cores some seconds and as much memory again; what came in the last half minute
is some hundred rows of one month. The outcome is what would be loaded. A page that asks the older state just then may
be told of what is newer.
"""

from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

import pyarrow
import pyarrow.compute
from deltalake import DeltaTable

from rapport.ledger.engines import duckdb
from rapport.ledger.engines.delta import MENTION, ROLLUP
from rapport.people.acts import ALWAYS_ANEW, Acts, Version
from rapport.people.careers import AFFECTED_ANEW, careers_of
from rapport.people.loading import languages_in, recent_in, spans_in
from rapport.people.relinking import all_or_nothing, bring_on_of_members
from rapport.people.standing import OF_ROW

FEWEST = 250_000
"""Rows of acts; fewer are loaded at once."""
MOST = 2_000_000
"""Rows of files that came or went; of more, everything is loaded."""
MOST_STEPS = 500
"""What is deleted stays in memory: after so many steps everything is loaded."""

Files = Mapping[str, list[str]]


def bring_on(acts: Acts, version: Version) -> Acts | None:
    """The same acts as of this version of the copy, under the map and the weights that they have. None where they had
    better be loaded."""
    try:
        return _brought_on(acts, version)
    except duckdb.FAILURES:  # the files that went are gone from the disk, or the log does not reach back so far
        return None


def _brought_on(acts: Acts, version: Version) -> Acts | None:
    if acts.version.copy is None or version.copy is None or acts.step >= MOST_STEPS:
        return None
    if acts.steps.copy != acts.version.copy:
        return None  # a newer state was begun and then failed: its rows are in the tables already
    before, now = _files(acts.version.copy), _files(version.copy)
    if before.keys() != now.keys() or any(bool(before[name]) != bool(now[name]) for name in now):
        return None  # a table that had no files is none over files
    assert isinstance(acts.engine, duckdb.DuckDB)  # noqa: S101  # the watch has no other
    [[size]] = acts.engine.backend.con.cursor().execute("SELECT count(*) FROM every_act").fetchall()
    different = _different(before, now) if size >= FEWEST else None
    if different is None:
        return None
    beside, first_changed = acts.engine.beside(), _first_day(different)
    with beside.given(different), acts.writing, all_or_nothing(beside):
        for statement in (*_DAYS, *_CAREERS, careers_of(acts.weights, "identity IN (FROM touched)"), *_WHOSE):
            beside.run(statement)
        for statement in (*AFFECTED_ANEW, *_MENTIONS):
            beside.run(statement)
        bring_on_of_members(acts, beside)
        for name, files in now.items():
            if files:
                duckdb.view(beside.backend.con, name, files, duckdb.schema_of(name))
        acts.outdate(name for name in ALWAYS_ANEW if name not in now)
        acts.steps.changed.append(first_changed)
        acts.steps.copy = version.copy
    spans = spans_in(beside)
    newer = Acts(
        version._replace(members=acts.version.members),
        beside,
        spans,
        languages_in(beside),
        recent_in(beside, spans, version.today),
        acts.weights,
        copy=acts.copy,
        steps=acts.steps,
        step=len(acts.steps.changed),
        merged=acts.merged,
        outdated=acts.outdated,
        of_members=acts.of_members,
        rests_until=acts.rests_until,
        writing=acts.writing,
    )
    newer.go_on_with_names(acts)
    return newer


def _files(copy: duckdb.Version) -> Files:
    return {Path(folder).name: DeltaTable(folder, version=written).file_uris() for folder, written in copy}


def _different(before: Files, now: Files) -> dict[str, pyarrow.Table] | None:
    """The rows of rollups that are `gone` and that `came`, and how often whom was `met` more. None where it is much."""
    engine = duckdb.over({}).con
    with closing(engine):
        for name, schema in (("rollup", ROLLUP), ("mention", MENTION)):
            there, then = {*now[name]}, {*before[name]}
            for which, files in (("came", there - then), ("gone", then - there)):
                duckdb.view(engine, f"{which}_{name}", sorted(files), schema)
        [[rows]] = engine.execute(
            "SELECT sum(n) FROM (SELECT count(*) AS n FROM came_rollup UNION ALL SELECT count(*) FROM gone_rollup)"
        ).fetchall()
        return None if rows > MOST else {name: engine.execute(query).to_arrow_table() for name, query in _READ}


def _first_day(different: Mapping[str, pyarrow.Table]) -> date:
    """Of all that came and went; the last day there is where nothing did."""
    days = (pyarrow.compute.min(different[which]["day"]).as_py() for which in ("came", "gone"))
    return min((day for day in days if day is not None), default=date.max)


_READ = (
    ("came", "SELECT * EXCLUDE (month) FROM (FROM came_rollup EXCEPT FROM gone_rollup)"),
    ("gone", "SELECT * EXCLUDE (month) FROM (FROM gone_rollup EXCEPT FROM came_rollup)"),
    (
        "met",
        """
        SELECT identity, mentioned, sum(n)::int AS n FROM (
            SELECT identity, mentioned, n FROM came_mention
            UNION ALL SELECT identity, mentioned, -n AS n FROM gone_mention
        ) GROUP BY ALL HAVING sum(n) <> 0
        """,
    ),
)
_DAYS = (
    """
    DELETE FROM every_act AS a USING gone g WHERE a.day = g.day AND a.platform = g.platform AND a.kind = g.kind
        AND a.identity IS NOT DISTINCT FROM g.identity AND a.language IS NOT DISTINCT FROM g.language
    """,
    f"""
    INSERT INTO every_act BY NAME
    SELECT r.*, {OF_ROW} FROM came r LEFT JOIN map m ON m.identity = r.identity ORDER BY r.identity
    """,
)
_CAREERS = (
    """
    CREATE OR REPLACE TEMP TABLE touched AS
    SELECT identity FROM came WHERE identity IS NOT NULL UNION SELECT identity FROM gone WHERE identity IS NOT NULL
    """,
    "DELETE FROM careers WHERE identity IN (FROM touched)",
)
_WHOSE = (
    """
    CREATE OR REPLACE TEMP TABLE affected AS
    SELECT member FROM map WHERE identity IN (FROM touched) UNION SELECT -identity::bigint FROM touched
    """,
    """
    CREATE OR REPLACE TEMP TABLE theirs AS
    FROM touched UNION SELECT identity FROM map WHERE member IN (FROM affected)
    """,
)
_MENTIONS = (
    """
    UPDATE mentions AS m SET n = m.n + met.n FROM met
    WHERE m.identity = met.identity AND m.mentioned = met.mentioned
    """,
    """
    INSERT INTO mentions SELECT identity, mentioned, n FROM met
    WHERE NOT EXISTS (FROM mentions m WHERE m.identity = met.identity AND m.mentioned = met.mentioned)
    """,
    "DELETE FROM mentions WHERE n = 0",
)
