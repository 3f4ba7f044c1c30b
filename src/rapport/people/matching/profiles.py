"""Which account a link leads to: `https://github.com/ada` is GitHub's `ada`."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit


class Account(NamedTuple):
    platform: str
    login: str
    """In lower case."""


_HOSTS = {
    "github.com": "github",
    "gitlab.com": "gitlab",
    "x.com": "x",
    "twitter.com": "x",
    "reddit.com": "reddit",
    "youtube.com": "youtube",
    "t.me": "telegram",
    "bsky.app": "bluesky",
    "linkedin.com": "linkedin",
    "dev.to": "dev",
    "medium.com": "medium",
    "facebook.com": "facebook",
    "instagram.com": "instagram",
}
_IN = {"linkedin": "in", "reddit": "user", "bluesky": "profile"}
"""Where the account is the second part of the path."""
_FEDIVERSE = re.compile(r"/@([\w.-]+)/?")
_LOGIN = re.compile(r"@?([\w.-]{2,64})")
_PAGES = "about blog docs explore features home login orgs search settings sponsors topics"
_NO_ACCOUNT = frozenset(_PAGES.split())


def account_in(url: str) -> Account | str:
    """The account, else the page without scheme, `www.` and last slash; empty for what is no web address."""
    try:
        parts = urlsplit(url.strip() if "//" in url else f"https://{url.strip()}")
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or "." not in host:
        return ""
    pieces = [piece for piece in parts.path.split("/") if piece]
    platform = _HOSTS.get(host) or _HOSTS.get(host.partition(".")[2], "")
    if platform:
        inside = _IN.get(platform)
        if inside and pieces[:1] == [inside]:
            pieces = pieces[1:]
        elif inside:
            return ""
        login = _LOGIN.fullmatch(pieces[0]) if len(pieces) == 1 else None
        return Account(platform, login[1].lower()) if login and login[1].lower() not in _NO_ACCOUNT else ""
    if fediverse := _FEDIVERSE.fullmatch(parts.path):
        return Account("mastodon", f"{fediverse[1].lower()}@{host}")
    return "/".join([host, *pieces]).lower()
