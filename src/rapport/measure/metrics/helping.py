"""Who asks, who answers, how long that takes. `ledger/threads/questions.py` says what a question and a reply are."""

from functools import partial

import ibis
from ibis.expr.types import NumericValue, Table, TimestampValue

from rapport.measure.catalogue import CONVERSATIONS, Asked, Family, Good, Said, chaoss, metric
from rapport.measure.estimates.share import share
from rapport.measure.estimates.survival import median
from rapport.people.acts import Acts

DAY = 24

AGES = {
    "1 day": ("under a day", DAY),
    "7 days": ("1 to 7 days", 7 * DAY),
    "30 days": ("7 to 30 days", 30 * DAY),
    "90 days": ("30 to 90 days", 90 * DAY),
    "older": ("over 90 days", None),
}
"""How long questions have waited: what people call it, and up to how many hours."""


def _asked(acts: Acts, asked: Asked) -> Table:
    return asked.rows(acts.waits)


@metric(
    "questions",
    title="Questions",
    unit="questions",
    source="CHAOSS: Issues New, widened to questions on every platform",
    link=chaoss("issues-new"),
    family=Family.HELPING,
    breaks=CONVERSATIONS,
    said=Said("{} question was asked", "{} questions were asked"),
    behind=_asked,
    done="questions",
)
def questions(acts: Acts, asked: Asked) -> Table:
    """What waits for somebody's answer: issues, pull requests, questions on question-and-answer sites, and the first
    message of a thread whose text asks something. What is opened again is asked again. Bots ask nothing.

    Whether a text asks is told from its words. Of 234 first messages of forums, mailing lists and chat that were kept
    for one test, precision 0.99 (0.95–1.00), which is the share of those taken for asking that do ask, and recall 0.90
    (0.83–0.94), the share of those that ask that were found. Chat alone is less sure: precision 0.88 (0.53–0.98) and
    recall 0.78 (0.45–0.94), of 48 messages on Discord.
    One reader, a language model, said which of them ask. Languages other than English were too few to measure."""
    return asked.activities(_asked(acts, asked))


def _waiting(acts: Acts, asked: Asked) -> Table:
    """By how long."""
    rows = _asked(acts, asked)
    waiting = rows.filter(rows.answered_at.isnull(), rows.until.isnull(), rows.accepted_at.isnull())
    age = _hours(waiting, _known(asked))
    steps = [(age < most, name) for name, (_, most) in AGES.items() if most]
    return waiting.mutate(group=ibis.cases(*steps, else_="older"))


@metric(
    "unanswered",
    title="Unanswered questions",
    unit="questions",
    source="CHAOSS: Issue Age, for those without a response and widened to questions on every platform",
    link=chaoss("issue-age"),
    family=Family.HELPING,
    said=Said("{} question waits for an answer", "{} questions wait for an answer"),
    good=Good.LESS,
    own="age",
    labels=lambda age: AGES[age][0],
    ripens=True,
    behind=_waiting,
    done="questions",
)
def unanswered(acts: Acts, asked: Asked) -> Table:
    """Questions of the period that still wait at the end of what is known, by how long they have waited by then: under
    a day, 1 to 7 days, 7 to 30, 30 to 90, longer. No human other than the asker replied, no answer was accepted, and
    nobody closed them. A reply by a bot does not end the wait."""
    return asked.activities(_waiting(acts, asked))


@metric(
    "time_to_first_response",
    title="Time to first response",
    unit="hours",
    source="CHAOSS: Time to First Response",
    link=chaoss("time-to-first-response"),
    family=Family.HELPING,
    breaks=CONVERSATIONS,
    said=Said("Half of the questions had a first answer within {}"),
    finish=median,
    rests_on="questions",
    good=Good.LESS,
    behind=_asked,
    done="questions",
)
def time_to_first_response(acts: Acts, asked: Asked) -> Table:
    """The median time from a question to the first reply by another human, of the team or not, by the day on which it
    was asked. Replies by bots and by the asker do not count; what is opened again starts a new clock, with who opened
    it as the asker. A question that nobody has answered yet, or that was closed without an answer, counts as waiting
    at least so long (Kaplan–Meier), so that the unanswered do not drop out of the figure."""
    return _waited(acts, asked, "answered_at")


