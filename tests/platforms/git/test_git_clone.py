"""Commits of real clones: what is read, from where, and with which figures."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rapport.platforms.git.client import is_repository, limits, read_clone, repository_name
from rapport.words.activity import COMMIT_FROM_CLONE, COMMIT_FROM_TABLE
from rapport.words.errors import SourceUnreadable
from rapport.words.identity import Channel, git_author
from rapport.words.records import Unreadable


def test_a_commit_is_read_whole(repository):
    sha = repository.commit("Fix the gears\n\nThey ground.\n\nTwice.\n", a__txt="1\n2\n")
    (commit,) = repository.commits().values()
    assert (commit.platform, commit.native_id, commit.kind) == ("git", sha, "commit")
    assert commit.at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert commit.zone == 210
    assert commit.author == git_author("Ada Lovelace", "ada@example.org")
    assert (commit.title, commit.text) == ("Fix the gears", "They ground.\n\nTwice.")
    assert commit.facts == {"merge": False, "files": 1, "added": 2, "removed": 0}
    assert commit.channel == Channel("git", "project", "project")
    assert commit.revision == COMMIT_FROM_CLONE


def test_figures_of_renames_binaries_deletions_and_strange_names(repository):
    lines = "".join(f"{number}\n" for number in range(20))
    repository.commit("first", old=lines, bin=b"\0\1\2", gone="a\nb\n")
    (repository.path / "old").rename(repository.path / 'n\tew "ü\n5\t5\tx')
    (repository.path / 'n\tew "ü\n5\t5\tx').write_text(lines + "one more\n")
    (repository.path / "gone").unlink()
    second = repository.commit("second", bin=b"\0\3")
    (repository.path / 'n\tew "ü\n5\t5\tx').rename(repository.path / "\x01again")
    third = repository.commit("third")
    commits = repository.commits()
    assert commits[second].facts == {"merge": False, "files": 3, "added": 1, "removed": 2}
    assert commits[third].facts == {"merge": False, "files": 1, "added": 0, "removed": 0}


def test_a_merge_is_told_apart_and_counts_no_lines(repository):
    repository.commit("base", a="a\n")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit("side", b="b\n")
    repository.git("checkout", "-q", "main")
    repository.commit("main", c="c\n")
    repository.git("merge", "-q", "--no-ff", "-m", "together", "side")
    merge = repository.commits()[repository.git("rev-parse", "HEAD")]
    assert merge.facts == {"merge": True}


def test_branches_remotes_tags_and_detached_head_are_read_but_no_stash(repository):
    repository.commit("main", a="1\n")
    for place in ("refs/heads/b", "refs/remotes/origin/r", "refs/tags/t"):
        repository.git("checkout", "-q", "--detach", "main")
        repository.git("update-ref", place, repository.commit(place, **{place[-1]: place}))
    repository.git("tag", "-a", "annotated", "-m", "x", "main")
    repository.git("tag", "of-a-file", repository.git("hash-object", "-w", "a"))
    repository.git("checkout", "-q", "--detach", "main")
    repository.commit("detached", d="1\n")
    (repository.path / "a").write_text("stashed\n")
    repository.git("stash")
    titles = sorted(commit.title for commit in repository.commits().values())
    assert titles == ["detached", "main", "refs/heads/b", "refs/remotes/origin/r", "refs/tags/t"]


def test_trailers_become_credits_and_leave_the_text(repository):
    sha = repository.commit(
        "Teach it\n\nIt learns.\n\n"
        "Co-authored-by: Bob Ng <Bob@Example.org>\nReviewed-by: Cy <cy@example.org>\n"
        "Signed-off-by: Ada L. <ada@example.org>\nSigned-off-by: Dee <dee@example.org>\nFixes: #7\n"
    )
    commit = repository.commits()[sha]
    assert commit.text == "It learns."
    found = repository.credited(sha)
    assert [(credit.kind, credit.author.name) for credit in found] == [
        ("coauthor", "Bob Ng"), ("review", "Cy"), ("signoff", "Dee"),
    ]  # fmt: skip
    assert found[0].native_id == f"{sha}/coauthor/bob@example.org"
    assert {(credit.parent, credit.at, credit.zone) for credit in found} == {(sha, commit.at, None)}


def test_an_empty_repository_has_no_commits(repository):
    assert list(read_clone(repository.path)) == []


def test_a_bare_repository_gives_the_same_as_its_clone(repository, tmp_path):
    (repository.path / ".gitattributes").write_text("* -diff\n")
    repository.commit("a", a="1\n2\n")
    repository.git("clone", "-q", "--bare", ".", str(tmp_path / "project.git"))
    outcomes = list(read_clone(tmp_path / "project.git"))
    assert [outcome.activities for outcome in outcomes] == [record.activities for record in repository.records()]


def test_a_linked_worktree_is_read(repository, tmp_path):
    sha = repository.commit("a")
    repository.git("worktree", "add", "-q", str(tmp_path / "linked"))
    assert [outcome.activities[0].native_id for outcome in read_clone(tmp_path / "linked")] == [sha]


def test_a_shallow_clone_says_so_and_gives_way_to_a_full_one(repository, tmp_path):
    for number in range(4):
        repository.commit(f"change {number}", a=f"{number}\n" * 5)
    shallow = tmp_path / "shallow"
    repository.git("clone", "-q", "--depth", "2", f"file://{repository.path}", str(shallow))
    newest, oldest = [outcome.activities[0] for outcome in read_clone(shallow)]
    assert newest.revision == COMMIT_FROM_CLONE
    assert newest.facts == {"merge": False, "files": 1, "added": 5, "removed": 5}
    # Git shows the boundary as if it had added every file; that must not stand as a figure.
    assert (oldest.revision, oldest.facts) == (COMMIT_FROM_TABLE, None)
    assert "shallow" in " ".join(limits(shallow))
    assert limits(repository.path) == ()


def test_a_partial_clone_is_read_without_fetching(repository, tmp_path):
    repository.commit("one", a="1\n")
    repository.commit("two", a="2\n")
    repository.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    repository.git("clone", "-q", "--bare", "--filter=blob:none", f"file://{repository.path}", str(partial))
    objects = sorted((partial / "objects").rglob("*"))
    commits = [outcome.activities[0] for outcome in read_clone(partial)]
    assert [commit.title for commit in commits] == ["two", "one"]
    assert {commit.revision for commit in commits} == {COMMIT_FROM_TABLE}
    assert "partial" in " ".join(limits(partial))
    assert sorted((partial / "objects").rglob("*")) == objects


def test_a_message_in_another_encoding_is_converted(repository):
    repository.git("config", "i18n.commitEncoding", "ISO-8859-1")
    repository.git("config", "i18n.logOutputEncoding", "ISO-8859-1")
    repository.commit("Zürich\n".encode("latin-1"))
    (commit,) = repository.commits().values()
    assert commit.title == "Zürich"


def test_bytes_of_no_encoding_are_replaced(repository):
    sha = repository.literal_commit(b"J\xf8rn <j@example.org> 1700000000 +0000", b"caf\xe9\n")
    commit = repository.commits()[sha]
    assert (commit.title, commit.author.name) == ("caf�", "J�rn")


@pytest.mark.parametrize(
    ("date", "at", "zone"),
    [
        (b"0 +0000", "1970-01-01T00:00:00+00:00", 0),
        (b"12 +9999", "1970-01-01T00:00:12+00:00", None),
        (b"12 -1200", "1970-01-01T00:00:12+00:00", -720),
        (b"253402300799 +0000", "9999-12-31T23:59:59+00:00", 0),
    ],
)
def test_odd_dates(repository, date, at, zone):
    sha = repository.literal_commit(b"X <x@example.org> " + date)
    commit = repository.commits()[sha]
    assert (commit.at.isoformat(), commit.zone) == (at, zone)


@pytest.mark.parametrize("date", [b"253402300800 +0000", b"9" * 30 + b" +0000", b"-5 +0000", b"yesterday", b""])
def test_an_impossible_date_costs_only_its_own_commit(repository, date):
    good = repository.commit("good")
    bad = repository.literal_commit(b"X <x@example.org> " + date)
    outcomes = {outcome.position: outcome for outcome in read_clone(repository.path)}
    assert isinstance(outcomes[f"commit {bad}"], Unreadable)
    assert "date" in outcomes[f"commit {bad}"].reason
    assert outcomes[f"commit {good}"].activities[0].title == "good"


def test_a_commit_that_names_nobody_has_no_author(repository):
    sha = repository.literal_commit(b" <> 12 +0000")
    assert repository.commits()[sha].author is None


def test_the_mailmap_is_not_applied(repository):
    sha = repository.commit("a", __mailmap="Someone Else <else@example.org> <ada@example.org>\n")
    repository.git("config", "log.mailmap", "true")
    assert repository.commits()[sha].author == git_author("Ada Lovelace", "ada@example.org")


def test_an_origin_on_github_gives_names_and_addresses(repository):
    repository.git("remote", "add", "origin", "https://me:token@github.com/Owner/Repo.git")
    sha = repository.commit("a")
    commit = repository.commits()[sha]
    assert repository_name(repository.path) == "github.com/Owner/Repo"
    assert commit.channel == Channel("git", "github.com/Owner/Repo", "Owner/Repo", "https://github.com/Owner/Repo")
    assert commit.url == f"https://github.com/Owner/Repo/commit/{sha}"


def test_a_folder_without_origin_gives_its_own_name(repository):
    assert repository_name(repository.path) == "project"
    assert repository_name(repository.path / ".git") == "project"


def test_this_projects_own_clone_has_all_its_commits(repository):
    root = Path(__file__).parents[3]
    if not is_repository(root):
        pytest.skip("this copy of the project is no clone")
    everything = repository.git(
        "-c", "safe.directory=*", "-C", str(root), "rev-list", "--count", "--branches", "--remotes", "--tags", "HEAD"
    )  # fmt: skip
    read = sum(1 for _ in read_clone(root))
    assert read >= int(everything) > 0  # another commit may have been made in between


def test_a_public_inbox_is_told_and_no_mail_taken_for_a_commit(repository):
    mail = "From: Ada <ada@example.org>\nSubject: hello\n\nwords\n"
    repository.commit("hello", m=mail)
    with pytest.raises(SourceUnreadable, match="public-inbox"):
        list(read_clone(repository.path))
    repository.commit("code", m="all:\n\tmake\n")
    assert len(repository.commits()) == 2
