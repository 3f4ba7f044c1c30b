"""Whom one asks the list for, and how that is written in an address or a command. Pure: texts in, a value out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rapport.text.names import LANGUAGES
from rapport.words.errors import RapportError

SIDES = {
    "": "everybody but bots",
    "community": "community",
    "team": "team",
    "bot": "bots",
    "all": "everybody and bots",
}
"""Whom the filter on sides lets through, in words."""

COLUMNS = ("name", "first", "last", "activities", "contributions")
"""What the list can be sorted by; with `-` before it the greatest comes first."""

FIELDS = ("q", "side", "platform", "language", "since", "until", "new", "where", "segment", "sort", "page")


class WantedRefused(RapportError):
    """A filter that makes no sense; nothing was changed by asking."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True)
class Wanted:
    """`since` and `until` are days in UTC and both count; with them or a platform only who was active there then.

    With a `language`, only who wrote in it, there and then.

    `new`: only members whose first activity in the whole ledger is among those days, and on that platform.
    """

    q: str = ""
    side: str = ""
    platform: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None
    new: bool = False
    where: str = ""
    """Only who fits this text (`people.segments`)."""
    segment: int | None = None
    """Only who is in the saved segment of this number."""
    sort: str = ""

    @property
    def active(self) -> bool:
        """Whether only those count who did something in a certain time or place."""
        return bool(self.counted or self.new)

    @property
    def counted(self) -> bool:
        """Whether only a part of what they did counts."""
        return bool(self.since or self.until or self.platform or self.language)

    @property
    def order(self) -> tuple[str, bool]:
        """The column to sort by, and whether the greatest comes first."""
        sort = self.sort or ("-activities" if self.active else "-last")
        return sort.removeprefix("-"), sort.startswith("-")


def read_wanted(values: Mapping[str, str]) -> Wanted:
    """Raises WantedRefused. A misspelt filter is refused: without it other people would be shown than asked for."""
    for name in values:
        if name not in FIELDS:
            raise WantedRefused(f"There is no filter called '{name}'.", f"Use {', '.join(FIELDS)}.")
    side, sort = values.get("side", ""), values.get("sort", "")
    if side not in SIDES:
        raise WantedRefused(f"'{side}' is no side.", "Use community, team, bot or all.")
    if sort and sort.removeprefix("-") not in COLUMNS:
        raise WantedRefused(f"The list cannot be sorted by '{sort}'.", f"Use {', '.join(COLUMNS)}.")
    language = values.get("language", "")
    if language and language not in LANGUAGES:
        raise WantedRefused(f"No language is written as '{language}'.", "Use its code, such as en, de or zh.")
    segment = values.get("segment", "")
    if segment and not (segment.isdecimal() and len(segment) < 19):
        raise WantedRefused(f"No segment has the number '{segment}'.", "Choose one of those in the list.")
    since, until = read_day(values.get("since", "")), read_day(values.get("until", ""))
    if since and until and since > until:
        raise WantedRefused(f"{until} comes before {since}.", "Swap the two days.")
    return Wanted(
        q=" ".join(_sound(values.get("q", "")).split())[:200],
        side=side,
        platform=_sound(values.get("platform", "")),
        language=language,
        since=since,
        until=until,
        new=values.get("new", "") in ("1", "true", "yes", "on"),
        where=_sound(values.get("where", "")).strip(),
        segment=int(segment) if segment else None,
        sort=sort,
    )


def _sound(text: str) -> str:
    """Without what no database takes: NULs, and bytes of a command line that are no UTF-8."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def read_day(text: str) -> date | None:
    """The day that a text names, None for an empty one. Raises WantedRefused."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WantedRefused(f"'{text}' is not a day.", "Write it as 2024-03-31.") from None
