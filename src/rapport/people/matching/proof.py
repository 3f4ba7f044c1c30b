"""Which identities are one person, where the proof is plain. Pure: values in, groups out.

Plain proof is an address that names an account (GitHub's noreply addresses), or the same full e-mail address, unless
several people share it, by their names, or it is a placeholder. Everything weaker waits for a person of the team.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from anyascii import anyascii

from rapport.people.bots.names import Says, says
from rapport.people.matching.popular import is_byname
from rapport.people.matching.united import United


class Known(NamedTuple):
    """An identity as matching sees it; `member` is whom it belongs to by now, if anybody."""

    id: int
    platform: str
    native_id: str
    handle: str | None = None
    name: str | None = None
    email: str | None = None
    bot: bool | None = None
    staff: bool | None = None
    member: int | None = None


class Proof(NamedTuple):
    """A key that two identities of one person share, and what that means in words."""

    key: str
    evidence: str


class Person(NamedTuple):
    """Identities that are one person, the first of them the oldest; `evidence` says why, for each of the others."""

    identities: tuple[Known, ...]
    evidence: dict[int, str]


_NOBODY = """
abc action actions admin administrator all announce anon anonymous asdf author authors bar bot bugs build builder ci
commits community contact core daemon deleted deploy dev devel devnull developer developers email everyone example
family first firstname foo ghost git github gitlab group guest hello help home hr info invalid jenkins jobs last
lastname list lists localhost mail mailbox mailer maintainer maintainers me member my mymail name nobody noname
no-reply none noreply nospam notification notifications notify null office ops owner postmaster press project public
release releases root sales security server service staff support surname svn sysadmin system team test tester travis
ubuntu undefined unidentified unknown unnamed user username users vagrant webmaster xxx you your youremail yourname
administrador anonimo correo ejemplo equipo familia nadie nombre soporte tucorreo usuario ventas
anonyme bonjour courriel equipe exemple famille inconnu nom personne utilisateur
anonym beispiel benutzer buero familie ihre ihrname kontakt mannschaft niemand unbekannt verkauf vertrieb
"""
PLACEHOLDER_NAMES = frozenset(_NOBODY.split())
"""Local parts that say nothing of who wrote: `devnull@localhost` was thirteen people in one project."""

_NO_HOSTS = """
localhost localhost.localdomain example.com example.org example.net email.com domain.com mydomain.com yourdomain.com
ejemplo.com exemple.com beispiel.de invalid.com none.com nowhere.com unknown.com
googlegroups.com groups.io freelists.org
"""
PLACEHOLDER_HOSTS = frozenset(_NO_HOSTS.split())
"""Where nobody has a mailbox; of the last three, lists have them."""
_LISTS = re.compile(r"(?:.*\.)?(?:lists?|mailman)\.[^.]+\..+")
"""`lists.example.org`; people write from `list.ru`."""
_NO_COUNTRY = re.compile(r".*(?:\.[a-z]?|\.[\d.]+)")
"""What ends in no top-level domain: `b.c`, `10.0.0.1`."""
_VIA = re.compile(r"\S\s+via\s+\S", re.IGNORECASE)

NOREPLY_HOST = "users.noreply.github.com"
NOREPLY = re.compile(rf"(?:(?P<id>\d+)\+)?(?P<login>[a-z0-9-]+(?:\[bot\])?)@{re.escape(NOREPLY_HOST)}")
"""docs.github.com, "Setting your commit email address": since 2017 with the account's id, before that without."""

_MACHINES = frozenset(["actions-user", "copilot"])
"""Logins of GitHub's own that do not say that a program has them."""

SHARED_BY = 3
"""An address under which this many people with unlike names wrote is shared."""
_LATIN = re.compile(r"[\x00-\u024f\u1e00-\u1eff]+")
"""What people write who do not write a name in two scripts."""


