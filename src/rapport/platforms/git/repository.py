"""What a repository is called, and where its pages are."""

from pathlib import PurePosixPath
from urllib.parse import quote, urlsplit

from rapport.words.identity import Channel

# Hosts whose page of a commit is known to be <repository>/commit/<sha>.
HOSTS = ("github.com", "gitlab.com", "codeberg.org")
_TAGS = {"github.com": "releases/tag", "gitlab.com": "-/tags", "codeberg.org": "src/tag"}
"""Where their pages of tags stand below the repository's."""

# File names that say nothing of the repository; the folder's name then does.
_SAY_NOTHING = ("commits", "commit", "commit-table", "git", "git-log", "gitlog", "log")


def name_of_origin(url: str) -> str | None:
    """`github.com/owner/repo` from an origin's URL, without user, password, port and `.git`.

    None for a path on this machine, which would tell nobody else anything.
    """
    url = url.strip()
    if "://" in url:
        try:
            parts = urlsplit(url)
            scheme, host, path = parts.scheme, parts.hostname or "", parts.path
        except ValueError:
            return None
        if scheme == "file":
            return None
    else:  # scp's form: user@host:owner/repo.git
        place, colon, path = url.partition(":")
        host = place.rpartition("@")[2].lower()
        if not colon or "/" in place or len(host) < 2:
            return None
    path = path.strip("/").removesuffix(".git").strip("/")
    return f"{host}/{path}" if host and path else None


def name_of_table(path: str) -> str:
    """The repository's name as far as a commit table's own name tells: `urho3d/commits.tsv.gz` is `urho3d`."""
    place = PurePosixPath(path.rpartition(" › ")[2])  # inside an archive: `all.zip › urho3d/commits.tsv`
    name = place.name
    for suffix in (".gz", ".tsv", ".csv", ".txt", ".log"):
        name = name.removesuffix(suffix)
    if name.lower() in _SAY_NOTHING and place.parent.name not in ("", ".", ".."):
        name = place.parent.name
    return name or "commits"


def name_of_bundle(path: str) -> str:
    """`reeds` of `backup.zip › reeds.bundle`."""
    return PurePosixPath(path.rpartition(" › ")[2]).name.removesuffix(".bundle") or "repository"


def channel_of(name: str) -> Channel:
    host, _, path = name.partition("/")
    if host in HOSTS and path:
        return Channel("git", name, path, f"https://{name}")
    return Channel("git", name, name)


def page_of_tag(channel: Channel, name: str, sha: str) -> str | None:
    """The page of a tag; of its commit where the host's pages of tags are not known."""
    if not channel.url:
        return None
    place = _TAGS.get(urlsplit(channel.url).hostname or "")
    return f"{channel.url}/{place}/{quote(name)}" if place else f"{channel.url}/commit/{sha}"
