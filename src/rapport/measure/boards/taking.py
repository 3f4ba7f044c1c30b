"""What a metric's page offers to take its question along: a board, or a badge."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef

from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, may
from rapport.measure.boards.sharing import for_anyone
from rapport.measure.lengths import Length
from rapport.measure.models import Board


def taking(user: User, values: Mapping[str, str], length: Length | None) -> dict[str, object]:
    """For the template. `values` are the page's address; `length` is what it shows where they name no time."""
    asked = {name: value for name, value in values.items() if value}
    if length:
        asked["length"] = length.name
    may_share = may(user, Permission.EXPORT)
    boards = Board.objects.only("name").annotate(shown=Exists(for_anyone().filter(board=OuterRef("pk"))))
    # Without those that this user may not change (`boards.changing`).
    return {
        "asked": urlencode(asked),
        "boards": boards if may_share else boards.filter(shown=False),
        "may_share": may_share,
    }
