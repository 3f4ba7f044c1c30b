"""What the team said of the kinds of activity: read, change, go back to the defaults."""

from collections.abc import Mapping

from django.db import transaction

from rapport.people import map as member_map
from rapport.people.contributions.weights import DEFAULTS, HEAVIEST, Weighed, Weights
from rapport.people.models import Weighing
from rapport.words.errors import RapportError
from rapport.words.kinds import BY_NAME, GIFTS


class WeightRefused(RapportError):
    """A weight or contribution that there is not; nothing was changed."""


def weights() -> Weights:
    return Weights({one.kind: Weighed(one.weight, one.gives) for one in Weighing.objects.all()})


def read(kind: str, weight: str, gives: str) -> tuple[int, Weighed]:
    """A kind's number and what is said of it, from texts. Raises WeightRefused."""
    if kind not in BY_NAME:
        raise WeightRefused(f"There is no kind '{kind}'. Nothing was changed. Kinds: {', '.join(BY_NAME)}.")
    if not (weight.isdecimal() and len(weight) < 4 and int(weight) <= HEAVIEST):
        raise WeightRefused(f"'{weight}' is no weight for {kind}: use 0 to {HEAVIEST}. Nothing was changed.")
    if gives and gives not in GIFTS:
        raise WeightRefused(f"'{gives}' is no contribution. Nothing was changed. Use {', '.join(GIFTS)}, or none.")
    return BY_NAME[kind].number, Weighed(int(weight), gives)


@transaction.atomic
def weigh(said: Mapping[int, Weighed]) -> list[int]:
    """Say how much these kinds weigh and what they give; answers with the kinds that changed.

    Every count of contributions follows at once, of the past too.
    """
    before = weights()
    changed = [kind for kind, one in said.items() if one != before.of(kind)]
    for kind in changed:
        if said[kind] == DEFAULTS[kind]:
            Weighing.objects.filter(pk=kind).delete()
        else:
            Weighing.objects.update_or_create(
                pk=kind, defaults={"weight": said[kind].weight, "gives": said[kind].gives}
            )
    if changed:
        member_map.bump([])
    return changed
