"""How every account behaves, asked of the copy."""

from collections.abc import Iterator
from typing import Any

from rapport.ledger.engines import duckdb
from rapport.people.bots.signs import FEW, Behaviour
from rapport.words.kinds import BY_NAME

LOOKED = 400
"""Characters of a text that are compared."""
_UNTIMED = tuple(BY_NAME[name].number for name in ("commit", "coauthor", "signoff", "report", "test"))
"""Of these the author says the time, or nobody."""

_BEHAVIOUR = f"""
    WITH said AS (
        SELECT identity,
            regexp_replace(lower(left(coalesce(text, title), {LOOKED})), '[0-9a-f]{{7,}}|[0-9]+|\\s+', '#', 'g')
                AS words
        FROM activity WHERE identity IS NOT NULL AND coalesce(text, title) IS NOT NULL
    ), alike AS (
        SELECT identity, sum(n)::int AS texts, coalesce(sum(n) FILTER (n > 1), 0) / sum(n) AS alike
        FROM (SELECT identity, words, count(*) AS n FROM said GROUP BY ALL) GROUP BY identity
    ), timed AS (
        SELECT a.identity, a.at, date_diff('millisecond', lag(a.at) OVER mine, a.at) AS gap,
            date_diff('millisecond', parent.at, a.at) / 1000 AS reaction
        FROM activity a LEFT JOIN activity parent ON parent.id = a.parent AND parent.identity <> a.identity
        WHERE a.identity IS NOT NULL AND a.kind NOT IN {_UNTIMED}
        WINDOW mine AS (PARTITION BY a.identity ORDER BY a.at)
    ), clock AS (
        SELECT identity, sum(n)::int AS n, count(*) FILTER (n >= all_of_them / 100)::int AS hours FROM (
            SELECT identity, hour(timed.at AT TIME ZONE 'UTC') AS h, count(*) AS n,
                sum(count(*)) OVER (PARTITION BY identity) AS all_of_them
            FROM timed GROUP BY identity, h
        ) GROUP BY identity
    ), times AS (
        SELECT identity, stddev_samp(gap) / nullif(avg(gap), 0) AS unevenness, median(reaction) AS reaction,
            count(reaction)::int AS answers, count(DISTINCT timed.at::date)::int AS days FROM timed GROUP BY identity
    )
    SELECT identity, coalesce(n, 0), coalesce(texts, 0), alike, unevenness, reaction, coalesce(answers, 0),
        coalesce(hours, 0), coalesce(days, 0)
    FROM alike FULL JOIN clock USING (identity) LEFT JOIN times USING (identity)
    WHERE coalesce(n, 0) >= {FEW} OR coalesce(texts, 0) >= {FEW}
"""


def behaviours() -> Iterator[tuple[int, Behaviour]]:
    """Of every account that did enough to tell, by its dense key. Raises CopyMissing."""
    for row in duckdb.again_if_swept(_ask):
        yield row[0], Behaviour._make(row[1:])


def _ask() -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = duckdb.connect().con.execute(_BEHAVIOUR).fetchall()
    return rows
