"""Whose each identity is, as arrays: of ten thousands of identities they tell it in less time than a join takes."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rapport.people.acts import Acts


class Whose(NamedTuple):
    """Of each of some identities. Who is limited, or not linked yet, is nobody's."""

    member: npt.NDArray[np.int64]
    """0 for nobody's."""
    bot: npt.NDArray[np.bool_]
    team: npt.NDArray[np.bool_]


def whose(acts: Acts, identities: npt.NDArray[np.int32]) -> Whose:
    """Under the map of these acts."""
    known = _everybodys(acts)
    places = np.minimum(identities, len(known.member) - 1)
    return Whose(known.member[places], known.bot[places], known.team[places])


@lru_cache(maxsize=2)
def _everybodys(acts: Acts) -> Whose:
    """By an identity's number; the last place stands for all greater ones, which are nobody's."""
    told = acts.arrow(acts.members.mutate(bot=acts.members.side == "bot", team=acts.members.side == "team"))
    identities = told["identity"].to_numpy()
    size = int(identities.max(initial=0)) + 2
    found = Whose(np.zeros(size, np.int64), np.zeros(size, np.bool_), np.zeros(size, np.bool_))
    for name, column in found._asdict().items():
        column[identities] = told[name].to_numpy()
    return found
