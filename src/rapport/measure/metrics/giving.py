"""What people give, and how widely the giving is spread."""

import ibis
from ibis.expr.types import Table

from rapport.measure.catalogue import Apart, Asked, Family, Good, Said, chaoss, metric
from rapport.measure.estimates.covering import covering
from rapport.measure.estimates.fewest import fewest
from rapport.measure.estimates.survival import median
from rapport.measure.paths import first_gifts, gifts
from rapport.measure.singly import EVERY, EVERY_NAMED, EVERY_ONCE, first_of
from rapport.people.acts import Acts
from rapport.people.organisations.affiliated import affiliated
from rapport.people.organisations.rollup import while_there


def _given(acts: Acts, asked: Asked) -> Table:
    return asked.rows(gifts(acts))


@metric(
    "contributions",
    title="Contributions",
    unit="contributions",
    source="CHAOSS: Types of Contributions, all of them together",
    link=chaoss("types-of-contributions"),
    family=Family.GIVING,
    said=Said("{} contribution was made", "{} contributions were made"),
    good=Good.MORE,
    settled=True,
    behind=_given,
    done="contributions",
    singly=EVERY,
)
def contributions(acts: Acts, asked: Asked) -> Table:
    """Activities that give something to others: code (commits, co-authored commits, pull requests), reviews and tests,
    accepted answers, reports (issues, credited reports), documentation (wiki edits), upkeep (merges, sign-offs,
    releases, moderation), talks, mentoring and organising; the team can say otherwise at People, Contributions. Each
    counts one, whatever its size. Bots never count. Days are days in UTC."""
    return asked.activities(_given(acts, asked))


def _weighed(acts: Acts, asked: Asked) -> Table:
    """With as many points in place of each number of contributions."""
    rows = _given(acts, asked)
    weights = [(rows.kind == kind, acts.weights.weight(kind)) for kind in acts.weights.giving]
    weight = ibis.cases(*weights, else_=0) if weights else ibis.literal(0)
    return rows.mutate(n=rows.n * weight)


@metric(
    "contribution_weight",
    title="Weight of contributions",
    unit="points",
    source="Rapport; weights after the Orbit Model",
    link="https://github.com/orbit-love/orbit-model",
    family=Family.GIVING,
    said=Said("{} point was given", "{} points were given"),
    good=Good.MORE,
    settled=True,
    behind=_weighed,
    done="points",
    singly=EVERY,
)
def contribution_weight(acts: Acts, asked: Asked) -> Table:
    """Contributions, each with the weight of its kind: a pull request shows more commitment than a report. Weights are
    those at People, Contributions, where the team can change them; a change holds for the past too. Bots never
    count. Days are days in UTC."""
    return asked.activities(_weighed(acts, asked))


@metric(
    "contributors",
    title="Contributors",
    unit="people",
    source="CHAOSS: Contributors",
    link=chaoss("contributors"),
    family=Family.GIVING,
    said=Said("{} person contributed", "{} people contributed"),
    good=Good.MORE,
    settled=True,
    behind=_given,
    done="contributions",
    singly=EVERY_NAMED,
)
def contributors(acts: Acts, asked: Asked) -> Table:
    """Members who made at least one contribution in the period, whatever it gives. One person with several accounts
    counts once. Bots never count. Days are days in UTC."""
    return asked.people(_given(acts, asked))


def _first_given(acts: Acts, asked: Asked) -> Table:
    return asked.rows(first_gifts(acts))


@metric(
    "first_contributions",
    title="First contributions",
    unit="people",
    source="CHAOSS: New Contributors",
    link=chaoss("new-contributors"),
    family=Family.GIVING,
    said=Said("{} person contributed for the first time", "{} people contributed for the first time"),
    good=Good.MORE,
    settled=True,
    behind=_first_given,
    singly=first_of("What they gave first", "kind"),
)
def first_contributions(acts: Acts, asked: Asked) -> Table:
    """Members whose very first contribution in the ledger falls in the period, whether they were here before or not.
    Platform and kind are those of that contribution. In the ledger's first period every contributor is new, since
    nothing before it is known. Bots never count. Days are days in UTC."""
    return asked.people(_first_given(acts, asked))


def _newcomers(acts: Acts, asked: Asked) -> Table:
    """The first thing that each did, and when they gave for the first time."""
    gave = first_gifts(acts).select("member", gave_at="first_at")
    return asked.rows(acts.firsts.left_join(gave, "member").drop("member_right"))


