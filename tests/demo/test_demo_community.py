"""What a simulated community is like, and that its truth is true of it."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from hashlib import sha256

import pytest

from rapport.demo.community import Community
from rapport.demo.grammar import Telling
from rapport.demo.plan import DAYS, Plan
from rapport.ledger.prepare import clean
from rapport.words.activity import revision_of
from rapport.words.kinds import BY_NAME
from rapport.words.platforms import NAMES
from tests.demo.conftest import PLAN, Small


def digest(plan: Plan) -> str:
    told = sha256()
    for activity in Community(plan).activities():
        told.update(repr(activity).encode())
    return told.hexdigest()


@pytest.mark.slow
def test_the_same_seed_makes_the_same_community() -> None:
    tiny = PLAN._replace(people=40)
    assert digest(tiny) == digest(tiny)
    assert digest(tiny) != digest(tiny._replace(seed=12))


def test_activities_are_well_formed(small: Small) -> None:
    seen: set[tuple[str, str]] = set()
    before = None
    for activity in small.activities:
        assert activity.kind in BY_NAME
        assert activity.platform in NAMES
        assert activity.channel.platform == activity.platform
        assert activity.author is None or activity.author.platform == activity.platform
        assert activity.at.microsecond == 0
        assert activity.revision == revision_of(activity.at)
        assert PLAN.first <= activity.at.date()
        assert activity.at < PLAN.until
        assert before is None or activity.at >= before
        assert activity.url is None
        for text in (activity.title, activity.text):
            assert text is None or (clean(text) == text and "{" not in text.split("```")[0] and text.strip())
        seen.add((activity.platform, activity.native_id))
        before = activity.at
    assert len(seen) == len(small.activities)


def test_replies_follow_what_they_answer(small: Small) -> None:
    at = {(activity.platform, activity.native_id): activity.at for activity in small.activities}
    for activity in small.activities:
        for told in (activity.parent, activity.thread):
            if told and activity.kind not in ("rsvp", "attendance", "event"):
                assert at[activity.platform, told] <= activity.at


def test_who_wrote_is_who_the_truth_says(small: Small) -> None:
    handles = [handle for person in small.truth.people.values() for handle in person.handles]
    written = {(each.author.platform, each.author.native_id) for each in small.activities if each.author}
    assert len(handles) == len(set(handles))
    assert written == {*handles, *map(tuple, small.truth.bots), *written & set(small.truth.spammers)}


def test_nobody_acts_before_they_come(small: Small) -> None:
    of = {handle: person for person in small.truth.people.values() for handle in person.handles}
    first: dict[int, object] = {}
    for activity in small.activities:
        person = of.get((activity.platform, activity.author.native_id)) if activity.author else None
        if person and not person.team:
            first.setdefault(id(person), activity.at.date())
            assert activity.at.date() >= person.arrived


def test_first_answers_told_are_the_first_by_another_human(small: Small) -> None:
    """Counted anew from the activities: what stands first in a thread by nobody but the asker and bots."""
    of = {handle: number for number, person in small.truth.people.items() for handle in person.handles}
    words: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for activity in small.activities:
        if activity.thread and activity.text and activity.parent and activity.author:
            who = of.get((activity.platform, activity.author.native_id))
            if who is not None:
                words[f"{activity.platform} {activity.thread}"].append((who, activity.native_id))
    assert sum(opening.question for opening in small.truth.openings.values()) > 300
    for key, opening in small.truth.openings.items():
        others = [native_id for who, native_id in words[key] if who != opening.asker]
        assert opening.response == (others[0] if others else None)


def test_activity_is_heavy_tailed_and_most_come_once_or_twice(small: Small) -> None:
    of = {handle: number for number, person in small.truth.people.items() for handle in person.handles}
    counts = Counter(of.get((each.platform, each.author.native_id)) for each in small.activities if each.author)
    counts.pop(None)
    ranked = sorted(counts.values(), reverse=True)
    assert sum(ranked[: len(ranked) // 10]) > 0.4 * sum(ranked)
    assert ranked[len(ranked) // 2] < sum(ranked) / len(ranked)


def test_every_text_of_the_book_can_be_told() -> None:
    """A name that no list has, or a bracket that is left open, would come to light on a page."""
    from random import Random

    from rapport.demo.book import book

    for topic in book().topics.values():
        tell = Telling(Random(1), topic.lists).tell
        texts = [text for listed in (*topic.talks, *topic.issues, *topic.pulls) for text in listed]
        texts += [text for problem in topic.problems for listed in problem for text in listed]
        for text in texts:
            assert "|" not in tell(text).split("```")[0].replace("||", ""), text
    for language in book().languages.values():
        tell = Telling(Random(1), language.lists).tell
        texts = [*language.thanks, *(text for listed in language.talks for text in listed)]
        texts += [text for problem in language.problems for listed in problem for text in listed]
        assert all(map(tell, texts))


@pytest.mark.slow
def test_the_usual_community_is_as_large_as_promised() -> None:
    community = Community(Plan(PLAN.until))
    counts = Counter(activity.platform for activity in community.activities())
    handles = sum(len(person.handles) for person in community.truth.people.values())
    assert 100_000 <= counts.total() <= 150_000
    assert 5_500 <= handles <= 7_000
    assert len(counts) >= 18
    assert DAYS == 548


@pytest.mark.slow
def test_what_was_put_in_comes_out() -> None:
    """Effects of the usual community, found again in what its people did, to within half of each."""
    community = Community(Plan(PLAN.until, seed=5))
    for _ in community.activities():
        pass
    truth = community.truth
    arrived = Counter(person.arrived for person in truth.people.values())

    def a_day(first: date, days: int) -> float:
        return sum(arrived[first + timedelta(days=number)] for number in range(days)) / days

    launch = next(effect for effect in truth.effects if effect.name == "1.0 launch")
    during = a_day(launch.first, 10)
    around = (a_day(launch.first - timedelta(days=28), 28) + a_day(launch.last + timedelta(days=1), 28)) / 2
    assert during / around == pytest.approx(1 + launch.size, abs=launch.size / 2)

    nothing = next(effect for effect in truth.effects if effect.name == "Conference stickers")
    assert nothing.size == 0
    assert not [person for person in truth.people.values() if person.came_by == nothing.name]

    rewrite = next(effect for effect in truth.effects if effect.name == "Documentation rewritten")

    def share(topic: str, since: date, until: date) -> float:
        told = [one.topic for one in truth.openings.values() if since <= one.at.date() < until]
        return told.count(topic) / len(told)

    before = share(rewrite.what, PLAN.first, rewrite.first)
    after = share(rewrite.what, rewrite.first, PLAN.until.date())
    assert after / before == pytest.approx(1 + rewrite.size, abs=abs(rewrite.size) / 2)

    rising = next(effect for effect in truth.effects if effect.name == "A topic rises")
    late = PLAN.until.date() - timedelta(days=14)
    assert share(rising.what, late, PLAN.until.date()) > 2 * share(rising.what, PLAN.first, rising.first)
