"""Somebody of the team, by the address a command was given."""

from typing import TYPE_CHECKING

from rapport.words.errors import RapportError

if TYPE_CHECKING:
    from rapport.accounts.models import User


def user_of(email: str) -> "User":
    """Raises RapportError where nobody has this address."""
    from rapport.accounts.models import User

    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise RapportError(f"Nobody on the team has the address {email}. `rapport accounts list` shows who is.")
    return user
