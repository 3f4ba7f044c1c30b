"""Which version a tag names, as projects write them: `v1.2.3`, `release-2.0`, `REL_9_6_1`, `1.7-rc2`. Pure."""

import re
from typing import NamedTuple

from rapport.measure.annotations.mark import Rank


class Version(NamedTuple):
    major: int
    minor: int
    patch: int
    early: bool
    """Not the version itself yet, as semver.org's pre-releases."""

    @property
    def rank(self) -> Rank:
        if self.early:
            return Rank.EARLY
        if self.patch:
            return Rank.PATCH
        return Rank.MINOR if self.minor else Rank.MAJOR


_DIVIDED = re.compile(r"(?<=\d)[_-](?=\d)")
_NUMBERS = re.compile(r"(?<![\d.])(\d{1,8})\.(\d{1,8})(?:\.(\d{1,8}))?((?:\.\d{1,8})*)")
_ALONE = re.compile(r"(?:v|r|version|release)[-_. ]?(\d{1,8})(?![\d.])", re.IGNORECASE)
_EARLY = re.compile(
    r"(?<![a-z])(?:alpha|beta|rc|cr|pre|preview|prerelease|dev|nightly|snapshot|canary|experimental|test|milestone"
    r"|insiders?|edge|next|eap)(?![a-z])",
    re.IGNORECASE,
)
_EARLY_SHORT = re.compile(r"[-._]?(?:a|b|c|m|rc|pre|dev)[-.]?\d+(?![a-z])", re.IGNORECASE)
"""What may stand right behind the numbers: `1.0b2`, `2.0-M1`."""


def version_of(tag: str) -> Version | None:
    """None where the tag names no version: `nightly`, `before-the-rewrite`."""
    written = _DIVIDED.sub(".", tag)
    early = _EARLY.search(written) is not None
    if found := _NUMBERS.search(written):
        early = early or _EARLY_SHORT.match(written, found.end()) is not None
        rest = sum(int(part) for part in found[4].split(".") if part)
        return Version(int(found[1]), int(found[2]), int(found[3] or 0) or rest, early)
    if found := _ALONE.fullmatch(written) or _ALONE.match(written):
        return Version(int(found[1]), 0, 0, early or _EARLY_SHORT.match(written, found.end()) is not None)
    return None
