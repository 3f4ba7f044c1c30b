"""A segment as a form has it: the form writes the text, and the text fills the form. Pure.

The form says one thing of each sort, and all of it together. A text that says more is left to be written as a text.
"""

from collections.abc import Mapping
from datetime import date

from rapport.people.segments.tree import (
    All,
    At,
    Called,
    Days,
    Did,
    HasEmail,
    Last,
    Not,
    Period,
    Score,
    Seen,
    Side,
    Tagged,
    Times,
    Tree,
)
from rapport.people.segments.words import ACTIVE, VERBS
from rapport.people.segments.writing import quoted
from rapport.people.wanted import WantedRefused, read_day
from rapport.text.names import language_name
from rapport.words.kinds import BY_NAME

FIELDS = (
    "what", "limit", "n", "platform", "channel", "language", "since", "until", "days", "also",
    "first_since", "first_until", "last_since", "last_until",
    "group", "tag", "organisation", "email", "name", "handle", "score",
)  # fmt: skip
GROUPS = {
    "": "everybody",
    "team": "in the team",
    "community": "in the community",
    "bot": "a bot",
    "not team": "not in the team",
}
LIMITS = {"least": "at least", "most": "at most", "exactly": "exactly"}


def write_form(values: Mapping[str, str]) -> str:
    """The text that a filled form means; empty for an empty one. Raises WantedRefused where a field makes no sense."""
    given = {name: " ".join(values.get(name, "").replace("\0", "").split()) for name in FIELDS}
    said = [
        _doing(given),
        f"active on {quoted(given['also'])}" if given["also"] else "",
        _seen("first", given),
        _seen("last", given),
        GROUPS.get(given["group"], "") if given["group"] else "",
        _of("tagged", given["tag"]),
        _of("at", given["organisation"]),
        "has an e-mail address" if given["email"] else "",
        _of("name contains", given["name"]),
        _of("handle contains", given["handle"]),
        f"score at least {_number(given['score'], 'score')}" if given["score"] else "",
    ]
    return ", ".join(filter(None, said))


def _doing(given: Mapping[str, str]) -> str:
    what, n = given["what"], given["n"]
    where = [
        f"on {quoted(given['platform'])}" if given["platform"] else "",
        f"in {language_name(given['language'])}" if given["language"] else "",
        f"in {quoted(given['channel'])}" if given["channel"] else "",
        _when(given["since"], given["until"])
        or (f"in the last {_number(given['days'], 'days')} days" if given["days"] else ""),
    ]
    if not (what or n or any(where)):
        return ""
    often = f"{LIMITS.get(given['limit'], 'at least')} {_number(n, 'times')}" if n else ""
    if what in VERBS or what not in BY_NAME:
        doing = [what if what in VERBS else ACTIVE, f"{often} times" if often else ""]
    else:
        doing = ["made", often, BY_NAME[what].plural]
    return " ".join(filter(None, [*doing, *where]))


def _seen(which: str, given: Mapping[str, str]) -> str:
    when = _when(given[f"{which}_since"], given[f"{which}_until"])
    return f"{which} seen {when}" if when else ""


def _when(since: str, until: str) -> str:
    first, last = read_day(since), read_day(until)
    return " ".join([f"since {first}"] * bool(first) + [f"until {last}"] * bool(last))


def _number(text: str, field: str) -> str:
    if not text.isdecimal():
        raise WantedRefused(f"'{text}' is no number.", f"Write digits into “{field}”.")
    return text


def _of(words: str, name: str) -> str:
    return f"{words} {quoted(name)}" if name else ""


def fill_form(tree: Tree) -> dict[str, str] | None:
    """The form's fields for a meaning; None where it says more than the form can."""
    filled: dict[str, str] = {}
    for part in tree.each if isinstance(tree, All) else (tree,):
        fields = _fields(part)
        if fields is None or fields.keys() & filled.keys():
            return None
        filled |= fields
    return {name: value for name, value in filled.items() if value}


def _fields(part: Tree) -> dict[str, str] | None:
    match part:
        case Did() if part == Did(ACTIVE, platform=part.platform) and part.platform:
            return {"also": part.platform}
        case Did():
            return _did(part)
        case Seen(which, Days(since, until)):
            return {f"{which}_since": _iso(since), f"{which}_until": _iso(until)}
        case Side(side):
            return {"group": side}
        case Not(Side("team")):
            return {"group": "not team"}
        case Tagged(tag):
            return {"tag": tag}
        case At(organisation):
            return {"organisation": organisation}
        case HasEmail():
            return {"email": "1"}
        case Called(what, words):
            return {what: words}
        case Score("least", n, None):
            return {"score": str(n)}
        case _:
            return None


def _did(part: Did) -> dict[str, str] | None:
    when = _period(part.period)
    if when is None:
        return None
    times = {"limit": part.times.limit, "n": str(part.times.n)} if part.times != Times() else {"limit": "", "n": ""}
    where = {"platform": part.platform, "channel": part.channel, "language": part.language}
    return {"what": part.what, **times, **where, **when}


def _period(period: Period | None) -> dict[str, str] | None:
    match period:
        case Last(n, "day"):
            return {"since": "", "until": "", "days": str(n)}
        case Last():
            return None
        case Days(since, until):
            return {"since": _iso(since), "until": _iso(until), "days": ""}
        case _:
            return {"since": "", "until": "", "days": ""}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
