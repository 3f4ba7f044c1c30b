"""Take everything along, as one JSON file."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone

from rapport.accounts.ratelimit import limited
from rapport.ledger.erase import told_elsewhere
from rapport.people.mine import held, visit
from rapport.people.mine.holdings import Holding, addresses_of, holding

ABOUT = "Everything that this home holds of the accounts and addresses that you proved to be yours."


@visit.proven
@limited("export-mine", reading=True)
def page(request: HttpRequest) -> HttpResponseBase:
    proofs = visit.proofs(request)
    file = StreamingHttpResponse(written(holding(proofs), addresses_of(proofs)), content_type="application/json")
    file["Content-Disposition"] = 'attachment; filename="what-is-held.json"'
    return file


def written(mine: Holding, addresses: Sequence[str] = ()) -> Iterator[bytes]:
    """One object. Activities are read and written some at a time; a long life takes no more memory than a short one."""
    head = {
        "about": ABOUT,
        "made_at": timezone.now(),
        "not_proved": dict(mine.unproven),
        "identities": held.identities(mine),
        "members": held.members(mine),
        "decisions": held.decisions(mine),
        "set_aside": told_elsewhere(mine.identities, addresses),
        "others": {kept.what: kept.rows for kept in held.others(mine)},
    }
    yield _json(head)[:-1] + b',\n"activities": ['
    for number, activity in enumerate(held.activities(mine)):
        yield (b",\n" if number else b"\n") + _json(activity)
    yield b"\n]}\n"


def _json(value: Any) -> bytes:
    return orjson.dumps(value, default=_plain)


def _plain(value: object) -> str:
    """Bytes as hexadecimal digits; whatever else a table may hold as it is written."""
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)
