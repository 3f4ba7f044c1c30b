"""Whose words do not count as one person's of the community each: what is kept by identity must be told anew of them.

Of anybody else an identity is as good as a person wherever things belong to one platform, as a thread does.
"""

from ibis.expr.types import Table

from rapport.people.standing import COMMUNITY

UNCOMMON = {"identity": "int32", "side": "string", "twin": "boolean"}
CAREER = {"identity": "int32", "lowest": "string", "highest": "string"}
"""The platforms of an identity: the first and the last in the alphabet. (`people.acts` keeps more of it.)"""


def uncommon(members: Table, careers: Table) -> Table:
    """One row an identity of the team, of a bot, of somebody limited, or of a member with two on one platform:
        side: as in the map
        twin: whether the member has another on the same platform

    `members` is the map with those whose data are limited; `careers` tells where an identity ever did anything.
    """
    where = members.join(careers, "identity").select("identity", "member", "side", "lowest", "highest")
    counted = where.aggregate(
        by="member",
        n=where.count(),
        platforms=where.lowest.nunique(),
        roaming=(where.lowest != where.highest).any(),
    )
    twins = counted.filter((counted.n > counted.platforms) | (counted.roaming & (counted.n > 1))).select(whose="member")
    told = members.left_join(twins, members.member == twins.whose)
    found = told.mutate(side=told.side.cast("string"), twin=told.whose.notnull())
    found = found.filter(found.twin | (found.side != COMMUNITY))
    return found.select(**{name: found[name].cast(kind) for name, kind in UNCOMMON.items()})
