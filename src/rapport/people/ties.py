"""Who spoke to whom directly, and where each was: what follows from the copy alone."""

TIE = {
    "identity": "int32", "other": "int32", "n": "int32", "last_at": "timestamp('UTC')", "last_id": "binary",
}  # fmt: skip
PLACE = {"identity": "int32", "channel": "int32", "n": "int32", "last": "date"}

DIRECT = """
    SELECT a.id, a.at, a.identity, parent.identity AS other FROM activity a JOIN activity parent
        ON parent.id = a.parent WHERE a.parent IS NOT NULL
    UNION
    SELECT id, a.at, identity, unnest(mentions) AS other FROM activity a WHERE mentions IS NOT NULL
"""
"""One row an activity and identity (or null) that it answers or mentions: each once, themselves among them."""
TIES = f"""
    WITH direct AS ({DIRECT})
    SELECT identity, other, count(*)::int AS n, max(direct.at) AS last_at, arg_max(id, direct.at) AS last_id
    FROM direct WHERE identity IS NOT NULL AND other IS NOT NULL AND identity <> other GROUP BY ALL
"""
PLACES = """
    SELECT identity, channel, count(*)::int AS n, (max(a.at) AT TIME ZONE 'UTC')::date AS last
    FROM activity a WHERE identity IS NOT NULL GROUP BY ALL
"""
