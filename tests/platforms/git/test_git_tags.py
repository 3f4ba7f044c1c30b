"""Tags: who made them, when, on which commit, and which of them are none of ours."""

from datetime import UTC, datetime

import pytest

from rapport.platforms.git.client import limits
from rapport.platforms.git.repository import channel_of
from rapport.platforms.git.tags import FIELDS, read_tags
from rapport.words.identity import git_author

LATER = {"GIT_COMMITTER_NAME": "Bo Reed", "GIT_COMMITTER_EMAIL": "Bo@Example.org"}


def test_an_annotated_tag_says_who_made_it_and_when(repository):
    sha = repository.commit("one")
    message = "Version 1.0\n\nGears.\n\nSigned-off-by: Cy <cy@example.org>"
    repository.git("tag", "-a", "v1.0", "-m", message, **LATER, GIT_COMMITTER_DATE="1700090000 -0500")
    tag = repository.tags()["v1.0"]
    assert (tag.platform, tag.native_id, tag.kind) == ("git", f"{sha}/tag/v1.0", "create")
    assert (tag.at, tag.zone) == (datetime(2023, 11, 15, 23, 13, 20, tzinfo=UTC), -300)
    assert tag.author == git_author("Bo Reed", "bo@example.org")
    assert tag.text == "Version 1.0\n\nGears."
    assert tag.facts == {"type": "tag", "annotated": True}


def test_of_a_plain_tag_only_the_commits_time_is_known(repository):
    repository.commit("one")
    repository.git("tag", "nightly")
    tag = repository.tags()["nightly"]
    assert tag.at == datetime(2023, 11, 14, 22, 15, tzinfo=UTC)
    assert (tag.author, tag.zone, tag.text, tag.facts) == (None, None, None, {"type": "tag", "annotated": False})


def test_tags_of_files_are_passed_over_and_commits_are_read_where_one_leads_nowhere(repository):
    sha = repository.commit("one", a="1\n")
    repository.git("tag", "of-a-file", repository.git("hash-object", "-w", "a"))
    repository.git("tag", "-a", "of-a-folder", "-m", "x", "HEAD^{tree}")
    repository.git("tag", "good")
    assert repository.tags().keys() == {"good"}
    (repository.path / ".git/refs/tags/zzz").write_text("1" * 40 + "\n")
    assert [record.activities[0].native_id for record in repository.records()] == [sha]
    assert "nor are tags" in limits(repository.path)[0]


@pytest.mark.parametrize(
    ("origin", "page"),
    [
        ("git@github.com:o/r.git", "https://github.com/o/r/releases/tag/a/b%231"),
        ("https://gitlab.com/o/r", "https://gitlab.com/o/r/-/tags/a/b%231"),
        ("https://codeberg.org/o/r", "https://codeberg.org/o/r/src/tag/a/b%231"),
        ("https://git.example.org/o/r", None),
    ],
)
def test_a_tag_has_its_page(repository, origin, page):
    repository.commit("one")
    repository.git("tag", "a/b#1")
    repository.git("remote", "add", "origin", origin)
    assert repository.tags()["a/b#1"].url == page


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_it_does_not_matter_how_the_output_is_cut(size):
    one = ["\nrefs/tags/v1", "commit", "a" * 40, "1700000000 +0000", "", "", "", "", "", "", "", ""]
    told = "".join(f"{field}\0" for field in [*one, *one[:-1], "x"]).encode() + b"\n"
    assert len(one) == len(FIELDS)
    cut = [told[at : at + size] for at in range(0, len(told), size)]
    assert [record.position for record in read_tags(cut, channel_of("r"))] == ["tag v1", "tag v1"]
    bad = b"\0".join(part.encode() for part in [*one[:3], "99999999999999999999 +0000", *one[4:]]) + b"\0"
    assert list(read_tags([bad], channel_of("r"))) == []
