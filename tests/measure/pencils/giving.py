"""What people give, counted with a pencil."""

from rapport.words.kinds import BY_NUMBER
from tests.measure.pencils.paper import Figures, Paper, Pencil, counted


def contributions(paper: Paper) -> Figures:
    return counted(paper, [act for act in paper.acts if BY_NUMBER[act.kind].gives])


PENCILS: dict[str, Pencil] = {"contributions": contributions}
