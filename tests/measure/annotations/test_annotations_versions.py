"""Which version a tag names, and how much it weighs."""

import pytest

from rapport.measure.annotations.mark import Rank
from rapport.measure.annotations.versions import version_of


@pytest.mark.parametrize(
    ("tag", "numbers", "rank"),
    [
        ("v1.0.0", (1, 0, 0), Rank.MAJOR),
        ("2.0", (2, 0, 0), Rank.MAJOR),
        ("v5", (5, 0, 0), Rank.MAJOR),
        ("release-3", (3, 0, 0), Rank.MAJOR),
        ("v0.15.0", (0, 15, 0), Rank.MINOR),
        ("urho3d-1.7", (1, 7, 0), Rank.MINOR),
        ("v1.2.3", (1, 2, 3), Rank.PATCH),
        ("REL_9_6_1", (9, 6, 1), Rank.PATCH),
        ("1.0.0.4", (1, 0, 4), Rank.PATCH),
        ("ubuntu/2024.03", (2024, 3, 0), Rank.MINOR),
        ("v1.0.0-rc.1", (1, 0, 0), Rank.EARLY),
        ("1.7-ALPHA1", (1, 7, 0), Rank.EARLY),
        ("v2.0.0b3", (2, 0, 0), Rank.EARLY),
        ("spring-2.0-M4", (2, 0, 0), Rank.EARLY),
        ("v3-beta", (3, 0, 0), Rank.EARLY),
        ("nightly-2020-01-15", (2020, 1, 15), Rank.EARLY),
        ("v1.2.0+build.5", (1, 2, 0), Rank.MINOR),
        ("alphabet-1.2.0", (1, 2, 0), Rank.MINOR),
    ],
)
def test_a_tag_names_a_version(tag: str, numbers: tuple[int, int, int], rank: Rank) -> None:
    found = version_of(tag)
    assert found is not None
    assert (found[:3], found.rank) == (numbers, rank)


@pytest.mark.parametrize("tag", ["nightly", "before-the-rewrite", "", "stable", "x86", "v", "1", "20240101"])
def test_what_names_none(tag: str) -> None:
    assert version_of(tag) is None
