"""Who helps whom: the answers people give one another, and the network that these make.

An arrow of the network goes from who answered to who asked.
"""

import ibis
from ibis.expr.types import Table

from rapport.measure.catalogue import Asked, Family, Good, Said, chaoss, metric
from rapport.measure.estimates.density import density
from rapport.measure.estimates.fewest import fewest
from rapport.measure.estimates.share import share
from rapport.measure.singly import ANSWERS, EVERY
from rapport.people.acts import Acts
from rapport.words.kinds import BY_NAME


def arrows(given: Table) -> Table:
    """Those answers of which it is known who asked."""
    return given.filter(given.asker.notnull())


def _accepted(acts: Acts, asked: Asked) -> Table:
    return asked.rows(acts.table.filter(acts.table.kind == BY_NAME["answer"].number))


@metric(
    "accepted_answers",
    title="Accepted answers",
    unit="answers",
    source="Rapport",
    family=Family.HELPING,
    said=Said("{} answer was accepted", "{} answers were accepted"),
    good=Good.MORE,
    behind=_accepted,
    done="answers",
    singly=EVERY,
)
def accepted_answers(acts: Acts, asked: Asked) -> Table:
    """Answers that were marked as the one that helped, each once, of who gave them. Where a source does not tell when
    an answer was accepted, it counts on the day on which it was given. Bots never count."""
    return asked.activities(_accepted(acts, asked))


def _answered(acts: Acts, asked: Asked) -> Table:
    return asked.rows(acts.answers)


@metric(
    "helpers",
    title="Helpers",
    unit="people",
    source="Rapport; CHAOSS: Issue Response Time, of who responds, widened to questions on every platform",
    link=chaoss("issue-response-time"),
    family=Family.HELPING,
    said=Said("{} person answered somebody", "{} people answered somebody"),
    good=Good.MORE,
    behind=_answered,
    done="answers",
    singly=ANSWERS,
)
def helpers(acts: Acts, asked: Asked) -> Table:
    """People who replied to a question that somebody else asked, by the day of their first reply to it; platform, kind
    and language are the question's. One person with several accounts is one, and does not help themselves. Replies to
    what a bot asked do not count, nor do those after it was closed."""
    return asked.people(_answered(acts, asked))


@metric(
    "helper_absence_factor",
    title="Helper absence factor",
    unit="people",
    source="CHAOSS: Contributor Absence Factor, of answers instead of contributions",
    link=chaoss("contributor-absence-factor"),
    family=Family.HELPING,
    said=Said("{} person gave half of the answers", "{} people gave half of the answers"),
    finish=fewest,
    rests_on="helpers",
    good=Good.MORE,
    behind=_answered,
    done="answers",
    singly=ANSWERS,
)
def helper_absence_factor(acts: Acts, asked: Asked) -> Table:
    """The fewest people who together gave at least half of the answers: so few need to leave, and half of the help is
    gone. To answer a question counts once, however often one writes to it. A complete count, without an interval."""
    rows = _answered(acts, asked)
    return rows.aggregate(by=[*asked.keys, "member"], has=rows.count())


def _given(acts: Acts, asked: Asked) -> Table:
    """Of which it is known who asked."""
    return asked.rows(arrows(acts.answers))


def _helped(acts: Acts, asked: Asked) -> Table:
    """With who asked in place of who answered."""
    rows = _given(acts, asked)
    return rows.mutate(member=rows.asker)


def _gave_or_got(acts: Acts, asked: Asked) -> Table:
    """Each answer twice: of who gave it, and of who got it."""
    return _given(acts, asked).union(_helped(acts, asked))


