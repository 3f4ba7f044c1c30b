"""Whether the community is made up, which whatever leaves this home says: outside no page tells of it."""

from rapport.collect.models import Import


def simulated() -> bool:
    return Import.objects.filter(simulated=True).exclude(state=Import.State.FORGOTTEN).exists()
