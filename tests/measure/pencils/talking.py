"""What is said and done, counted with a pencil."""

from tests.measure.pencils.paper import Figures, Paper, Pencil, counted


def activity(paper: Paper) -> Figures:
    return counted(paper, paper.acts)


PENCILS: dict[str, Pencil] = {"activity": activity}
