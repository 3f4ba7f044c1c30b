"""What is said of a file that no reader recognises. Pure."""

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from rapport.collect.archives import understood

LITTER = frozenset({".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", ".localized"})
"""Names of what macOS and Windows leave in folders for themselves."""


class Said(NamedTuple):
    file: str
    """What it is said of: of a clone's thousand files, the clone."""
    reason: str
    """Empty where the file is nobody's."""
    note: str = ""
    """A sentence about what was given as a whole."""


STRANGERS = (
    (
        (rb"\A\s*(?:<\?xml[^>]{0,200}>\s*)?<opml\b",),
        "a list of feeds (OPML) without their entries; save what the addresses in it answer, and import that",
    ),
    (
        (rb'\A\s*(?:\[\s*"vcalendar"|(?:<\?xml[^>]{0,200}>\s*)?<icalendar\b)',),
        "a calendar in JSON or XML; export it as .ics",
    ),
    (
        (rb'"https?://(?!api\.github\.com)[\w.-]{1,200}/api/v3/repos/',),
        "of a GitHub Enterprise server, whose numbers would be taken for those of github.com",
    ),
    (
        (rb'"iid"\s*:\s*\d', rb'"(?:project_id|author_id|merge_requests_count)"\s*:'),
        "of GitLab, which is not read yet; import a clone of the repository, and a CSV of the issues with a mapping",
    ),
    (
        (rb'\A(?:\xef\xbb\xbf)?[\s\[]*\{\s*"backend_name"\s*:\s*"',),
        "what Perceval fetched, of which GitHub's and Discourse's is read; import the mail, export or log that it read",
    ),
    (
        (rb'"renoteId"\s*:', rb'"visibleUserIds"\s*:'),
        "notes of Misskey, which say neither whose they are nor on which server",
    ),
)
"""What files that are known and not read hold, all of it, and what they are."""


def about(file: str, head: bytes = b"") -> Said:
    if clone := _clone(file):
        return Said(clone, "a git clone inside an archive; unpack it and import the folder")
    if litter(file):
        return Said(
            file, "", "What macOS and Windows leave in folders (.DS_Store, Thumbs.db, __MACOSX) was passed over."
        )
    for marks, words in STRANGERS:
        if all(re.search(mark, head) for mark in marks):
            return Said(file, words)
    read = f"Rapport reads archives of {understood()}; `rapport collect map` helps with any other table."
    return Said(file, "not recognised", f"What was not recognised is listed as not read. {read}")


def _clone(file: str) -> str:
    """The clone that a file in an archive is a part of, `old.zip › project/.git`; or nothing."""
    outer, inside, path = file.rpartition(" › ")
    before, found, _ = f"/{path}".partition("/.git/")
    return f"{outer}{inside}{f'{before}/.git'[1:]}" if inside and found else ""


def litter(file: str) -> bool:
    """Whether it is what an operating system left for itself, by its name."""
    *folders, name = PurePosixPath(file.rpartition(" › ")[2]).parts or ("",)
    return "__MACOSX" in folders or name.startswith("._") or name.lower() in LITTER
