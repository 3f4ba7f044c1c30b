"""One name and address under which somebody appeared, as it is compared."""

import re
from typing import NamedTuple

from rapport.people.matching.handles import handle_of
from rapport.people.matching.names import asides, generation, words_of
from rapport.people.matching.pictures import digest_in
from rapport.people.matching.profiles import Account, account_in
from rapport.people.matching.proof import NOREPLY, NOREPLY_HOST, from_a_list, is_machine, is_placeholder
from rapport.platforms.email.hidden import restored


class Alias(NamedTuple):
    """What is known of one appearance; `id` is whatever the caller calls it by."""

    id: str
    name: str
    address: str
    """In lower case, `ada at example.org` with its sign; empty where none is known."""
    words: tuple[str, ...]
    signs: str
    """The Chinese and Japanese signs of the name in one order: many of them are read alike."""
    full: bool
    """Whether the name is one of two words or more."""
    written_out: bool
    """Whether it is also written as two: `BlueOtter` may be a handle, whose words are nobody's names."""
    handles: tuple[str, ...]
    """The local part of the address, and the login."""
    spoken: tuple[str, ...]
    """The name, where it is one word that may be a handle; one that stands beside the name: `Ada Byron (adab)`."""
    host: str
    account: Account | None
    """The platform's account that it is: two of the same are one."""
    owns: frozenset[Account]
    """Accounts that its address proves its own: GitHub makes `ada@users.noreply.github.com` for `ada` alone. GitHub's
    accounts also by number: `#77`, which stays when the login goes to somebody else."""
    links: frozenset[Account]
    """Accounts whose pages it names as its web page. Anybody can: they may be its employer's, or a friend's."""
    site: str
    """Its web page, without the scheme, likewise; empty for none and for accounts."""
    picture: str
    """The digest of the e-mail address that its picture belongs to; empty where the picture tells none."""
    generation: int
    """Of a father and a son of one name: 1 and 2; 0 where the name does not say."""


_BETWEEN = re.compile(r"\w[\s.,]+\w")
_NONE: frozenset[Account] = frozenset()
_SIGN = re.compile(r"[\u3400-\u9fff]")


def alias(
    id_: str,
    name: str = "",
    email: str = "",
    login: str = "",
    platform: str = "",
    url: str = "",
    avatar: str = "",
    native_id: str = "",
) -> Alias:
    """Any strings, empty ones for what is not known."""
    name = name.strip()
    address = "" if not email or from_a_list(name) else plain_address(email)
    local, _, host = address.rpartition("@")
    noreply = NOREPLY.fullmatch(address) if address.endswith(NOREPLY_HOST) else None
    words = words_of(name)
    full = len(words) > 1 and max(map(len, words)) > 1
    page = account_in(url) if url else ""
    account = _account(platform.strip().lower(), login.strip().lower(), page)
    owned = []
    if noreply:
        # Workflows (`[bot]`) commit under other people's names.
        local = "" if is_placeholder(address) else noreply["login"]
        owned = [local, f"#{noreply['id']}" if noreply["id"] else ""] if local else []
    elif account and account.platform == "github" and native_id.isdigit():
        owned = [f"#{native_id}"]
    linked = page if isinstance(page, Account) and not is_machine(page.login) else None
    handles = _distinct(local, login)
    alone = " " not in name
    # Names in other scripts are written without spaces: `张伟` chose no handle.
    called = [] if alone and full and not name.isascii() else [name.partition("@")[0]] if alone else asides(name)
    spoken = tuple([handle for handle in _distinct(*called) if handle not in handles]) if called else ()
    owns = frozenset(Account("github", each) for each in owned if each) - {account} if owned else _NONE
    return Alias(
        id_,
        name,
        address,
        words,
        "" if name.isascii() else "".join(sorted(_SIGN.findall(name))),
        full,
        full and bool(_BETWEEN.search(name)),
        handles,
        spoken,
        host,
        account,
        owns,
        frozenset((linked,)) if linked and linked != account and linked not in owns else _NONE,
        domain_of(account) or ("" if isinstance(page, Account) or _is_profile(page, account) else page),
        digest_in(avatar) if avatar else "",
        generation(name),
    )


def _account(platform: str, login: str, page: Account | str) -> Account | None:
    """Where the page is the account's own, it says on which server: two forums have the same logins."""
    if not platform or not login:
        return None
    if isinstance(page, Account):
        return page if page.platform == platform and page.login.startswith(f"{login}@") else Account(platform, login)
    return Account(f"{platform} {page.partition('/')[0]}" if page.endswith(f"/{login}") else platform, login)


def _is_profile(page: str, account: Account | None) -> bool:
    return account is not None and page.endswith(f"/{account.login}")


def domain_of(account: Account | None) -> str:
    """The domain that a Bluesky handle is: whoever has it shows there that it is theirs (atproto.com, "Handle")."""
    if not account or account.platform != "bluesky" or account.login.endswith(".bsky.social"):
        return ""
    return account.login if "." in account.login else ""


def plain_address(email: str) -> str:
    """`Ada (at) Example [dot] org` as `ada@example.org`."""
    return restored(email.strip().strip("[]<>").strip().lower()).replace(" ", "") if email else ""


def _distinct(*written: str) -> tuple[str, ...]:
    handles: list[str] = []
    for each in written:
        if each and (handle := handle_of(each)) and handle not in handles:
            handles.append(handle)
    return tuple(handles)
