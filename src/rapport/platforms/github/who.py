"""GitHub's accounts and repositories as identities and channels, made once and remembered."""

from functools import lru_cache

from rapport.platforms.github.wire import Account, Commit, Repository
from rapport.words.identity import Channel, Identity, git_author

REMEMBERED = 1 << 13
"""Of each sort; 17 MB in all."""

GHOST = 10137
"""The account `ghost` stands for everybody whose account is gone: no one person (github.com/ghost)."""
SITE = Channel("github", "github.com", "GitHub", "https://github.com")
"""Where things happen that belong to no repository: following, gists."""


def identity_of(account: Account | None) -> Identity | None:
    """None for an account that is gone (GitHub writes null, or GHOST) or says neither id nor login."""
    if account is None or (account.id is None and not account.login) or _is_gone(account):
        return None
    return _identity(account.id, account.login, account.type == "Bot", account.name, account.email)


def _is_gone(account: Account) -> bool:
    return account.id == GHOST or (account.id is None and account.login == "ghost")


@lru_cache(REMEMBERED)
def _identity(id_: int | None, login: str | None, bot: bool, name: str | None, email: str | None) -> Identity:
    return Identity(
        "github",
        f"login:{login.lower()}" if id_ is None and login else str(id_),
        handle=login or None,
        name=name or None,
        email=email or None,
        url=_page(login) if login else None,
        avatar=None if id_ is None else f"https://avatars.githubusercontent.com/u/{id_}",
        bot=True if bot or (login or "").endswith("[bot]") else None,
    )


def _page(login: str) -> str:
    """An app's bot has no page of its own; the app has."""
    path = f"apps/{login.removesuffix('[bot]')}" if login.endswith("[bot]") else login
    return f"https://github.com/{path}"


def channel_of(repository: Repository | None) -> Channel:
    if repository is None or (repository.id is None and not repository.name):
        return SITE
    return _channel(repository.id, repository.name)


@lru_cache(REMEMBERED)
def _channel(id_: int | None, name: str | None) -> Channel:
    name = name or None
    native_id = f"name:{name.lower()}" if id_ is None and name else str(id_)
    url = f"https://github.com/{name}" if name else None
    return Channel("github", native_id, name or native_id, url, stands_in=None if name else True)


def author_of(commit: Commit) -> Identity | None:
    author = commit.author
    if author is None or not (author.name or author.email):
        return None
    return signed_by(author.name or "", author.email or "")


signed_by = lru_cache(REMEMBERED)(git_author)


@lru_cache(REMEMBERED)
def git_channel(name: str) -> Channel:
    """The git repository behind a repository on GitHub, `owner/name`."""
    return Channel("git", f"github.com/{name}", name, f"https://github.com/{name}")
