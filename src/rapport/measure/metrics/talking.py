"""What is said and done, where, when and in which language."""

from ibis.expr.types import Table

from rapport.ledger.threads.voices import SAID
from rapport.measure.catalogue import CONVERSATIONS, Asked, Family, Said, chaoss, metric
from rapport.measure.singly import BY_CLOCK, EVERY, MESSAGES_BY_CLOCK, themselves
from rapport.measure.topics.table import begun
from rapport.people.acts import Acts


def _done(acts: Acts, asked: Asked) -> Table:
    return asked.rows(acts.table)


@metric(
    "activity",
    title="Activity",
    unit="activities",
    source="CHAOSS: Activity Dates and Times, widened from contributions to any activity",
    link=chaoss("activity-dates-and-times"),
    family=Family.TALKING,
    said=Said("{} thing was done", "{} things were done"),
    settled=True,
    behind=_done,
    done="activities",
    singly=EVERY,
)
def activity(acts: Acts, asked: Asked) -> Table:
    """Everything done in the period on every platform, each thing counted once however often it was read. Bots never
    count; an act whose author the source does not name counts, on the side 'unnamed'. Deleted things do not count.
    Days are days in UTC."""
    return asked.activities(_done(acts, asked))


def _said(acts: Acts, asked: Asked) -> Table:
    return asked.rows(acts.table.filter(acts.table.kind.isin(SAID)))


@metric(
    "messages",
    title="Messages",
    unit="messages",
    source="Rapport; CHAOSS: Collaboration Platform Activity, of what is said alone",
    link=chaoss("collaboration-platform-activity"),
    family=Family.TALKING,
    said=Said("{} message was written", "{} messages were written"),
    settled=True,
    behind=_said,
    done="messages",
    singly=EVERY,
)
def messages(acts: Acts, asked: Asked) -> Table:
    """What people said to others, in words: topics, posts, chat messages, e-mails, questions, answers, comments,
    articles, issues, pull requests, reviews. Commits, reactions, stars and whatever else is done without words do not
    count. Break it down by language to see what the community speaks. Bots say nothing here."""
    return asked.activities(_said(acts, asked))


def _begun(acts: Acts, asked: Asked) -> Table:
    return asked.rows(begun(acts))


@metric(
    "conversations",
    title="Conversations",
    unit="conversations",
    source="Rapport",
    family=Family.TALKING,
    breaks=CONVERSATIONS,
    said=Said("{} conversation was begun", "{} conversations were begun"),
    behind=_begun,
    done="conversations",
    singly=themselves("What opened them"),
)
def conversations(acts: Acts, asked: Asked) -> Table:
    """What people began to talk about: topics, questions, issues, pull requests, articles, messages that answer none.
    A conversation counts on the day on which it began. Break it down by topic to see what the community talks about:
    topics are made of the texts themselves, a text that is near none counts as 'other', and one of too few words, or
    of a month with more than a thousand of them that was not drawn, as 'not looked at'. Bots begin nothing."""
    return asked.activities(_begun(acts, asked))


def _hour(group: str) -> str:
    return f"{group}:00 UTC"


def _said_at(acts: Acts, asked: Asked) -> Table:
    """By the hour, as a number."""
    rows = asked.rows(acts.clock.filter(acts.clock.n > 0))
    return rows.mutate(group=rows.hour)


def _said_by_hour(acts: Acts, asked: Asked) -> Table:
    return _as_hour(_said_at(acts, asked))


def _as_hour(rows: Table) -> Table:
    return rows.mutate(group=rows.group.cast("string").lpad(2, "0"))


@metric(
    "hours",
    title="Hours of the day",
    unit="messages",
    source="CHAOSS: Activity Dates and Times, of what is said alone",
    link=chaoss("activity-dates-and-times"),
    family=Family.TALKING,
    said=Said("{} message was written", "{} messages were written"),
    own="hour",
    labels=_hour,
    order=tuple(f"{hour:02}" for hour in range(24)),
    behind=_said_by_hour,
    done="messages",
    singly=MESSAGES_BY_CLOCK,
)
def hours(acts: Acts, asked: Asked) -> Table:
    """In which hours of the day people write: messages (as the metric of this name counts them) by the hour in UTC in
    which they were written, from 00 to 23. UTC, because one wants to know when somebody is there to answer, whoever
    and wherever that is, and because most sources do not tell what an author's own clock showed. Bots say nothing."""
    rows = _said_at(acts, asked)
    # In two steps: counting distinct members at once takes half as long again.
    each = rows.aggregate(by=[*asked.keys, "member"], value=rows.n.sum())
    found = each.aggregate(by=asked.keys, value=each.value.sum(), n=each.member.count())
    return _as_hour(found) if "group" in asked.keys else found


def _zone(group: str) -> str:
    minutes = int(group)
    return f"UTC{'−' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _done_from(acts: Acts, asked: Asked) -> Table:
    """By the zone, where it is told."""
    rows = asked.rows(acts.clock.filter(acts.clock.zone.notnull()))
    return rows.mutate(group=rows.zone.cast("string"))


@metric(
    "zones",
    title="Time zones",
    unit="people",
    source="Rapport; git and e-mail tell the author's own zone",
    family=Family.TALKING,
    said=Said("The time zone of {} person is known", "The time zones of {} people are known"),
    own="zone",
    labels=_zone,
    behind=_done_from,
    singly=BY_CLOCK,
)
def zones(acts: Acts, asked: Asked) -> Table:
    """How many people did anything from each time zone, where the source tells the author's own clock: commits,
    e-mails, feeds, some chats. The total is of how many people that is known at all; of the others nothing is guessed.
    Who was in two zones counts in both, and so does who changed the clock for summer. A zone is no country: clocks set
    to UTC stand in many."""
    return asked.people(_done_from(acts, asked))
