"""What a badge says now, as anybody may read it."""

from datetime import UTC

from rapport.measure.boards.badge import Badge
from rapport.measure.boards.strangers import WITHHELD, tell
from rapport.measure.current import current
from rapport.measure.figures import MISSING
from rapport.measure.periods import day_name
from rapport.measure.simulated import simulated
from rapport.people.acts import Acts
from rapport.people.readying import newest
from rapport.words.errors import CopyMissing

SIMULATED = "Simulated: nobody of this community exists."


def say(title: str, metric: str, asked: str) -> Badge:
    try:
        return _said(title, metric, asked, current())
    except CopyMissing:
        return Badge(title, MISSING, "", "Nothing was counted yet.")


@newest()
def _said(title: str, metric: str, asked: str, acts: Acts) -> Badge:
    found = tell(title, metric, asked, acts)
    at = acts.as_of.astimezone(UTC) if acts.as_of else None
    when = day_name(at.date()) if at else ""
    made_up = simulated()
    as_of = f"{SIMULATED if made_up else ''} As of {when}, {at:%H:%M} UTC.".strip() if at else ""
    when = "simulated" if made_up else when
    if not found.figure:
        return Badge(title, WITHHELD if found.about else MISSING, when, f"{found.sentence} {as_of}".strip())
    figure = f"{found.figure} {found.unit}".strip()
    sure = f" 95 % interval {found.interval}." if found.interval else ""
    about = f"{found.sentence} {found.about[:1].upper()}{found.about[1:]}; {found.about_n}.{sure} {as_of}".strip()
    return Badge(title, figure, when, about)