@metric(
    "time_to_team_response",
    title="Time to a response by the team",
    unit="hours",
    source="CHAOSS: Time to First Response, of the team's replies",
    link=chaoss("time-to-first-response"),
    family=Family.HELPING,
    breaks=CONVERSATIONS,
    said=Said("Half of the questions had a first answer by the team within {}"),
    finish=median,
    rests_on="questions",
    good=Good.LESS,
    behind=_asked,
    done="questions",
)
def time_to_team_response(acts: Acts, asked: Asked) -> Table:
    """The median time from a question to the first reply by somebody of the team other than the asker, by the day on
    which it was asked. What only the community answered counts as waiting for the team until it was closed, or until
    the end of what is known (Kaplan–Meier); there is no value where the team answers less than half."""
    return _waited(acts, asked, "team_at")


@metric(
    "time_to_community_response",
    title="Time to a response by the community",
    unit="hours",
    source="CHAOSS: Time to First Response, of the community's replies",
    link=chaoss("time-to-first-response"),
    family=Family.HELPING,
    breaks=CONVERSATIONS,
    said=Said("Half of the questions had a first answer by the community within {}"),
    finish=median,
    rests_on="questions",
    good=Good.LESS,
    behind=_asked,
    done="questions",
)
def time_to_community_response(acts: Acts, asked: Asked) -> Table:
    """The median time from a question to the first reply by another human who is not of the team, by the day on which
    it was asked. What only the team answered counts as waiting for the community until it was closed, or until the end
    of what is known (Kaplan–Meier); there is no value where the community answers less than half."""
    return _waited(acts, asked, "community_at")


def _told_within(hours: int, acts: Acts, asked: Asked) -> Table:
    """Of which it is known whether they were answered `in_time`."""
    rows = _asked(acts, asked)
    told = rows.mutate(in_time=(_hours(rows, rows.answered_at) <= hours).fill_null(ibis.literal(False)))
    return told.filter(told.in_time | (_hours(told, _known(asked)) >= hours))


_within_an_hour = partial(_told_within, 1)
_within_a_day = partial(_told_within, DAY)
_within_a_week = partial(_told_within, 7 * DAY)


@metric(
    "answered_within_an_hour",
    title="Answered within an hour",
    unit="%",
    source="Rapport; CHAOSS: Time to First Response, as a service level",
    link=chaoss("time-to-first-response"),
    family=Family.HELPING,
    breaks=CONVERSATIONS,
    said=Said("{} of the questions had an answer within an hour"),
    finish=share,
    rests_on="questions",
    good=Good.MORE,
    behind=_within_an_hour,
    done="questions",
)
def answered_within_an_hour(acts: Acts, asked: Asked) -> Table:
    """The share of questions to which another human replied within an hour. Only questions count of which it is known:
    those asked at least an hour before the end of what is known, or answered by then. What was closed within that time
    without an answer counts as not answered."""
    return _answered_within(_within_an_hour(acts, asked), asked)


@metric(
    "answered_within_a_day",
    title="Answered within a day",
    unit="%",
    source="Rapport; CHAOSS: Time to First Response, as a service level",
    link=chaoss("time-to-first-response"),
    family=Family.HELPING,
    breaks=CONVERSATIONS,
    said=Said("{} of the questions had an answer within 24 hours"),
    finish=share,
    rests_on="questions",
    good=Good.MORE,
    behind=_within_a_day,
    done="questions",
)
def answered_within_a_day(acts: Acts, asked: Asked) -> Table:
    """The share of questions to which another human replied within 24 hours. Only questions count of which it is known:
    those asked at least 24 hours before the end of what is known, or answered by then. What was closed within that time
    without an answer counts as not answered."""
    return _answered_within(_within_a_day(acts, asked), asked)


