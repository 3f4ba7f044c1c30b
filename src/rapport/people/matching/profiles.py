"""Which account a link leads to: `https://github.com/ada` is GitHub's `ada`."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit


class Account(NamedTuple):
    platform: str
    login: str
    """In lower case."""


_ACCOUNTS = {
    "github": r"(?:gist\.)?github\.com/([\w-]+)",
    "gitlab": r"gitlab\.com/([\w.-]+)",
    "x": r"(?:x|twitter)\.com/@?(\w+)",
    "reddit": r"(?:(?:old|new|np)\.)?reddit\.com/(?:user|u)/([\w-]+)",
    "youtube": r"youtube\.com/@([\w.-]+)",
    "telegram": r"(?:t|telegram)\.me/(\w+)",
    "bluesky": r"bsky\.app/profile/([\w.-]+)",
    "linkedin": r"(?:[a-z]{2}\.)?linkedin\.com/in/([\w.-]+)",
    "dev": r"dev\.to/([\w-]+)",
    "medium": r"medium\.com/@([\w.-]+)",
    "facebook": r"(?:web\.|[a-z]{2}-[a-z]{2}\.)?facebook\.com/([\w.]+)",
    "instagram": r"instagram\.com/([\w.]+)",
}
"""How the address of an account looks, without scheme, `www.`, `m.` and `mobile.`. Other hosts under the same name are
the platform's own (`news.x.com`), and of no account."""
_PATTERNS = {platform: re.compile(pattern) for platform, pattern in _ACCOUNTS.items()}
_OWN = re.compile(
    r"(?:.+\.)?(?:github\.com|gitlab\.com|x\.com|twitter\.com|reddit\.com|youtube\.com|t\.me|telegram\.me|bsky\.app"
    r"|linkedin\.com|dev\.to|medium\.com|facebook\.com|instagram\.com)"
)
_SHORTENED = re.compile(r"^(?:www|m|mobile)\.")
_FEDIVERSE = re.compile(r"/@([\w.-]+)/?")
_LENGTHS = range(2, 65)
_PAGES = """
about blog docs enterprise events explore features groups hashtag help home i intent jobs join joinchat login
marketplace messages new notifications orgs p pages pricing privacy profile.php readme reel s search security settings
share sharer.php signup sponsors stories tags team terms topics trending watch
"""
_NO_ACCOUNT = frozenset(_PAGES.split())
"""Pages that stand where an account would."""


def has_one_site(platform: str) -> bool:
    """Whether a login is one account, wherever it is seen: GitHub's, not a forum's."""
    return platform in _ACCOUNTS


def account_in(url: str) -> Account | str:
    """The account, else the page without scheme, `www.` and last slash; empty for what is no web address, and for the
    platforms' other pages."""
    try:
        parts = urlsplit(url.strip() if "//" in url else f"https://{url.strip()}")
        host = _SHORTENED.sub("", parts.hostname or "")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or "." not in host:
        return ""
    page = "/".join([host, *(piece for piece in parts.path.split("/") if piece)]).lower()
    if _OWN.fullmatch(host):
        return _account(page)
    if fediverse := _FEDIVERSE.fullmatch(parts.path):
        return Account("mastodon", f"{fediverse[1].lower()}@{host}")
    return page


def _account(page: str) -> Account | str:
    for platform, pattern in _PATTERNS.items():
        if (found := pattern.fullmatch(page)) and found[1] not in _NO_ACCOUNT and len(found[1]) in _LENGTHS:
            return Account(platform, found[1])
    return ""
