"""What a metric's page offers to take its question along: a board, or a badge."""

from collections.abc import Mapping
from urllib.parse import urlencode

from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, may
from rapport.measure.lengths import Length
from rapport.measure.models import Board


def taking(user: User, values: Mapping[str, str], length: Length | None) -> dict[str, object]:
    """For the template. `values` are the page's address; `length` is what it shows where they name no time."""
    asked = {name: value for name, value in values.items() if value}
    if length:
        asked["length"] = length.name
    return {"asked": urlencode(asked), "boards": Board.objects.only("name"), "may_share": may(user, Permission.EXPORT)}
