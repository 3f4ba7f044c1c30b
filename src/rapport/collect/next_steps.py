"""What to do after an import: from what it found, what it could not read, and what others brought. Pure."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from rapport.words.platforms import name_of

STALE = timedelta(days=30)
"""An archive that ends longer ago wants a newer one beside it."""


class Brief(NamedTuple):
    """An import in a few figures."""

    number: int
    stopped: bool
    identities: int
    """New to the ledger."""
    set_aside: int
    unread: int
    gaps: int
    last_at: datetime | None
    platforms: Collection[str]
    """That it read from."""


class Step(NamedTuple):
    text: str
    link: str = ""
    """The name of a page, or empty."""
    query: str = ""


def next_steps(brief: Brief, known: Collection[str], now: datetime) -> list[Step]:
    """The most useful first. `known` are the platforms of all imports."""
    steps = []
    if brief.stopped:
        steps.append(Step("Import the same files again: it goes on behind what it had kept."))
    if brief.set_aside:
        text = f"Look at {_many(brief.set_aside, 'record')} set aside; a fix lets them in without the file."
        steps.append(Step(text, "collect:rejected", f"?import={brief.number}"))
    if brief.unread:
        steps.append(Step(f"Look at {_many(brief.unread, 'file')} below that could not be read."))
    if brief.gaps:
        steps.append(Step("See whether the export left the quiet times out; if so, make it again for them."))
    if brief.identities:
        new = _many(brief.identities, "new identity", "new identities")
        text = f"Look at {new}: who of them is one person, who is of the team?"
        steps.append(Step(text, "people:list", "?sort=-last"))
    if "github" in brief.platforms and "git" not in known:
        steps.append(Step("Import the git clone too: it knows every commit, its lines and its authors."))
    if "git" in brief.platforms and "github" not in known:
        steps.append(
            Step("Import the issues and pull requests too, if the project has them: a clone knows commits alone.")
        )
    if brief.last_at and now - brief.last_at > STALE:
        names = ", ".join(name_of(platform) for platform in sorted(brief.platforms))
        day = brief.last_at.astimezone(UTC)
        text = f"It ends on {day.day} {day:%B %Y}. Export {names} again to have what came since"
        steps.append(Step(f"{text}; nothing is added twice."))
    if brief.last_at:
        steps.append(Step("See what it says: active people, contributions, newcomers.", "measure:overview"))
    return steps


def _many(n: int, one: str, more: str = "") -> str:
    return f"{n:,} {one if n == 1 else more or one + 's'}"
