"""How far it goes, where a source tells."""

from functools import partial

from ibis.expr.types import Table

from rapport.measure.catalogue import ALL_OF_CHAOSS, Asked, Family, Good, Said, metric
from rapport.measure.estimates.estimate import told
from rapport.measure.singly import EVERY, telling
from rapport.people.acts import Acts
from rapport.words.kinds import BY_NAME

STAR, FORK, FOLLOW, REPOST = (BY_NAME[name].number for name in ("star", "fork", "follow", "repost"))


def _telling(what: str, acts: Acts, asked: Asked) -> Table:
    """Those of which the fact of this name is told, n of each as many as tell it."""
    rows = asked.rows(acts.reach.mutate(n=acts.reach[f"{what}_told"]))
    return rows.filter(rows.n > 0)


def _told(what: str, acts: Acts, asked: Asked) -> Table:
    rows = _telling(what, acts, asked)
    return rows.aggregate(by=asked.keys, value=rows[what].sum(), n=rows.n.sum())


@metric(
    "views",
    title="Views",
    unit="views",
    source="Rapport; Discourse, Stack Exchange and YouTube count them",
    family=Family.REACH,
    said=Said("What was posted was viewed {} time", "What was posted was viewed {} times"),
    finish=told,
    rests_on="posts",
    ripens=True,
    behind=partial(_telling, "views"),
    done="posts",
    singly=telling("views"),
)
def views(acts: Acts, asked: Asked) -> Table:
    """How often what was posted in the period was viewed, as its platform told when it was last read: topics of
    Discourse, questions of Stack Exchange, videos of YouTube. Views are counted on the day of the post, whenever they
    were, so older posts had more time for them, and what was read long ago tells too few. Each platform counts in its
    own way, visits by programs and by the same person again among them. A post of which no views are told is left out,
    and not taken for one without; n is how many tell. Posts by bots do not count."""
    return _told("views", acts, asked)


@metric(
    "times_reposted",
    title="Times reposted",
    unit="reposts",
    source="Rapport; X and Mastodon count them",
    family=Family.REACH,
    said=Said("What was posted was reposted {} time", "What was posted was reposted {} times"),
    finish=told,
    rests_on="posts",
    ripens=True,
    behind=partial(_telling, "reposts"),
    done="posts",
    singly=telling("reposts"),
)
def times_reposted(acts: Acts, asked: Asked) -> Table:
    """How often what was posted in the period was passed on, by whomever, as its platform told when it was last read:
    posts in archives of X and Mastodon. Reposts are counted on the day of the post, whenever they were, so older posts
    had more time for them. A post of which they are not told is left out, and not taken for one without; n is how many
    tell. Who reposted is not told; what people are known to have reposted is the metric 'reposts'. Posts by bots do
    not count."""
    return _told("reposts", acts, asked)


def _reposted(acts: Acts, asked: Asked) -> Table:
    return asked.rows(acts.table.filter(acts.table.kind == REPOST))


@metric(
    "reposts",
    title="Reposts",
    unit="reposts",
    source="Rapport",
    family=Family.REACH,
    said=Said("{} post was passed on", "{} posts were passed on"),
    settled=True,
    behind=_reposted,
    done="reposts",
    singly=EVERY,
)
def reposts(acts: Acts, asked: Asked) -> Table:
    """What people passed on without a word of their own, by the day on which they did: reposts, retweets, boosts. Whose
    post it was is not looked at: an account's archive (X, Bluesky, Mastodon, LinkedIn) holds what its owner passed on,
    and not who passed on the owner's posts, of which the metric 'times_reposted' tells the number. What is posted by
    bots does not count."""
    return asked.activities(_reposted(acts, asked))


def _given(acts: Acts, asked: Asked) -> Table:
    return asked.rows(acts.table.filter(acts.table.kind.isin([STAR, FORK, FOLLOW])))


@metric(
    "stars_and_follows",
    title="Stars, forks and follows",
    unit="stars and follows",
    source="Rapport; CHAOSS: Project Popularity, of stars and forks, widened to follows",
    link=ALL_OF_CHAOSS,
    family=Family.REACH,
    said=Said("{} star, fork or follow was given", "{} stars, forks and follows were given"),
    good=Good.MORE,
    settled=True,
    behind=_given,
    done="stars, forks and follows",
    singly=EVERY,
)
def stars_and_follows(acts: Acts, asked: Asked) -> Table:
    """How often people starred or forked a repository or followed an account, by the day on which they did, as far as
    the source tells; break it down by kind to part the three. A star that was taken back still counts. Whom a follow
    is of is not looked at: archives of accounts (Bluesky, Mastodon, LinkedIn) hold whom their owner follows, so leave
    the team out where its archives were imported. Followers of whom no time is told (X, Mastodon) do not count, nor do
    bots."""
    return asked.activities(_given(acts, asked))