@metric(
    "days_to_first_contribution",
    title="Days to the first contribution",
    unit="days",
    source="Rapport; CHAOSS: New Contributors, with the way to it",
    link=chaoss("new-contributors"),
    family=Family.GIVING,
    said=Said(
        "Half of the newcomers had contributed within {} day",
        "Half of the newcomers had contributed within {} days",
        "Half of the newcomers began with a contribution",
    ),
    finish=median,
    rests_on="newcomers",
    good=Good.LESS,
    behind=_newcomers,
    singly=first_of("What they did first", "kind"),
)
def days_to_first_contribution(acts: Acts, asked: Asked) -> Table:
    """The median time from the first thing somebody did to their first contribution, by the day on which they came; 0
    where the first thing was a contribution. Whoever has not contributed yet counts as still on the way
    (Kaplan–Meier), so there is no median as long as it is known of no half of them. Platform, kind and language are
    those of the first activity. Bots never count. Days are days in UTC."""
    rows = _newcomers(acts, asked)
    ended = ibis.coalesce(rows.gave_at, ibis.literal(asked.known, "timestamp('UTC')"))
    days = (ended.epoch_seconds() - rows.first_at.epoch_seconds()) / 86400
    rows = rows.mutate(lasted=days, over=rows.gave_at.notnull())
    return rows.aggregate(by=[*asked.keys, "lasted", "over"], how_many=rows.count())


def _given_by_name(acts: Acts, asked: Asked) -> Table:
    """Of whom the source names."""
    rows = _given(acts, asked)
    return rows.filter(rows.member.notnull())


@metric(
    "contributor_absence_factor",
    title="Contributor absence factor",
    unit="people",
    source="CHAOSS: Contributor Absence Factor",
    link=chaoss("contributor-absence-factor"),
    family=Family.GIVING,
    said=Said("{} person made half of the contributions", "{} people made half of the contributions"),
    finish=fewest,
    good=Good.MORE,
    settled=True,
    behind=_given_by_name,
    done="contributions",
    singly=EVERY,
)
def contributor_absence_factor(acts: Acts, asked: Asked) -> Table:
    """The smallest number of people who together made at least half of the contributions in the period. Where it is
    small, much is lost when they go. Each contribution counts one. Those whose author the source does not name are
    left out. Bots never count. Days are days in UTC."""
    rows = _given_by_name(acts, asked)
    return rows.aggregate(by=[*asked.keys, "member"], has=rows.n.sum())


def _of_nobody_known(acts: Acts, asked: Asked) -> Table:
    there = affiliated(acts).select("member", "since", "until")
    rows = _given(acts, asked)
    nowhere = rows.anti_join(there, [rows.member == there.member, rows.day >= there.since, rows.day <= there.until])
    return nowhere.aggregate(by=asked.keys, value=nowhere.n.sum(), n=nowhere.member.nunique())


def _given_while_somewhere(acts: Acts, asked: Asked) -> Table:
    """Each once, with however many organisations its author was."""
    there = affiliated(acts).select("member", "since", "until")
    rows = _given(acts, asked)
    return rows.semi_join(there, [rows.member == there.member, rows.day >= there.since, rows.day <= there.until])


@metric(
    "elephant_factor",
    title="Elephant factor",
    unit="organisations",
    source="CHAOSS: Elephant Factor, widened from commits to any contribution",
    link=chaoss("elephant-factor"),
    family=Family.GIVING,
    said=Said(
        "{} organisation made half of the contributions of known employers",
        "{} organisations made half of the contributions of known employers",
    ),
    finish=covering,
    rests_on="organisations",
    good=Good.MORE,
    apart=Apart(
        "no_employer", "person of no known employer", "people of no known employer", "contributions", _of_nobody_known
    ),
    of_sides=False,
    behind=_given_while_somewhere,
    done="contributions",
    singly=EVERY_ONCE,
)
def elephant_factor(acts: Acts, asked: Asked) -> Table:
    """How few organisations hold half of the contributions of which the employer is known: the one whose people made
    the most is taken first, then each time the one whose people made the most of what is left, until at least half is
    together. A contribution belongs to the organisation where its author was on that day, as addresses tell and the
    team says at People, Organisations; where they were with two, to both, and it counts once. Where many are with two
    at once, another choice than the largest might need fewer. Contributions of people of whom no employer is known that
    day are left out, and told with the figure: the more they are, the less it says. Bots never count."""
    there = while_there(_given(acts, asked), affiliated(acts))
    at_once = there.group_by("member", "day").aggregate(joined=there.since.max(), left=there.until.min())
    rows = there.join(at_once, ["member", "day"])
    return rows.aggregate(by=[*asked.keys, "organisation", "member", "joined", "left"], has=rows.n.sum())
