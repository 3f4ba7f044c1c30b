"""The same files in the product: a new home, a real import, and what its own command says.

    python -m tests.prove.raw.product OUT.json PATH…

It writes the answers of `rapport measure show`, in whole and by year, and the two things that the other side cannot
know: which texts ask something, and which accounts are one person.
"""

import json
import sys
from pathlib import Path
from typing import Any

from tests.prove.database import own_database


def main(out: str, paths: list[str]) -> None:
    with own_database():
        from django.db import connection

        from rapport.ledger import copy, telling

        _command("import", *paths)
        telling.tell(wait=True)
        copy.refresh()
        names = [metric["name"] for metric in json.loads(_command("measure", "list", "--json"))]
        answers = {name: json.loads(_command("measure", "show", name, "--grain", "year", "--json")) for name in names}
        with connection.cursor() as cursor:
            asking, persons = (_rows(cursor, query) for query in (_ASKING, _PERSONS))
    Path(out).write_text(json.dumps({"answers": answers, "asking": asking, "persons": persons}))


def _command(*arguments: str) -> str:
    from typer.testing import CliRunner

    from rapport.cli.main import app

    result = CliRunner().invoke(app, list(arguments))
    if result.exit_code not in (0, 3):  # 3: something in the files was set aside
        raise SystemExit(f"rapport {' '.join(arguments)}: {result.output}") from result.exception
    return result.output


def _rows(cursor: Any, query: str) -> list[list[Any]]:
    cursor.execute(query)
    return [list(row) for row in cursor.fetchall()]


_ASKING = """
    SELECT a.native_id FROM ledger_activity a JOIN ledger_telling t ON t.id = a.id AND t.revision = a.revision
    WHERE t.asks AND NOT a.deleted
"""
_PERSONS = """
    SELECT i.platform, i.native_id, l.member_id FROM people_link l JOIN ledger_identity i ON i.id = l.identity_id
    WHERE l.member_id IN (SELECT member_id FROM people_link GROUP BY member_id HAVING count(*) > 1)
"""


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
