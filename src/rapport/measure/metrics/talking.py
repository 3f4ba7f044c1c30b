"""What is said and done, where, when and in which language."""

from ibis.expr.types import Table

from rapport.measure.catalogue import Asked, Family, Said, metric
from rapport.people.acts import Acts


@metric(
    "activity",
    title="Activity",
    unit="activities",
    source="CHAOSS: Activity Dates and Times",
    family=Family.TALKING,
    said=Said("{} thing was done", "{} things were done"),
)
def activity(acts: Acts, asked: Asked) -> Table:
    """Everything done in the period on every platform, each thing counted once however often it was read. Bots never
    count; an act whose author the source does not name counts, on the side 'unnamed'. Deleted things do not count.
    Days are days in UTC."""
    return asked.activities(acts.table)
