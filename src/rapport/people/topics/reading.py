"""Count how many of the ledger's texts hold each word: a sample is enough to tell a common word from a rare one."""

from collections import Counter

from django.db import connection, transaction
from django.utils import timezone

from rapport.ledger.engines import duckdb
from rapport.people.models import Term, TermsRead
from rapport.people.topics.words import MOST, words
from rapport.words.errors import CopyMissing

SAMPLE = 50_000
"""Texts: a word of one in a thousand is then counted within 28 % of its share, 95 times of 100."""
LEAST = 3
"""Words of fewer texts are not kept; they count as in none."""
GROWN = 1.2

_TEXTS = f"""
    SELECT concat_ws(' ', title, left(text, {MOST})) AS said FROM activity
    WHERE text IS NOT NULL OR title IS NOT NULL USING SAMPLE reservoir({SAMPLE} ROWS) REPEATABLE (4)
"""


def read_if_grown() -> int:
    """`read`, if there are a fifth more texts than when that was last done, or fewer."""
    before = TermsRead.objects.filter(pk=1).first()
    try:
        there = duckdb.again_if_swept(_how_many)
    except CopyMissing:
        return 0
    if before and before.texts <= there < GROWN * before.texts:
        return 0
    return read()


def read() -> int:
    """Count anew; answers how many texts were looked at. Raises CopyMissing."""
    there = duckdb.again_if_swept(_how_many)
    counted: Counter[str] = Counter()
    looked = 0
    for said in duckdb.again_if_swept(_texts):
        counted.update(words(said))
        looked += 1
    _keep({word: n for word, n in counted.items() if n >= LEAST}, looked, there)
    return looked


def _how_many() -> int:
    asked = duckdb.connect().con.execute("SELECT count(*) FROM activity WHERE text IS NOT NULL OR title IS NOT NULL")
    return int(asked.fetchone()[0])


def _texts() -> list[str]:
    found: list[str] = duckdb.connect().con.execute(_TEXTS).to_arrow_table()["said"].to_pylist()
    return found


@transaction.atomic
def _keep(counted: dict[str, int], looked: int, there: int) -> None:
    Term.objects.all().delete()
    with connection.cursor() as cursor, cursor.copy("COPY people_term (term, texts) FROM STDIN") as rows:
        for term, n in counted.items():
            rows.write_row((term, n))
    TermsRead.objects.update_or_create(pk=1, defaults={"texts": there, "looked": looked, "at": timezone.now()})
