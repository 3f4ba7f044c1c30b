"""Which site a dump is of. No file of a dump says so; posts and users are counted per site, so every id carries it."""

import re

from rapport.words.identity import Channel

UNKNOWN = "unknown"
"""The site of a dump whose path names none, the same for all of them."""

_NETWORK = re.compile(
    r"(?<![a-z0-9.-])((?:[a-z0-9-]+\.)*(?:stackexchange|stackoverflow|serverfault|superuser|askubuntu|stackapps)\.com"
    r"|(?:[a-z0-9-]+\.)*mathoverflow\.net)(?![a-z0-9])",
    re.IGNORECASE,
)
_FOLDER = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)
_ENDINGS = re.compile(r"(?:\.(?:7z|zip|tar|tgz|gz|bz2|xz|zst|xml))+$", re.IGNORECASE)


def site_of(file: str, given: str = "") -> str:
    """The host in the path of a file, the innermost one: `ai.stackexchange.com.zip › Posts.xml`,
    `stackoverflow.com-Posts.xml`, `dumps/ai.stackexchange.com/Posts.xml`; else a folder called like a host.

    `given`: what was asked for, which a path inside a folder does not repeat.
    """
    if found := _NETWORK.findall(file) or _NETWORK.findall(given):
        return str(found[-1]).lower()
    parts = re.split(r"/| › ", file)[:-1]
    folders = [_ENDINGS.sub("", part.strip()) for part in [given.rstrip("/").rsplit("/", 1)[-1], *parts]]
    return next((folder.lower() for folder in reversed(folders) if _FOLDER.fullmatch(folder)), UNKNOWN)


def channel_of(site: str) -> Channel:
    if site == UNKNOWN:
        return Channel("stackexchange", site, "an unnamed site", stands_in=True)
    return Channel("stackexchange", site, site, web(site, ""))


def web(site: str, path: str) -> str | None:
    return None if site == UNKNOWN else f"https://{site}{path}"