@metric(
    "answered_within_a_week",
    title="Answered within a week",
    unit="%",
    source="Rapport; CHAOSS: Time to First Response, as a service level",
    link=chaoss("time-to-first-response"),
    family=Family.HELPING,
    breaks=CONVERSATIONS,
    said=Said("{} of the questions had an answer within 7 days"),
    finish=share,
    rests_on="questions",
    good=Good.MORE,
    behind=_within_a_week,
    done="questions",
)
def answered_within_a_week(acts: Acts, asked: Asked) -> Table:
    """The share of questions to which another human replied within 7 days. Only questions count of which it is known:
    those asked at least 7 days before the end of what is known, or answered by then. What was closed within that time
    without an answer counts as not answered."""
    return _answered_within(_within_a_week(acts, asked), asked)


def _resolvable(acts: Acts, asked: Asked) -> Table:
    """Those of platforms on which anything was ever resolved."""
    waits = acts.waits
    ended = waits.filter(_resolved(waits).notnull())
    rows = _asked(acts, asked)
    return rows.filter(rows.platform.isin(ended.platform))


@metric(
    "resolution_time",
    title="Time to resolution",
    unit="hours",
    source="CHAOSS: Issue Resolution Duration, widened to pull requests and accepted answers",
    link=chaoss("issue-resolution-duration"),
    family=Family.HELPING,
    breaks=CONVERSATIONS,
    said=Said("Half of the questions were resolved within {}"),
    finish=median,
    rests_on="questions",
    good=Good.LESS,
    behind=_resolvable,
    done="questions",
)
def resolution_time(acts: Acts, asked: Asked) -> Table:
    """The median time from a question to its end: closed, merged, or its accepted answer, whichever came first, by the
    day on which it was asked. A forum tells when the accepted answer was given, not when it was accepted. What is not
    resolved yet counts as lasting at least until the end of what is known (Kaplan–Meier). Only platforms count on which
    anything was ever resolved: in a chat nothing can be."""
    rows = _resolvable(acts, asked)
    return _lasted(rows.mutate(ended=_resolved(rows)), "ended", asked.keys, _known(asked))


@metric(
    "resolved_share",
    title="Resolved",
    unit="%",
    source="CHAOSS: Issues Closed, as a share of those opened and widened to pull requests and accepted answers",
    link=chaoss("issues-closed"),
    family=Family.HELPING,
    breaks=CONVERSATIONS,
    said=Said("{} of the questions were resolved"),
    finish=share,
    rests_on="questions",
    good=Good.MORE,
    ripens=True,
    behind=_resolvable,
    done="questions",
)
def resolved_share(acts: Acts, asked: Asked) -> Table:
    """The share of the questions asked in the period that were closed, merged or have an accepted answer by the end of
    what is known. Young questions had less time for it: compare periods that are as long ago. Only platforms count on
    which anything was ever resolved: in a chat nothing can be."""
    rows = _resolvable(acts, asked)
    return rows.aggregate(by=asked.keys, part=_resolved(rows).notnull().sum(), n=rows.count())


def _waited(acts: Acts, asked: Asked, when: str) -> Table:
    rows = _asked(acts, asked)
    return _lasted(rows, when, asked.keys, ibis.coalesce(rows.until, _known(asked)))


def _lasted(rows: Table, when: str, keys: tuple[str, ...], else_until: TimestampValue) -> Table:
    """Rows for `survival`: how many waited how many hours, and whether until what is waited for."""
    waited = rows.mutate(lasted=_hours(rows, ibis.coalesce(rows[when], else_until)), over=rows[when].notnull())
    return waited.aggregate(by=[*keys, "lasted", "over"], how_many=waited.count())


def _answered_within(told: Table, asked: Asked) -> Table:
    return told.aggregate(by=asked.keys, part=told.in_time.sum(), n=told.count())


def _resolved(rows: Table) -> TimestampValue:
    """When it was, null where it is not."""
    return ibis.least(rows.until, rows.accepted_at)


def _hours(rows: Table, moment: TimestampValue) -> NumericValue:
    """From the start of the clock to then."""
    return (moment.epoch_seconds() - rows.first_at.epoch_seconds()) / 3600


def _known(asked: Asked) -> TimestampValue:
    return ibis.literal(asked.known, "timestamp('UTC')")
