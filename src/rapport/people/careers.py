"""What each identity did in all, and what follows of members from that: the first thing they did, and their totals.

In SQL, as Ibis would take longer to write it than the engine takes to answer.
"""

from rapport.people.contributions.weights import Weights
from rapport.people.standing import COMMUNITY, LIMITED

_CAREERS = """
    WITH counted AS (
        SELECT identity, sum(n)::bigint AS activities,
            coalesce(sum(n) FILTER (w.weight IS NOT NULL), 0)::bigint AS contributions,
            coalesce(sum(n * w.weight), 0)::bigint AS weight, max(day) AS last, min(first_at) AS first_at,
            min(platform) AS lowest, max(platform) AS highest
        FROM every_act a LEFT JOIN (VALUES {weights}) AS w (kind, weight) ON w.kind = a.kind
        WHERE identity IS NOT NULL AND {those} GROUP BY identity
    )
    SELECT c.identity, activities, contributions, weight, c.last, c.first_at, lowest, highest, day, platform, kind,
        language
    FROM counted c JOIN every_act a ON a.identity = c.identity AND a.first_at = c.first_at
    QUALIFY row_number() OVER (PARTITION BY c.identity ORDER BY platform, kind, language) = 1
"""
_LINKED = f"""
    CREATE OR REPLACE TEMP TABLE linked AS
    SELECT coalesce(m.member, -c.identity) AS member, coalesce(m.side, '{COMMUNITY}'::standing) AS side, c.*
    FROM (FROM careers {{those}}) c LEFT JOIN (FROM map {{those}}) m ON m.identity = c.identity
    WHERE m.side IS DISTINCT FROM '{LIMITED}'
"""
_FIRSTS = """
    SELECT day, platform, kind, language, 1 AS n, first_at, identity, member, side FROM linked
    QUALIFY row_number() OVER (PARTITION BY member ORDER BY first_at, platform, kind, language) = 1
"""
_TOTALS = """
    WITH counted AS (
        SELECT member, sum(activities)::bigint AS activities, sum(contributions)::bigint AS contributions,
            sum(weight)::bigint AS weight, max(last) AS last
        FROM linked GROUP BY member
    )
    SELECT m.member, m.side, coalesce(activities, 0) AS activities, coalesce(contributions, 0) AS contributions,
        coalesce(weight, 0) AS weight, first_at AS first, last, platform AS came_by
    FROM (SELECT DISTINCT member, side FROM members {those}) m
        LEFT JOIN counted c ON c.member = m.member LEFT JOIN firsts f ON f.member = m.member
"""
AFFECTED = "WHERE member IN (SELECT member FROM affected)"
AFFECTED_ANEW = (
    _LINKED.format(those="WHERE identity IN (FROM theirs)"),
    f"DELETE FROM firsts {AFFECTED}",
    f"INSERT INTO firsts {_FIRSTS}",
    f"DELETE FROM totals {AFFECTED}",
    f"INSERT INTO totals {_TOTALS.format(those=AFFECTED)}",
)
"""The rows of firsts and totals of the members that are `affected`, who are `theirs` (identities), worked out anew."""


def everybody_anew() -> tuple[str, ...]:
    """What follows from the map, worked out from one row an identity."""
    return (
        _LINKED.format(those=""),
        f"CREATE OR REPLACE TABLE firsts AS {_FIRSTS}",
        f"CREATE OR REPLACE TABLE totals AS {_TOTALS.format(those='')}",
        "DROP TABLE linked",
    )


def careers_anew(weights: Weights) -> str:
    return f"CREATE OR REPLACE TABLE careers AS {_counted(weights, 'true')}"


def careers_of(weights: Weights, those: str) -> str:
    """Put in what those identities did, of whom nothing is there."""
    return f"INSERT INTO careers {_counted(weights, those)}"


def _counted(weights: Weights, those: str) -> str:
    """What each identity did in all, and the first of it. Of two at one instant platform, kind and language decide."""
    giving = {kind: weights.weight(kind) for kind in weights.giving} or {0: 0}  # no kind has this number
    return _CAREERS.format(weights=", ".join(str(pair) for pair in giving.items()), those=those)
