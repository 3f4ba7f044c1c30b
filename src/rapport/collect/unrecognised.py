"""What is said of a file that no reader recognises. Pure."""

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


def about(file: str) -> Said:
    if clone := _clone(file):
        return Said(clone, "a git clone inside an archive; unpack it and import the folder")
    if _litter(file):
        return Said(
            file, "", "What macOS and Windows leave in folders (.DS_Store, Thumbs.db, __MACOSX) was passed over."
        )
    recognised = f"Archives of these are recognised: {understood()}."
    return Said(file, "not recognised", f"{recognised} `rapport collect map` helps with any other table.")


def _clone(file: str) -> str:
    """The clone that a file in an archive is a part of, `old.zip › project/.git`; or nothing."""
    outer, inside, path = file.rpartition(" › ")
    before, found, _ = f"/{path}".partition("/.git/")
    return f"{outer}{inside}{f'{before}/.git'[1:]}" if inside and found else ""


def _litter(file: str) -> bool:
    *folders, name = PurePosixPath(file.rpartition(" › ")[2]).parts or ("",)
    return "__MACOSX" in folders or name.startswith("._") or name.lower() in LITTER
