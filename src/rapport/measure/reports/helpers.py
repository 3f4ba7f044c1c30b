"""Who gave the most answers, by name: only where somebody asked for names."""

from ibis.expr.types import Table

from rapport.measure.answer import Answer, asked_rows
from rapport.measure.question import Question
from rapport.measure.reports.statement import Statement
from rapport.people.acts import Acts
from rapport.people.models import Member

SHOWN = 3
FEWEST = 3
"""Nobody is called a helper of the time for less."""


def helpers(acts: Acts, question: Question, answered: Answer) -> list[Statement]:
    rows = asked_rows(acts, question, acts.answers)(_most)
    often = {row["member"]: row["n"] for row in rows if row["n"] >= FEWEST}
    known = Member.objects.in_bulk(list(often))
    named = [(member, known[member].name, n) for member, n in often.items() if member in known]
    if not named:
        return []
    told = [f"{name} ({n:,})" for _, name, n in named]
    listed = f"{', '.join(told[:-1])} and {told[-1]}" if len(told) > 1 else told[0]
    people = tuple((member, name) for member, name, _ in named)
    return [Statement(f"The most questions were answered by {listed}.", answered, people=people)]


def _most(given: Table) -> Table:
    known = given.filter(given.member > 0)
    often = known.aggregate(by="member", n=known.count())
    return often.order_by(often.n.desc(), "member").limit(SHOWN)
