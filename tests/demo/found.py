"""What the product finds out by itself of a simulated community, beside what is true of it (`rapport demo --truth`)."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from rapport.demo.happenings import CAMPAIGNS, SPAM_DAY
from rapport.demo.plan import Plan
from rapport.ledger import copy
from rapport.ledger.models import Activity
from rapport.ledger.telling import tell
from rapport.measure.answer import work_out
from rapport.measure.current import current
from rapport.measure.question import Question
from rapport.people.acts import Acts
from rapport.people.bots.looking import look
from rapport.people.follow import follow
from rapport.people.models import Link, Side, Suspect
from rapport.people.proposing import propose
from rapport.words.activity import activity_id
from rapport.words.span import Span
from tests.bench.people import Agreement, agreement
from tests.measure.pencils.doubt import of_median

Truth = Mapping[str, Any]
Openings = Mapping[bytes, Mapping[str, Any]]
"""The truth's, by the ledger's key."""

ALWAYS_ASK = ("github", "stackexchange")
"""What is opened there waits for an answer, whatever it says."""
ASKING = (
    "somebody tells me where", "late into", "feedback welcome", "anyone else", "is there a page",
    "is there a formatter", "useful for the docs", "could release notes", "how does one become", "who decides what",
    "what would you use", "gibt es interesse", "alguien puede revisarla", "¿alguien va", "sugestões são",
    "alguém topa", "助かります", "方はいますか", "欢迎大家帮忙", "有没有上海", "what is missing",
    "question of the week", "what would you change", "something else?", "are we a competitor", "are we affected?",
    "who decided this", "already working on a fork", "a fork?", 'does "hosted service" mean',
)  # fmt: skip
"""In what is no problem that waits to be solved, and yet asks others for something, be it an opinion: texts of the book
that were read and labelled so, as docs/text.md has it, by who had seen what is taken for asking. The truth calls them
messages."""
AROUND = timedelta(days=28)
"""What is usual is looked for so long before a campaign and after it."""


class Told(NamedTuple):
    """Of the openings of conversations: which are questions."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


class Median(NamedTuple):
    """Hours until a first response to the true questions that were found; who has none yet still waits."""

    found: float | None
    true: float | None
    """Words by bots are none."""
    on_page: float | None
    """Of everything that the product takes for a question: what asks for an opinion, reports and pull requests too."""


class Bots(NamedTuple):
    known: int
    """True ones that are in no figure, since their platform says what they are."""
    asked: int
    """True ones of whom the team is asked."""
    wrongly_known: int
    wrongly_asked: int
    """People of whom it is asked; spammers are none."""


class Lift(NamedTuple):
    """How many more newcomers came on each day of campaigns than on days around them: 0.6 is 60 % more."""

    found: float
    """In the product's new members."""
    true: float
    """In the people who came, by chance more or fewer than was put in."""
    put_in: float


@dataclass(frozen=True)
class Found:
    """Printed, it has a line a figure."""

    problems: Told
    """That wait to be solved, as the truth has them, where nothing but the text tells: in forums, mail, chat."""
    questions: Told
    """And what else asks others for something."""
    response: Median
    people: Agreement
    """Pairs of accounts that are one person."""
    bots: Bots
    lift: Lift

    def __str__(self) -> str:
        told = [
            f"questions     precision {self.questions.precision:.3f}, recall {self.questions.recall:.3f}",
            f"problems      precision {self.problems.precision:.3f}, recall {self.problems.recall:.3f}",
            f"people        precision {self.people.precision:.3f}, recall {self.people.recall:.3f}",
            *(str(one) for one in (self.response, self.bots, self.lift)),
        ]
        return "\n  ".join(["", *told])


def learn() -> None:
    """All that a home does by itself after an import, until there is nothing left to do."""
    follow()
    tell(wait=True)
    copy.refresh()
    propose()
    look()
    copy.refresh()