@metric(
    "sole_helped_share",
    title="Helped by one person alone",
    unit="%",
    source="Rapport",
    family=Family.HELPING,
    said=Said("{} of those who got an answer got theirs from one person alone"),
    finish=share,
    rests_on="askers",
    good=Good.LESS,
    of_sides=False,
    behind=_helped,
    left=("asker whom {} answered", "askers whom {} answered"),
    done="answers they got",
    singly=ANSWERS,
)
def sole_helped_share(acts: Acts, asked: Asked) -> Table:
    """Of the people who asked and were answered in the period, the share whom a single person answered: would that
    person leave, nobody who answered them in that time would be left."""
    pairs = _given(acts, asked).select(*asked.keys, "member", "asker").distinct()
    askers = pairs.aggregate(by=[*asked.keys, "asker"], by_whom=pairs.count())
    return askers.aggregate(by=asked.keys, part=(askers.by_whom == 1).sum(), n=askers.count())


@metric(
    "brokers",
    title="Brokers",
    unit="%",
    source="Rapport; Burt, Structural Holes (1992)",
    link="https://doi.org/10.4159/9780674029095",
    family=Family.HELPING,
    said=Said(
        "{} of the helpers answered in more than one place", none="None of the helpers answered in more than one place"
    ),
    finish=share,
    rests_on="helpers",
    good=Good.MORE,
    behind=_answered,
    done="answers",
    singly=ANSWERS,
)
def brokers(acts: Acts, asked: Asked) -> Table:
    """The share of the helpers who answered questions in two or more places (channels, forums' categories,
    repositories) within the period, on one platform or several: what is known in one place comes to another through
    them."""
    places = _answered(acts, asked).select(*asked.keys, "member", "channel").distinct()
    people = places.aggregate(by=[*asked.keys, "member"], places=places.channel.count())
    return people.aggregate(by=asked.keys, part=(people.places > 1).sum(), n=people.count())


@metric(
    "reciprocity",
    title="Help that is returned",
    unit="%",
    source="Reciprocity of a directed network (Wasserman and Faust, Social Network Analysis, 1994), by pairs",
    link="https://doi.org/10.1017/CBO9780511815478",
    family=Family.HELPING,
    said=Said("In {} of the pairs help went both ways"),
    finish=share,
    rests_on="pairs",
    of_sides=False,
    behind=_gave_or_got,
    left=("pair in which {} answered", "pairs in which {} answered"),
    done="answers given or got",
    singly=ANSWERS,
)
def reciprocity(acts: Acts, asked: Asked) -> Table:
    """Of the pairs of people of whom one answered the other in the period, the share in which both answered each other.
    A low one is usual where experts answer newcomers; a high one where peers talk."""
    ways = _given(acts, asked).select(*asked.keys, "member", "asker").distinct()
    paired = ways.mutate(one=ibis.least(ways.member, ways.asker), other=ibis.greatest(ways.member, ways.asker))
    pairs = paired.aggregate(by=[*asked.keys, "one", "other"], ways=paired.count())
    return pairs.aggregate(by=asked.keys, part=(pairs.ways == 2).sum(), n=pairs.count())


@metric(
    "reply_density",
    title="Density of the reply network",
    unit="%",
    source="Density of a directed network (Wasserman and Faust, Social Network Analysis, 1994)",
    link="https://doi.org/10.1017/CBO9780511815478",
    family=Family.HELPING,
    said=Said("{} of all possible ways from one person to another were used to answer"),
    finish=density,
    rests_on="people",
    of_sides=False,
    behind=_gave_or_got,
    left=("person in answers by {}", "people in answers by {}"),
    done="answers given or got",
    singly=ANSWERS,
)
def reply_density(acts: Acts, asked: Asked) -> Table:
    """Of all pairs of a helper and an asker that could be among the people who answered or were answered in the period,
    the share that is there. It falls as a community grows: compare it among communities, or periods, of like size. A
    complete count, without an interval."""
    ways = _given(acts, asked).select(*asked.keys, "member", "asker").distinct()
    keys = [*asked.keys]
    helping = ways.aggregate(by=[*keys, "member"], ways=ways.count()).select(*keys, "ways", someone="member")
    asking = ways.select(*keys, "asker").distinct().select(*keys, ways=ibis.literal(0, "int64"), someone="asker")
    people = helping.union(asking)
    people = people.aggregate(by=[*keys, "someone"], ways=people.ways.sum())
    return people.aggregate(by=keys, ways=people.ways.sum(), people=people.count())
