"""On which side somebody stands, as tables say it of identities, members and what they did."""

COMMUNITY, TEAM, BOT = "community", "team", "bot"
UNNAMED = "unnamed"
"""Of what the source names no author of."""
LIMITED = "limited"
"""In the map, of identities of which nothing may be shown or counted (`people.mine.limiting`)."""

PEOPLE = (COMMUNITY, TEAM, UNNAMED)
"""Those who count: bots never do."""
SILENT = (BOT, LIMITED)
"""Those who never do."""

AS_TYPE = f"CREATE TYPE standing AS ENUM ('{COMMUNITY}', '{TEAM}', '{BOT}', '{UNNAMED}', '{LIMITED}')"
"""Compared in a third of the time that texts take."""

OF_ROW = f"""
    coalesce(m.member, -r.identity::bigint) AS member, CASE WHEN r.identity IS NULL THEN '{UNNAMED}'::standing
        ELSE coalesce(m.side, '{COMMUNITY}'::standing) END AS side
"""
"""Whose the row `r` of a rollup is, in SQL, where `m` is the row of the map of its identity, if there is one."""
