"""What a person has proved to be theirs, and which of the ledger's identities that means. Pure.

Only what a platform will never give to somebody else proves anything: the number of an account, not its name.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

ADDRESS = "address"
"""The platform of a proof that is an e-mail address."""

STACK_OVERFLOW = "stackoverflow.com"


class Proof(NamedTuple):
    """An account by the platform's own id, or an e-mail address in lower case."""

    platform: str
    native_id: str
    shown: str
    """How one's own page names it."""


def address(written: str) -> Proof:
    said = written.strip().lower()
    return Proof(ADDRESS, said, said)


def proofs_of(
    provider: str, uid: str, told: Mapping[str, Any], addresses: Sequence[str], chosen: Mapping[str, Any]
) -> list[Proof]:
    """What a sign-in at a provider proves: the account, where the ledger may hold it, and the addresses it checked.

    `told` is what the provider said of the account, `chosen` how the team set the provider up.
    """
    make = _ACCOUNTS.get(provider)
    account = make(uid, told, chosen) if make else None
    return [*([account] if account else []), *(address(each) for each in addresses)]


def _github(uid: str, told: Mapping[str, Any], chosen: Mapping[str, Any]) -> Proof:
    return Proof("github", uid, str(told.get("login") or uid))


def _discord(uid: str, told: Mapping[str, Any], chosen: Mapping[str, Any]) -> Proof:
    return Proof("discord", uid, str(told.get("username") or uid))


def _slack(uid: str, told: Mapping[str, Any], chosen: Mapping[str, Any]) -> Proof | None:
    """Sign in with Slack names the member of one workspace, as its export does."""
    id_ = told.get("https://slack.com/user_id")
    return Proof("slack", str(id_), str(told.get("name") or id_)) if id_ else None


def _x(uid: str, told: Mapping[str, Any], chosen: Mapping[str, Any]) -> Proof:
    return Proof("x", uid, str(told.get("username") or uid))


def _reddit(uid: str, told: Mapping[str, Any], chosen: Mapping[str, Any]) -> Proof | None:
    """Reddit never gives a name to somebody else, and the ledger knows its accounts by them."""
    name = told.get("name")
    return Proof("reddit", str(name).lower(), str(name)) if name else None


def _stackexchange(uid: str, told: Mapping[str, Any], chosen: Mapping[str, Any]) -> Proof | None:
    """An account has another number on each site; allauth asks Stack Overflow."""
    number = told.get("user_id")
    return (
        Proof("stackexchange", f"{STACK_OVERFLOW}/{number}", str(told.get("display_name") or number))
        if number
        else None
    )


def _generic(uid: str, told: Mapping[str, Any], chosen: Mapping[str, Any]) -> Proof | None:
    """The team said whose accounts these are; of a platform with many places the place comes before the number."""
    platform, place = chosen.get("platform"), chosen.get("place")
    if not platform:
        return None
    person = told.get("userinfo") or told.get("id_token") or told
    shown = person.get("preferred_username") or person.get("name") or uid
    return Proof(str(platform), f"{place}/{uid}" if place else uid, str(shown))


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
