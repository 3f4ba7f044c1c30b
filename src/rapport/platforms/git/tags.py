"""What `git for-each-ref` tells of tags → activities. Pure: the bytes come in, nothing is run or opened.

A tag names a commit. An annotated one says who made it and when; of another only the commit's time is known.
"""

from collections.abc import Iterable, Iterator

from rapport.platforms.git.message import read_message
from rapport.platforms.git.moment import Moment, moment_of_seconds
from rapport.platforms.git.read import person
from rapport.platforms.git.repository import page_of_tag
from rapport.words.activity import Activity, revision_of
from rapport.words.identity import Channel
from rapport.words.records import MAX_RAW, Record

PLACE = "refs/tags/"
FIELDS = (
    "%(refname)", "%(objecttype)", "%(objectname)", "%(committerdate:raw)",
    "%(*objecttype)", "%(*objectname)", "%(*committerdate:raw)",
    "%(taggername)", "%(taggeremail)", "%(taggerdate:raw)", "%(contents:subject)", "%(contents:body)",
)  # fmt: skip
"""`*` is what an annotated tag names; subject and body leave its signature out."""
FORMAT = "%00".join(FIELDS) + "%00"


def read_tags(chunks: Iterable[bytes], channel: Channel, names: dict[str, str] | None = None) -> Iterator[Record]:
    """One record a tag of a commit, as the output arrives; tags of files and folders are nobody's release.

    `names` says what the tags are called where the repository itself numbers them.
    """
    rest = b""
    for chunk in chunks:
        parts = (rest + chunk).split(b"\0")
        whole = (len(parts) - 1) // len(FIELDS) * len(FIELDS)  # what follows the last NUL has only begun
        for start in range(0, whole, len(FIELDS)):
            fields = [part[:MAX_RAW].decode("utf-8", "replace") for part in parts[start : start + len(FIELDS)]]
            if tag := _tag(fields, channel, names):
                yield Record(f"tag {tag.title}", [tag])
        rest = b"\0".join(parts[whole:])


def _tag(fields: list[str], channel: Channel, names: dict[str, str] | None) -> Activity | None:
    name, kind, sha, date, inner_kind, inner, inner_date, tagger, address, tagged, subject, body = fields
    name = name.strip().removeprefix(PLACE)
    if names is not None:
        name = names.get(name, "").removeprefix(PLACE)
    if annotated := kind == "tag":
        kind, sha, date = inner_kind, inner, inner_date
    moment = _moment(tagged) or _moment(date)
    if kind != "commit" or moment is None or not name:
        return None
    said = read_message(f"{subject}\n\n{body}") if annotated else read_message("")
    return Activity(
        "git", f"{sha}/tag/{name}", "create", moment.at,
        person(tagger, address.strip("<>")) if annotated else None,
        channel, revision_of(moment.at), moment.zone if annotated and tagged else None,
        title=name, text="\n\n".join(part for part in (said.title, said.text) if part) or None,
        url=page_of_tag(channel, name, sha), facts={"type": "tag", "annotated": annotated},
    )  # fmt: skip


def _moment(date: str) -> Moment | None:
    """None where git tells no date, or one that no calendar holds: old tags have no tagger."""
    seconds, _, zone = date.partition(" ")
    try:
        return moment_of_seconds(seconds, zone)
    except ValueError:
        return None
