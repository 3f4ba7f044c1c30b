"""How good the talk is, beside how much of it there is. `ledger/threads/voices.py` says what a thread is."""

from collections.abc import Callable

from ibis.expr.types import NumericColumn, Table

from rapport.ledger.threads.voices import DAYS, SAID
from rapport.measure.catalogue import CONVERSATIONS, Asked, Family, Good, Said, chaoss, metric
from rapport.measure.estimates.estimate import mean
from rapport.measure.estimates.share import share
from rapport.measure.singly import EVERY, themselves
from rapport.people.acts import Acts


def _begun(acts: Acts, asked: Asked) -> Table:
    """Those threads of which all is known that is counted of them."""
    begun = acts.threads
    known = begun.first_at.epoch_seconds() + DAYS * 86400 <= int(asked.known.timestamp())
    return asked.rows(begun.filter(known))


def _begun_by_name(acts: Acts, asked: Asked) -> Table:
    """Those of which the source names any author."""
    rows = _begun(acts, asked)
    return rows.filter(rows.people > 0)


def _begun_in_no_chat(acts: Acts, asked: Asked) -> Table:
    rows = _begun(acts, asked)
    return rows.filter(~rows.chat)


@metric(
    "replies_per_thread",
    title="Replies per thread",
    unit="replies",
    source="Rapport; CHAOSS: Collaboration Platform Activity, by thread",
    link=chaoss("collaboration-platform-activity"),
    family=Family.QUALITY,
    breaks=CONVERSATIONS,
    said=Said("A thread got {} reply", "A thread got {} replies"),
    finish=mean,
    rests_on="threads",
    good=Good.MORE,
    behind=_begun,
    done="threads begun",
    singly=themselves("What opened the threads"),
)
def replies_per_thread(acts: Acts, asked: Asked) -> Table:
    """How many messages follow the first one of a thread within seven days, by anybody, on average; by the day on
    which the thread began. Threads that are not seven days old yet are left out, so that old and young ones can be
    compared. In a chat only what answers something is in a thread; a line that nobody answers in its thread is none.
    Threads that bots began and replies by bots do not count."""
    return _mean(_begun(acts, asked), asked, lambda rows: rows.replies)


@metric(
    "people_per_thread",
    title="People per thread",
    unit="people a thread",
    source="Rapport; CHAOSS: Collaboration Platform Activity, of the people in a thread",
    link=chaoss("collaboration-platform-activity"),
    family=Family.QUALITY,
    breaks=CONVERSATIONS,
    said=Said("{} person took part in a thread", "{} people took part in a thread"),
    finish=mean,
    rests_on="threads",
    good=Good.MORE,
    behind=_begun_by_name,
    done="threads begun",
    singly=themselves("What opened the threads"),
)
def people_per_thread(acts: Acts, asked: Asked) -> Table:
    """How many different people speak in a thread within its first seven days, on average: who opened it and who
    replied, each once, with all their accounts. A thread all of whose authors the source does not name is left out, as
    are those that are not seven days old yet. Bots do not count."""
    return _mean(_begun_by_name(acts, asked), asked, lambda rows: rows.people)


@metric(
    "depth_of_threads",
    title="Depth of threads",
    unit="levels",
    source="Rapport; Gómez, Kaltenbrunner and López 2008, on the depth of discussions",
    link="http://wwwconference.org/www2008/papers/fp287.html",
    family=Family.QUALITY,
    breaks=CONVERSATIONS,
    said=Said("Answers go {} level deep", "Answers go {} levels deep"),
    finish=mean,
    rests_on="threads",
    behind=_begun,
    done="threads begun",
    singly=themselves("What opened the threads"),
)
def depth_of_threads(acts: Acts, asked: Asked) -> Table:
    """How many answers follow upon one another in the longest chain of a thread, within its first seven days, on
    average: 0 where nobody replied, 1 where all replies go to the first message, 2 where one of these is answered. A
    reply of which the source does not tell what it answers goes to the first message. Where a source tells none, no
    thread is deeper than 1. What bots say adds no depth of its own. Threads that are not seven days old yet are left
    out."""
    return _mean(_begun(acts, asked), asked, lambda rows: rows.depth)


@metric(
    "threads_without_reply",
    title="Threads without reply",
    unit="%",
    source="Rapport; CHAOSS: Time to First Response, where there was none",
    link=chaoss("time-to-first-response"),
    family=Family.QUALITY,
    breaks=CONVERSATIONS,
    said=Said("{} of the threads got no reply"),
    finish=share,
    rests_on="threads",
    good=Good.LESS,
    behind=_begun_in_no_chat,
    done="threads begun",
    singly=themselves("What opened the threads"),
)
def threads_without_reply(acts: Acts, asked: Asked) -> Table:
    """The share of threads in which nobody but who opened it said anything within seven days. Replies by bots do not
    count. Chats are left out: there the next line answers without saying so. So are threads that are not seven days old
    yet."""
    rows = _begun_in_no_chat(acts, asked)
    return rows.aggregate(by=asked.keys, part=(rows.others == 0).sum(), n=rows.count())


def _said(acts: Acts, asked: Asked) -> Table:
    """With `ever` where it is the only thing that its author ever said."""
    said = acts.table.filter(acts.table.kind.isin(SAID), acts.table.member.notnull())
    ever = said.aggregate(by="member", ever=said.n.sum())
    return asked.rows(said.view().join(ever.filter(ever.ever == 1).select("member", "ever"), "member", how="left"))


@metric(
    "one_time_posters",
    title="One-time posters",
    unit="%",
    source="Rapport; Joyce and Kraut 2006, on who posts a second time",
    link="https://doi.org/10.1111/j.1083-6101.2006.00033.x",
    family=Family.QUALITY,
    said=Said("{} of those who wrote something never wrote anything else"),
    finish=share,
    good=Good.LESS,
    ripens=True,
    behind=_said,
    done="messages",
    singly=EVERY,
)
def one_time_posters(acts: Acts, asked: Asked) -> Table:
    """Of the people who said something in the period, the share of those for whom it is the only thing they ever said
    on any platform, as far as the ledger reaches. What counts as saying something is what the metric 'messages' counts.
    Who wrote for the first time lately may still write again, so the last weeks read higher than they will stay. Bots
    and authors whom the source does not name do not count."""
    rows = _said(acts, asked)
    return rows.aggregate(by=asked.keys, part=rows.member.nunique(where=rows.ever.notnull()), n=rows.member.nunique())


def _mean(rows: Table, asked: Asked, of: Callable[[Table], NumericColumn]) -> Table:
    number = of(rows).cast("float64")
    return rows.aggregate(by=asked.keys, total=number.sum(), squares=(number * number).sum(), n=rows.count())