def people(identities: Iterable[Known]) -> list[Person]:
    """Group identities by plain proof, in the order of their keys.

    Identities that already belong to different members are put into one group too; whether those members may be
    merged is the caller's to say, who knows what was kept apart by hand.
    """
    known = sorted(identities)
    holders: dict[str, list[Known]] = defaultdict(list)
    words: dict[str, str] = {}
    shared, contested = shared_addresses(known), contested_addresses((each.email, each.name) for each in known)
    logins = _logins(known)
    for identity in known:
        for proof in proofs(identity, shared, contested, logins):
            holders[proof.key].append(identity)
            words[proof.key] = proof.evidence
    return _grouped(known, holders, words)


SAME_ACCOUNT = "a commit address that GitHub gives to this account alone"
SAME_ADDRESS = "the same e-mail address"


def proofs(identity: Known, shared: frozenset[str], contested: frozenset[str], logins: dict[str, str]) -> list[Proof]:
    """The keys under which another identity of the same person may stand. A bot shares none with a person; of a
    contested address, who has the same name shares one."""
    kind = "bot " if is_bot(identity) else ""
    found = []
    if identity.platform == "github" and identity.native_id.isdigit():
        found.append(Proof(f"{kind}github {identity.native_id}", SAME_ACCOUNT))
    if identity.email:
        address = identity.email.lower()
        noreply = NOREPLY.fullmatch(address)
        if noreply and is_machine(noreply["login"]) and not kind:
            pass  # a workflow commits under its maintainer's name, and under another's
        elif noreply:
            account = noreply["id"] or logins.get(noreply["login"])
            found.append(Proof(kind + (f"github {account}" if account else f"login {noreply['login']}"), SAME_ACCOUNT))
        elif address not in shared and not is_placeholder(address) and not from_a_list(identity.name or ""):
            called = sorted(_letters(identity.name or "").split())
            if address not in contested:
                found.append(Proof(f"{kind}email {address}", SAME_ADDRESS))
            elif len(called) > 1:
                found.append(Proof(f"{kind}email {address} {' '.join(called)}", SAME_ADDRESS))
    return found


def is_machine(login: str) -> bool:
    """Whether a GitHub login, in lower case, is a program's: people's commits stand under its address too."""
    return login in _MACHINES or says(login) is Says.SURE


def is_placeholder(address: str) -> bool:
    """Whether an address says nothing of who wrote: `root@localhost`, `you@example.com`, `build@ci.(none)`."""
    local, at, host = address.lower().rpartition("@")
    if not at or "." not in host or host in PLACEHOLDER_HOSTS or _LISTS.fullmatch(host) or _NO_COUNTRY.fullmatch(host):
        return True
    parts = [part for part in re.split(r"[-._\d]+", local) if part]
    return (
        local in PLACEHOLDER_NAMES
        or (bool(parts) and PLACEHOLDER_NAMES.issuperset(parts))
        or (host == NOREPLY_HOST and is_machine(local.rpartition("+")[2]))
        or host.endswith((".local", ".localdomain", ".localhost", ".(none)", ".invalid", ".test", ".lan", ".internal"))
        or bool(re.fullmatch(r"(?:no-?reply|do-?not-?reply)[+.\-\w]*", local))
    )


def from_a_list(name: str) -> bool:
    """Whether the address that stands with a name is a mailing list's: `Ada Byron via engines-dev`."""
    return bool(_VIA.search(name))


def shared_addresses(identities: Iterable[Known]) -> frozenset[str]:
    """Addresses under which SHARED_BY or more people with unlike names wrote."""
    names: dict[str, list[str]] = defaultdict(list)
    for identity in identities:
        if identity.email and (name := identity.name or identity.handle):
            names[identity.email.lower()].append(name)
    return frozenset(address for address, called in names.items() if _unlike(called) >= SHARED_BY)


