"""What people give, and how widely the giving is spread."""

from ibis.expr.types import Table

from rapport.measure.catalogue import Asked, Family, Good, Said, metric
from rapport.people.acts import Acts


@metric(
    "contributions",
    title="Contributions",
    unit="contributions",
    source="CHAOSS: Contributions",
    family=Family.GIVING,
    said=Said("{} contribution was made", "{} contributions were made"),
    good=Good.MORE,
)
def contributions(acts: Acts, asked: Asked) -> Table:
    """Activities that give something to others: code (commits, co-authored commits, pull requests), reviews and tests,
    accepted answers, reports (issues, credited reports), documentation (wiki edits), upkeep (merges, sign-offs,
    releases, moderation), talks, mentoring and organising; the team can say otherwise at People, Contributions. Each
    counts one, whatever its size. Bots never count. Days are days in UTC."""
    return asked.activities(acts.table.filter(acts.table.kind.isin(acts.weights.giving)))
