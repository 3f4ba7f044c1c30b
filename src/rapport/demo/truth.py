"""What is true of a simulated community; `tests/demo/found.py` holds against it what the product found by itself."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from rapport.words.activity import Activity
from rapport.words.identity import Identity


class Mark(NamedTuple):
    """What an activity is in truth, where its kind does not say so."""

    what: str
    """`question`, `message` (an opening that asks nothing), `response`, `accepted`, `spam`."""
    of: str = ""
    """The native id of the opening that it belongs to."""
    topic: str = ""


@dataclass
class Opening:
    """Something that begins a conversation."""

    platform: str
    asker: int
    at: datetime
    question: bool
    """Whether it is a problem that waits to be solved; what asks for an opinion is none."""
    topic: str
    response: str | None = None
    """The native id of the first word by another human. None: nobody has answered by the end."""
    by: int | None = None
    seconds: float | None = None
    by_team: bool | None = None
    accepted: str | None = None


@dataclass
class Human:
    """One person."""

    name: str
    team: bool
    organisation: str | None
    arrived: date
    lapsed: date | None
    """The last day on which they could do something; None: they are still here."""
    came_by: str | None
    """The effect that brought them; without it they would not have come."""
    handles: list[tuple[str, str]] = field(default_factory=list)
    """Platform and native id of each that was seen by the end."""


class Effect(NamedTuple):
    """Something that happened and what it did, as it was put in."""

    name: str
    what: str
    """`newcomers`, `openings`, or the topic whose openings it changes."""
    first: date
    last: date
    size: float
    """By what share it changes that on each of these days: 0.6 is 60 % more."""


@dataclass
class Truth:
    people: dict[int, Human] = field(default_factory=dict)
    bots: list[tuple[str, str]] = field(default_factory=list)
    spammers: list[tuple[str, str]] = field(default_factory=list)
    openings: dict[str, Opening] = field(default_factory=dict)
    """By platform and native id, with a space between."""
    spam: list[str] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    topics: dict[str, str] = field(default_factory=dict)
    """What each topic is about."""
    activities: int = 0

    def as_document(self) -> dict[str, Any]:
        return asdict(self) | {"effects": [effect._asdict() for effect in self.effects]}


class Witness:
    """Writes down what is true of each activity as it is told; what is never told leaves no trace."""

    def __init__(
        self,
        owners: dict[tuple[str, str], int],
        humans: dict[int, Human],
        team: frozenset[int],
        truth: Truth,
    ) -> None:
        """`owners`: whose each handle is, by platform and native id."""
        self._owners, self._humans, self._team = owners, humans, team
        self._seen: set[tuple[str, str]] = set()
        self.truth = truth

    def hear(self, activity: Activity, mark: Mark | None) -> None:
        self.truth.activities += 1
        if activity.author:
            self._meet(activity.author)
        if mark:
            self._note(activity, mark)

    def _meet(self, author: Identity) -> None:
        handle = (author.platform, author.native_id)
        if handle not in self._seen:
            self._seen.add(handle)
            if (who := self._owners.get(handle)) is not None:
                self.truth.people.setdefault(who, self._humans[who]).handles.append(handle)

    def _note(self, activity: Activity, mark: Mark) -> None:
        key = f"{activity.platform} {mark.of or activity.native_id}"
        if mark.what == "spam":
            self.truth.spam.append(key)
            return
        who = self._owners.get((activity.author.platform, activity.author.native_id)) if activity.author else None
        if mark.what in ("question", "message") and who is not None:
            asks = mark.what == "question"
            self.truth.openings[key] = Opening(activity.platform, who, activity.at, asks, mark.topic)
        elif (opening := self.truth.openings.get(key)) and who is not None:
            if mark.what == "accepted":
                opening.accepted = activity.parent
            elif opening.response is None and who != opening.asker:
                opening.response, opening.by, opening.by_team = activity.native_id, who, who in self._team
                opening.seconds = (activity.at - opening.at).total_seconds()