def contested_addresses(written: Iterable[tuple[str | None, str | None]]) -> frozenset[str]:
    """Of addresses and the names that stand with them, the addresses under which two people wrote by the look: two
    full names of which no word begins like another."""
    names: dict[str, set[str]] = defaultdict(set)
    for address, name in written:
        if address and name:
            names[address.lower()].add(name)
    return frozenset(address for address, called in names.items() if len(called) > 1 and _are_two(called))


def _are_two(names: Iterable[str]) -> bool:
    full = [words for name in names if _LATIN.fullmatch(name) and len(words := _letters(name).split()) > 1]
    # An initial may be of anything, and whoever calls themselves Mad Physicist has a name beside it.
    clear = [words for words in full if min(map(len, words)) > 1 and not is_byname(words)]
    return how_many_unlike(({word[:3] for word in words}, "".join(words)[:3]) for words in clear) > 1


def is_bot(identity: Known) -> bool:
    """What the platform says; where it is silent, a name that only bots have."""
    if identity.bot is not None:
        return identity.bot
    return any(says(name) is Says.SURE for name in (identity.handle, identity.name) if name)


def side_of(identities: Sequence[Known]) -> str:
    """`bot` if one of the identities is; `team` if a platform says that one of them is staff; else `community`."""
    if any(is_bot(identity) for identity in identities):
        return "bot"
    return "team" if any(identity.staff for identity in identities) else "community"


def best_name(identities: Sequence[Known]) -> str:
    """What people call them: a full name if anyone gave one, the longest; else a handle; never an address."""
    names = [identity.name for identity in identities if identity.name and "@" not in identity.name]
    full = [name for name in names if " " in name.strip()]
    handles = [identity.handle for identity in identities if identity.handle]
    for choice in (full, names, handles):
        if choice:
            return max(choice, key=lambda name: (len(name), name))
    return "unnamed"


def how_many_unlike(names: Iterable[tuple[Collection[str], str]]) -> int:
    """Of names given as words and beginning, how many have no word and no beginning in common: `Ada`, `Ada L.` and
    `ada-l` are one, `Bob` another."""
    apart: list[tuple[set[str], str]] = []
    for words, beginning in names:
        mine = set(words)
        if not any(mine & others or beginning == other for others, other in apart):
            apart.append((mine, beginning))
    return len(apart)


def _unlike(names: Iterable[str]) -> int:
    written = map(_letters, names)
    return how_many_unlike((letters.split(), letters[:3]) for letters in written)


def _letters(name: str) -> str:
    return " ".join(re.findall(r"\w+", anyascii(name).casefold())) or name


def _logins(identities: Iterable[Known]) -> dict[str, str]:
    """The account of each GitHub login that only one account here has had; logins can pass to somebody else."""
    accounts: dict[str, set[str]] = defaultdict(set)
    for identity in identities:
        if identity.platform == "github" and identity.handle and identity.native_id.isdigit():
            accounts[identity.handle.lower()].add(identity.native_id)
        if identity.email and (address := NOREPLY.fullmatch(identity.email.lower())) and address["id"]:
            accounts[address["login"]].add(address["id"])
    return {login: next(iter(held)) for login, held in accounts.items() if len(held) == 1}


def _grouped(known: Sequence[Known], holders: dict[str, list[Known]], words: dict[str, str]) -> list[Person]:
    """Connected by shared keys, the oldest identity of a group first."""
    place = {identity.id: at for at, identity in enumerate(known)}
    united = United(len(known))
    evidence: dict[int, str] = {}
    for key, held in holders.items():
        one = place[held[0].id]
        for identity in held[1:]:
            other = place[identity.id]
            if united.find(one) != united.find(other):
                united.unite(one, other)
                evidence.setdefault(held[0].id if other == united.find(other) else identity.id, words[key])
    groups: dict[int, list[Known]] = defaultdict(list)
    for at, identity in enumerate(known):
        groups[united.find(at)].append(identity)
    return [
        Person(tuple(group), {each.id: evidence.get(each.id, "proof through another identity") for each in group[1:]})
        for group in groups.values()
    ]
