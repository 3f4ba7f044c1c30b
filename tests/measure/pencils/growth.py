"""Who is here and who came, counted with a pencil."""

from tests.measure.pencils.paper import Figures, Paper, Pencil, members


def active_members(paper: Paper) -> Figures:
    return members(paper, paper.acts)


def new_members(paper: Paper) -> Figures:
    seen: set[int | None] = {None}
    firsts = []
    for act in paper.sorted():
        if paper.member(act.identity) not in seen:
            firsts.append(act)
        seen.add(paper.member(act.identity))
    return members(paper, firsts)


PENCILS: dict[str, Pencil] = {"active_members": active_members, "new_members": new_members}
