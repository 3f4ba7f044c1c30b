"""Who did something and where, as a platform names them."""

from typing import NamedTuple


class Identity(NamedTuple):
    """One handle on one platform, one e-mail address, or one git author.

    `native_id` is what the platform will never give to somebody else: the account id where there is one,
    the handle where there is none, `Name <e-mail>` for a git author (an address alone may be shared).
    `None` means that the source does not say; it never overwrites what another source said.
    """

    platform: str
    native_id: str
    handle: str | None = None
    name: str | None = None
    email: str | None = None
    url: str | None = None
    avatar: str | None = None
    bot: bool | None = None
    staff: bool | None = None


class Channel(NamedTuple):
    """A place on a platform where people speak or work: a category, a repository, a room, a list."""

    platform: str
    native_id: str
    name: str
    url: str | None = None
    stands_in: bool | None = None
    """True where the source gives no name and this one stands in for it; it never replaces a name."""


def git_author(name: str, email: str) -> Identity:
    """The identity of a git author, the same from a clone, a commit table and a push event.

    The address is lower-cased and the name's white space is folded: git keeps both as they were typed.
    """
    name = " ".join(name.replace("\0", "").split())
    email = "".join(email.replace("\0", "").split()).lower()
    return Identity("git", f"{name} <{email}>", handle=None, name=name or None, email=email or None)
