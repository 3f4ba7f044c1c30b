"""A person as programs are told of them, the same from command and API: by the functions that make their page."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rapport.accounts.models import User
from rapport.ledger.models import Identity
from rapport.people.acts import Acts
from rapport.people.evidence import reasons
from rapport.people.figures import Figures, figures
from rapport.people.knowing.engaged import Engaged, engaged
from rapport.people.knowing.orbit import Love
from rapport.people.knowing.talks import talks
from rapport.people.knowing.told import Told, questions, told
from rapport.people.latest import latest, linked
from rapport.people.log.finding import latest as logged
from rapport.people.mentions import mentions
from rapport.people.models import Member, Note, Suspect, Task
from rapport.people.notes.held import held
from rapport.people.notes.open import Open
from rapport.people.organisations.affiliated import employers
from rapport.people.organisations.rollup import Row
from rapport.people.thanks.contact import may_contact
from rapport.people.topics.cares import own_words, places


def member_as_json(member: Member) -> dict[str, Any]:
    return {"id": member.pk, "name": str(member), "side": member.side}


def profile_as_json(acts: Acts, member: Member, identities: Sequence[Identity]) -> dict[str, Any]:
    """All figures of a member who is these identities, and what the team wrote down of them. Raises CopyMissing."""
    found = engaged(acts, member.pk)
    at = found.at if found else acts.version.today
    recent = [place.id for place in latest([identity.pk for identity in identities])]
    marks, named = held(member), mentions(member.pk, [identity.pk for identity in identities])
    return {
        **_counted(figures(member.pk)),
        "as_of": acts.as_of,
        "engaged": _engaged(found) if found else None,
        "milestones": [{"day": one.day, "what": one.label, "gift": one.gift} for one in found.milestones]
        if found
        else [],
        "cares_about": _cares(acts, member, identities, recent),
        "talks_with": _talks(acts, member, identities, found),
        "mentions": {
            "made": [_person(one.member) | {"n": one.n} for one in named.made],
            "met": [_person(one.member) | {"n": one.n} for one in named.met],
        },
        "links_to": [{"host": host, "n": n} for host, n in linked(recent)],
        "organisations": [
            {
                "id": one.organisation.pk,
                "name": one.organisation.name,
                "since": one.since,
                "until": one.until,
                "current": one.current,
                "evidence": one.evidence,
            }
            for one in employers(acts, member, at)
        ],
        "log": [
            {"id": str(one.entry.pk), "day": one.entry.day, "kind": one.kind.name, "text": one.entry.text}
            for one in logged(member)
        ],
        "tags": [tag.name for tag in marks.tags],
        "tasks": [task_as_json(task) for task in marks.open],
        "notes": [note_as_json(note) for note in marks.notes],
        "against_writing": may_contact(member, datetime.now(UTC)),
        "decisions": _decisions(member),
    }


def note_as_json(note: Note) -> dict[str, Any]:
    return {"id": note.pk, "text": note.text, "by": teammate(note.user), "at": note.at}


def task_as_json(task: Task) -> dict[str, Any]:
    return {
        "id": task.pk,
        "text": task.text,
        "promise": task.promise,
        "due": task.due,
        "who": teammate(task.who),
        "by": teammate(task.user),
        "at": task.at,
        "done_at": task.done_at,
    }


def open_as_json(one: Open) -> dict[str, Any]:
    return task_as_json(one.task) | {"overdue": one.overdue, "member": _person(one.member)}


def organisation_as_json(row: Row) -> dict[str, Any]:
    return row._asdict() | {"id": row.organisation.pk, "organisation": row.organisation.name}


def teammate(user: User | None) -> str | None:
    """What somebody of the team is called, without their address; None for nobody, and for the command line."""
    return user.called if user else None


def may_be_a_bot(member: Member) -> list[str]:
    """What speaks for it, in words, where nobody has said what they are."""
    if member.side == "bot" or member.side_by_hand:
        return []
    suspects = Suspect.objects.filter(identity__member=member, identity__identity__limited=None).order_by("-score")
    return [sign for one in suspects for sign in one.signs]


def _person(member: Member) -> dict[str, Any]:
    return {"id": member.pk, "name": str(member)}


def _counted(done: Figures) -> dict[str, Any]:
    return {
        "activities": done.activities,
        "contributions": done.contributions,
        "weight": done.weight,
        "first_at": done.first_at,
        "last_day": done.last,
        "parts": [
            {"platform": part.platform, "kind": part.kind.name, "n": part.n, "gives": part.gives, "weight": part.weight}
            for part in done.parts
        ],
        "given": [given._asdict() for given in done.given],
        "languages": [{"code": one.code, "name": one.name, "n": one.n, "share": one.share} for one in done.languages],
    }


def _engaged(found: Engaged) -> dict[str, Any]:
    return {
        "at": found.at,
        "pace": found.pace._asdict(),
        "level": found.standing.level,
        "level_before": found.standing.before,
        "weeks": found.standing.weeks,
        "love": _love(found.love),
        "love_before": _love(found.love_before),
    }


def _love(love: Love) -> dict[str, Any]:
    return {"step": love.step, "name": love.name, "because": love.because}


def _cares(acts: Acts, member: Member, identities: Sequence[Identity], recent: Sequence[Any]) -> dict[str, Any]:
    names = [name for one in identities for name in (one.name, one.handle) if name] + [member.name]
    words = own_words(recent, names)
    return {
        "words": [{"word": key.word, "texts": key.texts} for key in words.keys],
        "of_texts": words.texts,
        "against_texts": words.all_texts,
        "places": [
            {"platform": place.channel.platform, "name": place.channel.name, "n": place.n}
            for place in places(acts, [identity.pk for identity in identities])
        ],
        "asked": [_activity(one) for one in questions(recent)],
    }


def _talks(acts: Acts, member: Member, identities: Sequence[Identity], found: Engaged | None) -> dict[str, Any]:
    spoken = talks(acts, member.pk, [one.pk for one in identities], found.at if found else acts.version.today)
    said = told([exchange.id for exchange in spoken.exchanges])
    return {
        "people": [_person(one.member) | {"to": one.to, "by": one.by} for one in spoken.people],
        "connections": spoken.connections,
        "reach": spoken.reach,
        "with_team": [
            _activity(said[one.id]) | {"to_team": one.theirs, "teammate": _person(one.member)}
            for one in spoken.exchanges
            if one.id in said
        ],
    }


def _activity(one: Told) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "at": one.at,
        "kind": one.kind.name,
        "platform": one.platform,
        "channel": one.channel,
        "title": one.title,
        "url": one.url,
    }


def _decisions(member: Member) -> list[dict[str, Any]]:
    return [
        {
            "id": one.decision.pk,
            "kind": one.decision.kind,
            "evidence": one.decision.evidence,
            "at": one.decision.at,
            "by": teammate(one.decision.user),
            "undone": one.decision.undone_by_id is not None,
        }
        for one in reasons(member)
    ]
