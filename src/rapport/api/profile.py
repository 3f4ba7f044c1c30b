"""The shape of one member as the API tells of them: what their page shows, figure for figure."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field

from rapport.people.models import Side


class IdentityOut(Schema):
    platform: str
    handle: str | None
    name: str | None
    url: str | None


class MemberOut(Schema):
    id: int
    name: str
    side: Side
    identities: list[IdentityOut]


class Person(Schema):
    id: int
    name: str


class Part(Schema):
    platform: str
    kind: str
    n: int
    gives: str = Field(description="The contribution that each of them is; empty where it is none.")
    weight: int = Field(description="Of each of them, as the team weighs it.")


class Given(Schema):
    gift: str = Field(description="answer, code, documentation, mentoring, organising, report, review, talk or upkeep.")
    n: int
    weight: int = Field(description="Of all of them together.")


class Language(Schema):
    code: str
    name: str
    n: int
    share: float = Field(description="Of the texts whose language is told.")


class Pace(Schema):
    points: float = Field(description="A month.")
    low: float = Field(description="The pace is between this and `high` 90 times of 100.")
    high: float
    change: float = Field(description="Since 91 days before.")
    trend: str = Field(description="rising or falling where the change is more than chance, else steady; or none.")


class Love(Schema):
    step: int = Field(description="The Orbit Model's, 1 to 12; 0 for who did nothing in a year.")
    name: str
    because: str


class Engaged(Schema):
    at: date = Field(description="The last day of the data, of which all this is.")
    pace: Pace
    level: str = Field(description="quiet, now and then, regular or core.")
    level_before: str
    weeks: int = Field(description="Since when the level holds.")
    love: Love
    love_before: Love = Field(description="91 days before.")


class Milestone(Schema):
    day: date
    what: str
    gift: str


class Word(Schema):
    word: str
    texts: int = Field(description="Of theirs that hold it.")


class Place(Schema):
    platform: str
    name: str
    n: int = Field(description="Activities there.")


class ActivityOut(Schema):
    id: str
    at: datetime
    kind: str
    platform: str
    channel: str
    title: str
    url: str


class Cares(Schema):
    words: list[Word] = Field(description="Of their own, the surest first.")
    of_texts: int = Field(description="Of theirs that were looked at.")
    against_texts: int = Field(description="Of everybody's, to which they were compared.")
    places: list[Place] = Field(description="Where they are most.")
    asked: list[ActivityOut] = Field(description="What they asked last.")


class Talk(Person):
    to: int = Field(description="Activities of the member that answer or mention this person.")
    by: int = Field(description="The other way round.")


class Exchange(ActivityOut):
    to_team: bool = Field(description="The member spoke to the team; else the team to them.")
    teammate: Person


class Talks(Schema):
    people: list[Talk]
    connections: int = Field(description="With how many they ever spoke.")
    reach: float = Field(description="The Orbit Model's.")
    with_team: list[Exchange] = Field(description="What was said last, each way.")


class Mentioned(Person):
    n: int


class Mentions(Schema):
    made: list[Mentioned]
    met: list[Mentioned]


class Host(Schema):
    host: str
    n: int


class Organisation(Schema):
    id: int
    name: str
    since: date | None
    until: date | None
    current: bool
    evidence: str


class LogLine(Schema):
    id: str
    day: date
    kind: str
    text: str


class TaskOut(Schema):
    id: int
    text: str
    promise: bool = Field(description="Somebody of the team told them so.")
    due: date | None
    who: str | None = Field(description="Who of the team does it; null: anybody.")
    by: str | None = Field(description="Who wrote it down; null: the command line.")
    at: datetime
    done_at: datetime | None


class OpenTask(TaskOut):
    overdue: bool
    member: Person


class NoteOut(Schema):
    id: int
    text: str
    by: str | None
    at: datetime


class DecisionOut(Schema):
    id: int
    kind: str
    evidence: str
    at: datetime
    by: str | None = Field(description="null: Rapport by itself, or the command line.")
    undone: bool


class Profile(MemberOut):
    activities: int = Field(description="In everything that was copied, as their page says it.")
    contributions: int = Field(description="The part of it that gives: answers, code, reviews, …")
    weight: int = Field(description="Of all contributions.")
    first_at: datetime | None
    last_day: date | None = Field(description="The day (UTC) of the last activity.")
    as_of: datetime | None = Field(description="Up to when it is counted; null before the first import.")
    parts: list[Part]
    given: list[Given] = Field(description="Contributions by what they give, the weightiest first.")
    languages: list[Language]
    engaged: Engaged | None = Field(description="null for somebody of whom nothing is counted.")
    milestones: list[Milestone]
    cares_about: Cares
    talks_with: Talks
    mentions: Mentions
    links_to: list[Host] = Field(description="Among their latest 500 activities.")
    organisations: list[Organisation]
    log: list[LogLine] = Field(description="What happened away from platforms.")
    tags: list[str]
    tasks: list[TaskOut] = Field(description="Those that are open, promises among them, the next due first.")
    notes: list[NoteOut]
    against_writing: list[str] = Field(description="Why they may not be written to today; empty where they may.")
    decisions: list[DecisionOut] = Field(description="Why this is one person.")
    may_be_a_bot: list[str] | None = Field(
        description="What speaks for it, while nobody has said; null for who may not change people."
    )
