"""Find members by what one remembers of them: a name, a handle, a part of it; an address where one may see those."""

from django.db import connection


def find(words: str, *, addresses: bool) -> list[int]:
    """The members of whom a name or handle, or with `addresses` an e-mail address, holds these words, in any case."""
    pattern = f"%{_plain(words.strip().removeprefix('@'))}%"
    columns = ("i.handle", "i.name", "i.email") if addresses else ("i.handle", "i.name")
    held = " OR ".join(f"{column} ILIKE %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT l.member_id FROM ledger_identity i JOIN people_link l ON l.identity_id = i.id WHERE {held}
            UNION SELECT id FROM people_member WHERE name ILIKE %s
            """,
            [pattern] * (len(columns) + 1),
        )
        return [row[0] for row in cursor.fetchall()]


def _plain(words: str) -> str:
    r"""What one typed means itself: `%`, `_` and `\` are no wildcards."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
