"""Today as JSON, the same from command and API; what the page shows of it is the same too."""

from collections.abc import Mapping
from typing import Any

from rapport.measure.formats import unusual_as_json
from rapport.measure.today.lately import New
from rapport.measure.today.newcomers import Newcomer
from rapport.measure.today.waiting import Waits
from rapport.measure.today.whole import Beat, Today
from rapport.people.formats import open_as_json
from rapport.people.models import Member
from rapport.people.thanks.pages.shown import shown
from rapport.people.thanks.telling import Told


def as_json(today: Today) -> dict[str, Any]:
    """Times and days as ISO 8601."""
    people = Member.objects.in_bulk([one.member for one in today.new.latest])
    waiting, came = today.waiting, today.came
    return {
        "as_of": today.as_of,
        "since": today.lately.first,
        "until": today.lately.last,
        "things": [one._asdict() | {"kind": str(one.kind)} for one in today.things],
        "waiting": {
            "total": waiting.total,
            "newcomers": waiting.newcomers,
            "set_aside": waiting.aside,
            "older": today.older,
            "by_platform": waiting.by_platform,
            "longest": [_question(one) for one in waiting.longest],
        },
        "promises": [open_as_json(one) for one in today.promised],
        "failed": [one._asdict() for one in today.failed],
        "unusual": unusual_as_json(today.unusual),
        "thanks": {
            "candidates": today.thanks.candidates,
            "first_contributions": today.thanks.firsts,
            "people": [_thanked(one) for one in today.thanks.shown],
        },
        "came": {
            "since": came.since,
            "since_last_visit": came.visited,
            **came.all._asdict(),
            "by_platform": {name: new._asdict() for name, new in came.platforms.items()},
        },
        "new_members": {"total": today.new.total, "latest": [_newcomer(one, people) for one in today.new.latest]},
        "rhythm": [_beat(beat) for beat in today.rhythm],
        "found": today.found._asdict() if today.found else None,
    }


def nothing() -> dict[str, Any]:
    """Of a home whose ledger is empty: the same keys."""
    none = {"total": 0}
    return {
        "as_of": None,
        "since": None,
        "until": None,
        "things": [],
        "waiting": {**none, "newcomers": 0, "set_aside": 0, "older": 0, "by_platform": {}, "longest": []},
        "promises": [],
        "failed": [],
        "unusual": unusual_as_json(None),
        "thanks": {"candidates": 0, "first_contributions": 0, "people": []},
        "came": {"since": None, "since_last_visit": False, **New(0, 0, 0)._asdict(), "by_platform": {}},
        "new_members": {**none, "latest": []},
        "rhythm": [],
        "found": None,
    }


def _question(one: Waits) -> dict[str, Any]:
    asked = one.asked
    return {
        "id": str(asked.id),
        "at": asked.at,
        "hours": one.hours,
        "title": one.title,
        "kind": asked.kind.name,
        "platform": asked.platform,
        "channel": asked.channel,
        "url": asked.url,
        "member": asked.asker[0] if asked.asker else None,
        "name": asked.asker[1] if asked.asker else None,
        "newcomer": one.newcomer,
        "opened_again": asked.again,
    }


def _thanked(one: Told) -> dict[str, Any]:
    return {"member": one.member.pk, "name": one.member.name, "why": shown(one).why}


def _newcomer(one: Newcomer, people: Mapping[int, Member]) -> dict[str, Any]:
    return {"member": one.member, "name": people[one.member].name, "at": one.at, "platform": one.platform}


def _beat(beat: Beat) -> dict[str, Any]:
    told = beat.answer
    return {
        "metric": told.metric.name,
        "unit": told.metric.unit,
        "total": told.total,
        "n": told.n,
        "change": beat.change,
        "more_than_chance": beat.against.verdict.beyond if beat.against else None,
        "about_change": beat.about,
    }
