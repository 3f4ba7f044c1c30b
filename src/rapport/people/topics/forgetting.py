"""Take the words of somebody's names out of what is counted of texts."""

from collections.abc import Sequence

from rapport.people.models import Term
from rapport.people.topics.words import of_names


def forget(names: Sequence[str]) -> int:
    """Answers how many words went: several texts may have held them."""
    gone, _ = Term.objects.filter(term__in=of_names(names)).delete()
    return gone
