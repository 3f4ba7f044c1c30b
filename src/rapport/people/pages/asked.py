"""What a person's timeline is asked for, as their page's address says it."""

from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpRequest

from rapport.ledger.models import Channel
from rapport.people.contributions.weights import Weights
from rapport.people.models import Link, Member
from rapport.people.wanted import WantedRefused, read_day
from rapport.people.which import Only
from rapport.text.names import language_name
from rapport.words.kinds import BY_NAME

NAMES = (
    "platform", "kind", "language", "host", "mentions", "with", "gift", "since", "until", "channel", "word", "before",
    "show",
)  # fmt: skip
"""`mentions` and `with` are a member's number, `channel` a channel's; `gift` is one of `words.kinds.GIFTS`.

`show` asks for the timeline as it is, whatever it says.
"""
NOBODY = 0
"""No identity, channel or kind has this number."""


class Asked(NamedTuple):
    values: dict[str, str]
    only: Only
    about: Member | None
    """Whom the texts mention, or with whom they were spoken."""
    channel: Channel | None

    @property
    def chosen(self) -> bool:
        return any(value for name, value in self.values.items() if name not in ("before", "show"))

    @property
    def whole(self) -> bool:
        """Whether the timeline is asked for, of everything or of a part."""
        return any(self.values.values())

    @property
    def said(self) -> str:
        """What is chosen besides platform and kind, in words that follow "Only what "."""
        return " and ".join(self._said())

    def _said(self) -> Iterator[str]:
        values = self.values
        if values["gift"]:
            yield f"is a contribution: {values['gift']}"
        if values["language"]:
            yield f"is written in {language_name(values['language'])}"
        if values["host"]:
            yield f"links to {values['host'][:60]}"
        if values["word"]:
            yield f"says “{values['word'][:60]}”"
        if values["channel"]:
            yield f"happened in {self.channel.name[:60] if self.channel else 'a place that is not here'}"
        if values["mentions"]:
            yield f"mentions {self.about or 'somebody who is not here'}"
        if values["with"]:
            yield f"answers or mentions {self.about or 'somebody who is not here'}"
        if values["since"] or values["until"]:
            yield "was done " + " ".join(
                f"{word} {values[name]}" for name, word in (("since", "from"), ("until", "to")) if values[name]
            )


def read_asked(request: HttpRequest, weights: Weights) -> Asked:
    """What cannot be (a kind that there is not, nobody's number, no day) lets nothing through."""
    values = {name: request.GET.get(name, "").replace("\0", "") for name in NAMES}
    about = _member(values["mentions"] or values["with"])
    channel = Channel.objects.filter(pk=_number(values["channel"])).first() if values["channel"] else None
    return Asked(values, _only(values, weights, about, channel), about, channel)


def _only(values: dict[str, str], weights: Weights, about: Member | None, channel: Channel | None) -> Only:
    kind = BY_NAME[values["kind"]].number if values["kind"] in BY_NAME else NOBODY
    links = Link.objects.filter(member=about) if about else Link.objects.none()
    them = tuple(links.values_list("identity_id", flat=True)) or (NOBODY,)
    given = tuple(number for number in weights.giving if weights.gives(number) == values["gift"])
    try:
        since, until = read_day(values["since"]), read_day(values["until"])
    except WantedRefused:
        since = until = None
        kind, values["kind"] = NOBODY, values["kind"] or "none"
    return Only(
        platform=values["platform"],
        kind=kind if values["kind"] else None,
        language=values["language"],
        host=values["host"],
        mentions=them if values["mentions"] else (),
        talks_to=them if values["with"] else (),
        kinds=(given or (NOBODY,)) if values["gift"] else (),
        since=since,
        until=until,
        channel=(channel.pk if channel else NOBODY) if values["channel"] else None,
        word=values["word"][:100],
    )


def _member(number: str) -> Member | None:
    return Member.objects.filter(pk=_number(number)).first() if number else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else NOBODY
