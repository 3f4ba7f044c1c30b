"""What identities that may be one person do, read from the copy, and what it says of them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, starmap
from math import log, sqrt
from typing import Any

import duckdb as engine
import pyarrow

from rapport.ledger.engines import duckdb
from rapport.people.everybody import Everybody
from rapport.people.matching.alias import Alias
from rapport.people.matching.deciding import WORTH_ASKING, Maybe
from rapport.people.matching.habits import Habits, Pair, crowd_of, learnt, weigh
from rapport.people.models import Link, Term, TermsRead
from rapport.people.ties import DIRECT
from rapport.people.topics.words import MOST as MOST_OF_A_TEXT
from rapport.people.topics.words import words
from rapport.words.errors import CopyMissing

ASKED = 5_000
"""Pairs whose habits are looked at, the likeliest: nobody goes through more."""
KNOWN = 500
"""Pairs known to be one person from which the weights are learnt."""
STRANGERS = 20
"""Times as many pairs of strangers."""
TEXTS = 50
"""Of an identity, chosen by their ids: the same at each look."""
OFTEN_LINKED = 5
"""How often an account's pages are linked, times the logarithm of how few do that, before they may be one's own."""
BY_LINKS = -2.5
"""The score of two who are joined by such links alone, before these are weighed: 25 of 31 such were one person."""
CALLED_SO = 3
"""Identities of one login; of more, it says nobody."""

_WHEN = """
    SELECT identity, list(DISTINCT datediff('day', DATE '1970-01-01', (a.at AT TIME ZONE 'UTC')::date)) AS days,
        list(DISTINCT zone) FILTER (WHERE zone IS NOT NULL) AS zones,
        histogram(hour(a.at AT TIME ZONE 'UTC')) AS hours
    FROM activity a JOIN wanted USING (identity) GROUP BY identity
"""
_SAID = f"""
    SELECT identity, min_by(left(concat_ws(' ', title, text), {MOST_OF_A_TEXT}), id, {TEXTS}) AS said
    FROM activity JOIN wanted USING (identity) WHERE text IS NOT NULL OR title IS NOT NULL GROUP BY identity
"""
_MET = f"""
    WITH direct AS ({DIRECT}),
    tied AS (SELECT identity, other FROM direct UNION SELECT other AS identity, identity AS other FROM direct)
    SELECT identity, list(other) AS met FROM tied JOIN wanted USING (identity)
    WHERE other IS NOT NULL AND other <> identity GROUP BY identity
"""
_LINKED = rf"""
    WITH links AS (
        SELECT identity, regexp_extract(lower(link),
            '^https?://(?:(?:www\.|gist\.)?github\.com/([a-z\d-]+)|([a-z\d-]+)\.github\.io)', ['page', 'site']) AS found
        FROM (SELECT identity, unnest(links) AS link FROM activity WHERE links IS NOT NULL AND identity IS NOT NULL)
    ), counted AS (
        SELECT identity, found.page || found.site AS login, count(*) AS n FROM links WHERE login <> '' GROUP BY ALL
    ), weighed AS (
        SELECT identity, login,
            n * ln((SELECT count(DISTINCT identity) + 1 FROM counted) / count(*) OVER (PARTITION BY login)) AS weight
        FROM counted
    ), most AS (
        SELECT identity, login, weight FROM weighed WHERE weight >= {OFTEN_LINKED}
        QUALIFY row_number() OVER (PARTITION BY identity ORDER BY weight DESC, login) = 1
    )
    SELECT identity, login, weight = max(weight) OVER (PARTITION BY login) AS foremost FROM most
