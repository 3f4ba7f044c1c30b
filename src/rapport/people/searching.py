"""Find members by what one remembers of them: a name, a handle, a part of it; an address where one may see those."""

import ibis
from ibis.expr.types import Table

from rapport.people.acts import Acts


def fitting(acts: Acts, words: str, *, addresses: bool) -> Table:
    """The members of whom a name or handle, or with `addresses` an e-mail address, holds these words, in any case.

    Columns: member, called (the name in lower case).
    """
    names = acts.names
    wanted = ibis.literal(words.strip().removeprefix("@")).lower()
    columns = ("called", "handle", "name", "address") if addresses else ("called", "handle", "name")
    return names.filter(ibis.or_(*(names[column].contains(wanted) for column in columns)))[
        "member", "called"
    ].distinct()


def alike(acts: Acts, words: set[str]) -> Table:
    """The members who have one of these names or handles exactly, in any case. Columns as `fitting` gives."""
    names = acts.names
    wanted = [ibis.literal(word).lower() for word in sorted(words)]
    held = (names[column].isin(wanted) for column in ("called", "handle", "name"))
    return names.filter(ibis.or_(*held))["member", "called"].distinct()
