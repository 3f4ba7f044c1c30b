"""What a person has proved to be theirs, and which of the ledger's identities that means. Pure.

Only what a platform will never give to somebody else proves anything: the number of an account, not its name. Where a
platform's accounts have no number (Mastodon) or the ledger does not know it (Reddit), it is the name, and `since` says
from when on it can have been theirs.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

ADDRESS = "address"
"""The platform of a proof that is an e-mail address."""
STACK_OVERFLOW = "stackoverflow.com"
NUMBERED = ("discourse", "zulip")
"""Platforms of which the ledger calls an account by its place and the number that it has there."""

_NUMBER = re.compile(r"[1-9][0-9]{0,19}", re.ASCII)
_SLACK = re.compile(r"[UW][A-Z0-9]{1,20}", re.ASCII)
_REDDIT = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)
_MASTODON = re.compile(r"[a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_])?", re.ASCII | re.IGNORECASE)
_DAY = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_ADDRESS = re.compile(r"[!-?A-~]{1,64}@[!-?A-~]{1,253}")
_NOBODY_READS = re.compile(r"@(?:.*\.)?(?:no-?reply)\.", re.IGNORECASE)


class Proof(NamedTuple):
    """An account by the platform's own id, or an e-mail address in lower case."""

    platform: str
    native_id: str
    shown: str
    """How one's own page names it."""
    since: str = ""
    """The day on which an account that is known by its name was made, as 2019-07-05; empty for all others."""


def address(written: str) -> Proof:
    said = written.strip().lower()
    return Proof(ADDRESS, said, said)


def is_address(written: str) -> bool:
    """Whether an address proves anything. Letters that are not ASCII can turn into somebody else's plain ones. Nobody
    reads the mail of `users.noreply.github.com`; and GitHub gives a login away again, the name before it too.
    """
    return bool(_ADDRESS.fullmatch(written.strip())) and not _NOBODY_READS.search(written)


def says_so(value: object) -> bool:
    """Whether a server calls an address verified. Some write a word, and "false" is one too."""
    return value is True or (isinstance(value, str) and value.lower() == "true")


def netloc_of(address: str) -> str:
    """The host of an address of the web that a stranger wrote, with the port; empty for what is none."""
    try:
        return urlsplit(address).netloc
    except ValueError:  # as of `http://[`
        return ""


def proofs_of(
    provider: str, uid: str, told: Mapping[str, Any], addresses: Sequence[str], chosen: Mapping[str, Any]
) -> list[Proof]:
    """What a sign-in at a provider proves: the account, where the ledger may hold it, and the addresses it checked.

    `told` is what the provider said of the account, `chosen` how the team set the provider up. Nothing at all where
    the answer is not of whom it should be of.
    """
    if not _OF_WHOM.get(provider, _anybody)(told, chosen):
        return []
    make = _ACCOUNTS.get(provider)
    account = make(uid, told, chosen) if make else None
    return [*([account] if account else []), *(address(each) for each in addresses if is_address(each))]


def mastodon(host: str, told: Mapping[str, Any]) -> Proof | None:
    """The account that a server signed in. It speaks for accounts of its own alone, whatever else it says.

    `told`: docs.joinmastodon.org/entities/Account; `acct` of an account of its own is the name without a host.
    """
    name, made = told.get("username"), told.get("created_at")
    own = isinstance(name, str) and _MASTODON.fullmatch(name) and told.get("acct", name) == name
    if "uri" in told and netloc_of(str(told["uri"])).lower() != host:
        return None  # it stands for another host, and the ledger knows the account by that one's name
    day = str(made)[:10] if _DAY.match(str(made)) else ""
    return Proof("mastodon", f"{name}@{host}".lower(), f"{name}@{host}", day) if own else None


def _github(uid: str, told: Mapping[str, Any], chosen: Mapping[str, Any]) -> Proof | None:
    return _numbered("github", uid, told.get("login"))


def _discord(uid: str, told: Mapping[str, Any], chosen: Mapping[str, Any]) -> Proof | None:
    return _numbered("discord", uid, told.get("username"))


def _x(uid: str, told: Mapping[str, Any], chosen: Mapping[str, Any]) -> Proof | None:
    return _numbered("x", uid, told.get("username"))


def _numbered(platform: str, uid: str, shown: object) -> Proof | None:
    return Proof(platform, uid, str(shown or uid)) if _NUMBER.fullmatch(uid) else None


def _slack(uid: str, told: Mapping[str, Any], chosen: Mapping[str, Any]) -> Proof | None:
    """Sign in with Slack names the member of one workspace, as its export does."""
    id_ = str(told.get("https://slack.com/user_id"))
    return Proof("slack", id_, str(told.get("name") or id_)) if _SLACK.fullmatch(id_) else None


def _reddit(uid: str, told: Mapping[str, Any], chosen: Mapping[str, Any]) -> Proof | None:
    """Reddit never gives a name to somebody else, and the ledger knows its accounts by them."""
    name, made = told.get("name"), told.get("created_utc")
    day = datetime.fromtimestamp(made, UTC).date().isoformat() if isinstance(made, int | float) else ""
    return Proof("reddit", name.lower(), name, day) if isinstance(name, str) and _REDDIT.fullmatch(name) else None


def _stackexchange(uid: str, told: Mapping[str, Any], chosen: Mapping[str, Any]) -> Proof | None:
    """An account has another number on each site; allauth asks Stack Overflow. `uid` is the one of the network."""
    number = str(told.get("user_id"))
    shown = str(told.get("display_name") or number)
    return Proof("stackexchange", f"{STACK_OVERFLOW}/{number}", shown) if _NUMBER.fullmatch(number) else None


def _generic(uid: str, told: Mapping[str, Any], chosen: Mapping[str, Any]) -> Proof | None:
    """The team said whose accounts these are. Only a number can be one of theirs: names are given away again."""
    platform, place = chosen.get("platform"), chosen.get("place")
    if platform not in NUMBERED or not place or not _NUMBER.fullmatch(uid):
        return None
    person = told.get("userinfo") or told.get("id_token") or told
    shown = person.get("preferred_username") or person.get("name") or uid
    return Proof(str(platform), f"{place}/{uid}", str(shown))


def _anybody(told: Mapping[str, Any], chosen: Mapping[str, Any]) -> bool:
    return True


def _of_our_workspace(told: Mapping[str, Any], chosen: Mapping[str, Any]) -> bool:
    """Ids are unique in one workspace, whose owner may also say whose addresses its members have."""
    return bool(chosen.get("team")) and told.get("https://slack.com/team_id") == chosen["team"]


def _of_one_person(told: Mapping[str, Any], chosen: Mapping[str, Any]) -> bool:
    """What userinfo says counts only for whom the token is of (OpenID Connect Core 1.0, 5.3.2)."""
    both = [said.get("sub") for said in (told.get("userinfo"), told.get("id_token")) if said]
    return bool(both) and all(one and one == both[0] for one in both)


_ACCOUNTS = {
    "github": _github,
    "discord": _discord,
    "slack": _slack,
    "twitter_oauth2": _x,
    "reddit": _reddit,
    "stackexchange": _stackexchange,
    "openid_connect": _generic,
}
"""Of the others (GitLab, Google, LinkedIn) the addresses that they checked prove something, and nothing else does."""
_OF_WHOM = {"slack": _of_our_workspace, "openid_connect": _of_one_person}