"""


def by_habits(maybe: Sequence[Maybe], found: Everybody) -> list[Maybe]:
    """Of the pairs and of those whom their links join, the ones worth asking about once their habits are looked at
    too, the likeliest first. Before the first copy nobody has any."""
    now = dict(Link.objects.values_list("identity_id", "member_id"))
    members = [now.get(identity, -identity) for identity in found.identities]
    found = found._replace(standing=found.standing._replace(members=members))
    try:
        worth = duckdb.again_if_swept(lambda: _weighed(maybe, found))
    except CopyMissing:
        worth = [each for each in maybe if each.score >= WORTH_ASKING]
    return sorted(worth, key=lambda each: (-each.score, each.one, each.other))


def _weighed(maybe: Sequence[Maybe], found: Everybody) -> list[Maybe]:
    rows = list(_rows(_LINKED, ()))
    linked = {row["identity"]: row["login"] for row in rows}
    foremost = {row["identity"]: row["login"] for row in rows if row["foremost"]}
    looked = [*maybe[:ASKED], *_by_links(maybe, found, foremost)]
    known = _known(found)
    unlike = list(_strangers(known))
    wanted = {found.identities[place] for pair in (*(each[:2] for each in looked), *known, *unlike) for place in pair}
    logins = {identity: _logins(alias) for identity, alias in zip(found.identities, found.aliases, strict=True)}
    habits = _read(wanted, linked, logins)
    crowd = crowd_of(habits.values())

    def of(one: int, other: int) -> Pair | None:
        mine, theirs = habits.get(found.identities[one]), habits.get(found.identities[other])
        return (mine, theirs) if mine and theirs else None

    weights = learnt(filter(None, starmap(of, known)), filter(None, starmap(of, unlike)), crowd)
    told = list(maybe[ASKED:])
    for each in looked:
        if pair := of(each.one, each.other):
            more = weigh(pair, weights, crowd)
            each = each._replace(score=each.score + more.weight, evidence=(*each.evidence, *more.evidence))
        told.append(each)
    return [each for each in told if each.score >= WORTH_ASKING]


def _by_links(maybe: Sequence[Maybe], found: Everybody, foremost: Mapping[int, str]) -> Iterator[Maybe]:
    """Who links more than anybody else to the pages of an account, with those who are called so, unless they are asked
    about already or kept apart."""
    called: dict[str, list[int]] = defaultdict(list)
    theirs = frozenset(foremost.values())
    for place, alias in enumerate(found.aliases):
        for login in _logins(alias) & theirs:
            called[login].append(place)
    members, bots = found.standing.members, frozenset(found.standing.bots)
    there = {frozenset((members[each.one], members[each.other])) for each in maybe}
    there |= {frozenset(pair) for pair in found.standing.apart}
    for place, identity in enumerate(found.identities):
        others = called.get(foremost.get(identity, ""), [])
        for other in others if len(others) <= CALLED_SO else []:
            both = frozenset((members[place], members[other]))
            if len(both) == 2 and not both & bots and both not in there:
                there.add(both)
                yield Maybe(min(place, other), max(place, other), BY_LINKS, ())


def _logins(alias: Alias) -> frozenset[str]:
    return frozenset((*alias.handles, *alias.spoken, *(account.login for account in (*alias.owns, *alias.links))))


def _known(found: Everybody) -> list[tuple[int, int]]:
    """Places of two identities of one member; a person of many gives one pair in all."""
    held: dict[int, list[int]] = defaultdict(list)
    for place, member in enumerate(found.standing.members):
        if len(held[member]) < 2:
            held[member].append(place)
    return [pair for places in held.values() for pair in combinations(places, 2)][:KNOWN]


def _strangers(known: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The one of each pair with the other of the pairs that come next."""
    for at, (one, _) in enumerate(known):
        for further in range(1, min(STRANGERS, len(known) - 1) + 1):
            yield one, known[(at + further) % len(known)][1]


def _read(
    wanted: Collection[int], linked: Mapping[int, str], logins: Mapping[int, frozenset[str]]
) -> dict[int, Habits]:
    """Of those who did anything."""
    met = {row["identity"]: row["met"] for row in _rows(_MET, wanted)}
    others = {other for each in met.values() for other in each}
    members = dict(
        Link.objects.filter(identity__in=others, identity__limited=None).values_list("identity_id", "member_id")
    )
    used = _words_of({row["identity"]: _counted(row["said"]) for row in _rows(_SAID, wanted)})
    found = {}
    for row in _rows(_WHEN, wanted):
        identity, hours = row["identity"], dict(row["hours"])
        found[identity] = Habits(
            hours=tuple(hours.get(hour, 0) for hour in range(24)),
            days=tuple(sorted(row["days"])),
            zones=frozenset(row["zones"] or ()),
            words=used.get(identity, {}),
            company=frozenset(members[other] for other in met.get(identity, ()) if other in members),
            linked=linked.get(identity, ""),
            logins=logins[identity],
        )
    return found


def _rows(question: str, wanted: Collection[int]) -> Iterator[dict[str, Any]]:
    """The answer row by row: `wanted` is a table of these identities."""
    con: engine.DuckDBPyConnection = duckdb.connect().con.cursor()
    con.register("wanted", pyarrow.table({"identity": pyarrow.array(sorted(wanted), pyarrow.int32())}))
    for batch in con.execute(question).to_arrow_reader(1_000):
        yield from batch.to_pylist()


def _counted(texts: Sequence[str]) -> Counter[str]:
    """How many of the texts hold each word."""
    return Counter(word for text in texts for word in words(text))


def _words_of(used: Mapping[int, Counter[str]]) -> dict[int, dict[str, float]]:
    """Words count the more, the fewer of everybody's texts hold them; one that hardly any holds counts nothing."""
    read = TermsRead.objects.filter(pk=1).first()
    if read is None:
        return {}
    every = {word for counted in used.values() for word in counted}
    texts = dict(Term.objects.filter(term__in=every).values_list("term", "texts"))
    rare = {word: log((read.looked + 1) / (n + 1)) for word, n in texts.items()}
    found = {}
    for identity, counted in used.items():
        weights = {word: sqrt(n) * rare[word] for word, n in counted.items() if word in rare}
        length = sqrt(sum(weight * weight for weight in weights.values()))
        if length:
            found[identity] = {word: weight / length for word, weight in weights.items()}
    return found
