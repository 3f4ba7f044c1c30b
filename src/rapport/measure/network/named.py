"""The names of whom and what a network tells of, read when it is shown: who is limited since is not in it."""

from collections.abc import Iterable
from typing import NamedTuple

from rapport.ledger.models import Channel
from rapport.measure.network.network import Bridge, Helper, Network, Pair
from rapport.people.mine import limiting
from rapport.words.platforms import name_of


class Names(NamedTuple):
    people: dict[int, str]
    """Members by number; who is not there may not be shown, or is linked to nobody yet."""
    places: dict[int, str]

    def helpers(self, found: Network) -> list[Helper]:
        return [one for one in found.helpers if one.member in self.people]

    def pairs(self, found: Network) -> list[Pair]:
        return [one for one in found.pairs if one.helper in self.people and one.asker in self.people]

    def bridges(self, found: Network) -> list[Bridge]:
        return [one for one in found.bridges if one.member in self.people]


def names(found: Network) -> Names:
    people = {one.member for one in found.helpers} | {one.member for one in found.bridges}
    people |= {member for pair in found.pairs for member in (pair.helper, pair.asker)}
    places = {place for bridge in found.bridges for place in (bridge.one, bridge.other)}
    return Names(
        dict(limiting.shown().filter(pk__in=people).values_list("pk", "name")),
        _distinct(Channel.objects.filter(pk__in=places).values_list("pk", "name", "platform")),
    )


def _distinct(places: Iterable[tuple[int, str, str]]) -> dict[int, str]:
    """With the platform where two places of different ones have one name."""
    told = list(places)
    called = [name for _, name, _ in told]
    return {key: name if called.count(name) == 1 else f"{name} on {name_of(where)}" for key, name, where in told}