def found(truth: Truth, plan: Plan) -> Found:
    acts = current()
    asked = {row["id"]: row for row in acts.ask(acts.waits.filter(acts.waits.turn == 0))}
    openings = {activity_id(*key.split(" ", 1)): one for key, one in truth["openings"].items()}
    by_text = {key: one for key, one in openings.items() if one["platform"] not in ALWAYS_ASK}
    others = _asking(by_text)
    both = [key for key in openings.keys() & asked.keys() if openings[key]["question"]]
    return Found(
        problems=_told(by_text, asked, _is_problem),
        questions=_told(by_text, asked, lambda key, one: _is_problem(key, one) or key in others),
        response=Median(
            of_median([_waited(asked[key], acts.known) for key in both])[0],
            of_median([_waited_truly(openings[key], plan.until) for key in both])[0],
            work_out(acts, "time_to_first_response", Question()).total,
        ),
        people=_people(truth),
        bots=_bots(truth),
        lift=_lift(acts, truth, plan),
    )


def _is_problem(key: bytes, one: Mapping[str, Any]) -> bool:
    return bool(one["question"])


def _told(openings: Openings, asked: Mapping[bytes, Any], true: Callable[[bytes, Mapping[str, Any]], bool]) -> Told:
    are = {key for key, one in openings.items() if true(key, one)}
    said = openings.keys() & asked.keys()
    return Told(len(are & said), len(said - are), len(are - said))


def _asking(openings: Openings) -> set[bytes]:
    """Which of them have one of the texts of ASKING."""
    written = Activity.objects.in_bulk([UUID(bytes=key) for key in openings])
    texts = {key.bytes: f"{one.title or ''} {one.text or ''}".lower() for key, one in written.items()}
    return {key for key, text in texts.items() if any(asks in text for asks in ASKING)}


def _waited(row: Mapping[str, Any], known: datetime) -> tuple[timedelta, bool]:
    return (row["answered_at"] or row["until"] or known) - row["first_at"], row["answered_at"] is not None


def _waited_truly(one: Mapping[str, Any], until: datetime) -> tuple[timedelta, bool]:
    if one["seconds"] is None:
        return until - datetime.fromisoformat(one["at"]), False
    return timedelta(seconds=one["seconds"]), True


def _people(truth: Truth) -> Agreement:
    owner = {tuple(handle): number for number, one in truth["people"].items() for handle in one["handles"]}
    links = Link.objects.values_list("identity__platform", "identity__native_id", "member")
    true, said = zip(*((owner.get((on, name), (on, name)), member) for on, name, member in links), strict=True)
    return agreement(true, said)


def _bots(truth: Truth) -> Bots:
    true = {tuple(handle) for handle in truth["bots"]}
    spam = {tuple(handle) for handle in truth["spammers"]}
    known = set(Link.objects.filter(member__side=Side.BOT).values_list("identity__platform", "identity__native_id"))
    suspected = set(Suspect.objects.values_list("identity__identity__platform", "identity__identity__native_id"))
    return Bots(len(true & known), len(true & suspected), len(known - true), len(suspected - true - spam))


def _lift(acts: Acts, truth: Truth, plan: Plan) -> Lift:
    """Of all campaigns together, but the one during which spammers came: they are newcomers too, for all one knows."""
    arrived = Counter(date.fromisoformat(one["arrived"]) for one in truth["people"].values())

    def came(span: Span) -> int:
        return sum(arrived[span.first + timedelta(days=number)] for number in range(span.days))

    def new(span: Span) -> float:
        return work_out(acts, "new_members", Question(since=span.first, until=span.last)).total or 0

    raid, last = plan.day(SPAM_DAY), plan.until.date() - timedelta(days=1)
    spans = [
        (Span(*(date.fromisoformat(one[end]) for end in ("first", "last"))), one["size"])
        for one in truth["effects"]
        if one["name"] in {campaign.name for campaign in CAMPAIGNS}
    ]
    spans = [(span, size) for span, size in spans if not span.first <= raid <= span.last]
    usual = [_usual(came, span, last) for span, _ in spans]
    return Lift(
        found=sum(new(span) for span, _ in spans) / sum(_usual(new, span, last) for span, _ in spans) - 1,
        true=sum(came(span) for span, _ in spans) / sum(usual) - 1,
        put_in=sum(weight * size for weight, (_, size) in zip(usual, spans, strict=True)) / sum(usual),
    )


def _usual(count: Callable[[Span], float], span: Span, last: date) -> float:
    """How many would have come in those days, after the days around them."""
    before = Span(span.first - AROUND, span.first - timedelta(days=1))
    after = Span(span.last + timedelta(days=1), min(span.last + AROUND, last))
    return (count(before) + count(after)) * span.days / (before.days + after.days)
