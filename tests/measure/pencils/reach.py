"""How far it goes, counted with a pencil."""

from collections.abc import Callable

from rapport.words.kinds import BY_NUMBER
from tests.measure.ledgers import Act
from tests.measure.pencils.paper import Figures, Paper, Pencil, counted


def views(paper: Paper) -> Figures:
    return _told(paper, lambda act: act.views)


def times_reposted(paper: Paper) -> Figures:
    return _told(paper, lambda act: act.reposts)


def _told(paper: Paper, of: Callable[[Act], int | None]) -> Figures:
    telling = paper.by_key(act for act in paper.acts if of(act) is not None)
    return {key: (sum(of(act) or 0 for act in acts), len(acts)) for key, acts in telling.items()}


def reposts(paper: Paper) -> Figures:
    return _of(paper, "repost")


def stars_and_follows(paper: Paper) -> Figures:
    return _of(paper, "star", "fork", "follow")


def _of(paper: Paper, *kinds: str) -> Figures:
    return counted(paper, [act for act in paper.acts if BY_NUMBER[act.kind].name in kinds])


PENCILS: dict[str, Pencil] = {
    "views": views,
    "times_reposted": times_reposted,
    "reposts": reposts,
    "stars_and_follows": stars_and_follows,
}
