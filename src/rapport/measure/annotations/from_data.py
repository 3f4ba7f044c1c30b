"""Releases and events as the ledger holds them → marks. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from rapport.measure.annotations.mark import Mark, Rank
from rapport.measure.annotations.versions import version_of

REGULAR = 3
"""An event whose title stands on so many days is one that comes again and again."""
SAME_RELEASE = timedelta(days=7)
"""A tag and a release of one name that are no further apart are one, whatever the repository is called in each."""
_A_DAY = 24 * 60


class Told(NamedTuple):
    """One activity that may be a mark."""

    at: datetime
    platform: str
    kind: str
    """`release`, `create` (of a tag) or `event`."""
    place: str
    """The repository or calendar, by name."""
    title: str
    url: str
    facts: Mapping[str, Any]
    often: int = 1
    """Of an event: on how many days one of this title stands in the ledger."""

    @property
    def day(self) -> date:
        return self.at.astimezone(UTC).date()

    @property
    def tag(self) -> str:
        return str(self.facts.get("tag") or self.title) if self.kind == "release" else self.title

    @property
    def repository(self) -> str:
        """Without its owner: a clone's folder has none."""
        return self.place.rpartition("/")[2].lower()


def marks(told: Iterable[Told]) -> list[Mark]:
    told = list(told)
    tagged = [one for one in told if one.kind == "release" or (one.kind == "create" and one.facts.get("type") == "tag")]
    return [*_releases(tagged), *_events(one for one in told if one.kind == "event")]


@dataclass
class _Known:
    """The releases of one tag's name, each once."""

    kept: list[Told] = field(default_factory=list)

    def add(self, one: Told) -> None:
        if not any(_same(one, other) for other in self.kept):
            self.kept.append(one)


def _same(tag: Told, other: Told) -> bool:
    """Whether both tell of one release. What GitHub says was released stands for the tag it was made of."""
    if tag.repository == other.repository:
        return True
    return tag.kind != other.kind and abs(tag.at - other.at) <= SAME_RELEASE


def _releases(tagged: list[Told]) -> Iterator[Mark]:
    found: dict[str, _Known] = {}
    # Releases before tags: they have a page, a title, and the day on which people heard of it.
    for one in sorted(tagged, key=lambda one: (one.kind != "release", -one.at.timestamp())):
        found.setdefault(one.tag.lower(), _Known()).add(one)
    kept = [one for known in found.values() for one in known.kept]
    several = len({one.repository for one in kept}) > 1
    for one in kept:
        if mark := _release(one, several=several):
            yield mark


def _release(one: Told, *, several: bool) -> Mark | None:
    """None of a tag that names no version; what GitHub calls a release is one, whatever it is called."""
    version = version_of(one.tag)
    if version is None and one.kind != "release":
        return None
    rank = version.rank if version else Rank.MINOR
    if one.facts.get("prerelease"):
        rank = Rank.EARLY
    name = f"{one.repository} {one.tag}" if several else one.tag
    title = one.title if one.tag.lstrip("vV").lower() in one.title.lower() else f"{one.title} ({one.tag})"
    if several and one.repository not in title.lower():
        title = f"{one.repository} {title}"
    return Mark("release", title, one.day, one.day, rank, one.platform, label=name, link=one.url)


def _events(told: Iterable[Told]) -> Iterator[Mark]:
    """Each once, though calendar and meeting both tell of it."""
    seen: set[tuple[str, date]] = set()
    for one in sorted(told, key=lambda one: (one.platform != "calendar", one.at)):
        title = " ".join(one.title.split())
        if title and (title.lower(), one.day) not in seen:
            seen.add((title.lower(), one.day))
            rank = Rank.REGULAR if one.often >= REGULAR else Rank.EVENT
            yield Mark("event", title, one.day, _last_day(one), rank, one.platform, link=one.url)


def _last_day(one: Told) -> date:
    """Later than the first where it takes a day or more."""
    minutes = one.facts.get("minutes")
    if not isinstance(minutes, int) or minutes < _A_DAY:
        return one.day
    return (one.at + timedelta(minutes=minutes - 1)).astimezone(UTC).date()
