"""Who asks, who answers, and how long that takes. `people/conversations.py` says what a question and a reply are."""

import ibis
from ibis.expr.types import Table, TimestampValue

from rapport.measure.catalogue import Asked, Family, Good, Said, metric
from rapport.measure.estimates.share import share
from rapport.measure.estimates.survival import median
from rapport.people.acts import Acts


@metric(
    "questions",
    title="Questions",
    unit="questions",
    source="CHAOSS: Issues New, widened to questions on every platform",
    family=Family.HELPING,
    said=Said("{} question was asked", "{} questions were asked"),
)
def questions(acts: Acts, asked: Asked) -> Table:
    """What waits for somebody's answer: issues, pull requests, questions on question-and-answer sites, and the first
    message of a thread whose text asks something. What is opened again is asked again. Bots ask nothing."""
    return asked.activities(acts.waits)


@metric(
    "time_to_first_response",
    title="Time to first response",
    unit="hours",
    source="CHAOSS: Time to First Response",
    family=Family.HELPING,
    said=Said("Half of the questions had a first answer within {}"),
    finish=median,
    rests_on="questions",
    good=Good.LESS,
)
def time_to_first_response(acts: Acts, asked: Asked) -> Table:
    """The median time from a question to the first reply by another human, of the team or not, by the day on which it
    was asked. Replies by bots and by the asker do not count; what is opened again starts a new clock, with who opened
    it as the asker. A question that nobody has answered yet, or that was closed without an answer, counts as waiting
    at least so long (Kaplan–Meier), so that the unanswered do not drop out of the figure."""
    return _waited(acts, asked, "answered_at")


@metric(
    "answered_within_a_day",
    title="Answered within a day",
    unit="%",
    source="Rapport; CHAOSS: Time to First Response, as a service level",
    family=Family.HELPING,
    said=Said("{} of the questions had an answer within 24 hours"),
    finish=share,
    rests_on="questions",
    good=Good.MORE,
)
def answered_within_a_day(acts: Acts, asked: Asked) -> Table:
    """The share of questions to which another human replied within 24 hours. Only questions count of which it is known:
    those asked at least 24 hours before the end of what is known, or answered by then. What was closed within that time
    without an answer counts as not answered."""
    return _answered_within(acts, asked, 24)


def _waited(acts: Acts, asked: Asked, when: str) -> Table:
    """Rows for `survival`: how many waited how many hours, and whether until a reply."""
    rows = asked.rows(acts.waits)
    ended = ibis.coalesce(rows[when], rows.until, _known(asked))
    hours = (ended.epoch_seconds() - rows.first_at.epoch_seconds()) / 3600
    waited = rows.mutate(lasted=hours, over=rows[when].notnull())
    return waited.aggregate(by=[*asked.keys, "lasted", "over"], how_many=waited.count())


def _answered_within(acts: Acts, asked: Asked, hours: int) -> Table:
    rows = asked.rows(acts.waits)
    begun = rows.first_at.epoch_seconds()
    in_time = (rows.answered_at.epoch_seconds() - begun <= hours * 3600).fill_null(ibis.literal(False))
    known = rows.filter(in_time | (begun + hours * 3600 <= int(asked.known.timestamp())))
    known_in_time = (known.answered_at.epoch_seconds() - known.first_at.epoch_seconds() <= hours * 3600).fill_null(
        ibis.literal(False)
    )
    return known.aggregate(by=asked.keys, part=known_in_time.sum(), n=known.count())


def _known(asked: Asked) -> TimestampValue:
    return ibis.literal(asked.known, "timestamp('UTC')")
