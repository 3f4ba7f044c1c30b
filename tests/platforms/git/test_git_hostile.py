"""Repositories that are damaged, or made to harm whoever reads them."""

import os
from itertools import islice

import psutil
import pytest

from rapport.platforms.git.client import limits, read_clone
from rapport.words.errors import SourceUnreadable


def test_nothing_that_a_repository_names_is_run(repository, tmp_path):
    witness = tmp_path / "it-ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho ran >> {witness}\ncat\n")
    program.chmod(0o755)
    (repository.path / ".gitattributes").write_text("* diff=evil filter=evil\n")
    repository.commit("one", a="1\n")
    repository.commit("two", a="2\n")
    signed = repository.git("cat-file", "commit", "HEAD").replace(
        "committer", "gpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----\ncommitter", 1
    )
    sha = repository.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=signed.encode())
    repository.git("update-ref", "refs/heads/signed", sha)
    for setting in (
        "core.fsmonitor", "core.pager", "pager.log", "gpg.program", "diff.external", "diff.evil.command",
        "diff.evil.textconv", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "core.sshCommand",
        "core.alternateRefsCommand", "core.editor", "credential.helper",
    ):  # fmt: skip
        repository.git("config", setting, str(program))
    repository.git("config", "alias.log", f"!{program}")
    repository.git("config", "log.showSignature", "true")
    hooks = repository.path / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("post-checkout", "reference-transaction", "fsmonitor-watchman", "post-index-change"):
        (hooks / hook).symlink_to(program)
    assert len(repository.records()) == 3
    assert not witness.exists()
    # The trap is live: git by itself falls into it.
    repository.git("log", "-p", "--ext-diff", "signed")
    assert witness.exists()


def test_the_callers_git_environment_does_not_matter(repository, tmp_path, monkeypatch):
    sha = repository.commit("one", a="1\n")
    monkeypatch.setenv("GIT_DIR", str(tmp_path))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    monkeypatch.setenv("GIT_TRACE", str(tmp_path / "trace"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "log.showRoot")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "false")
    assert repository.commits()[sha].facts == {"merge": False, "files": 1, "added": 1, "removed": 0}
    assert not (tmp_path / "trace").exists()


def test_settings_of_the_repository_do_not_change_the_figures(repository):
    repository.commit("one", a="1\n2\n3\n4\n")
    (repository.path / "a").rename(repository.path / "b")
    repository.commit("two")
    before = repository.commits()
    for name, value in (
        ("diff.renames", "false"), ("log.showRoot", "false"), ("diff.relative", "true"), ("log.date", "iso"),
        ("log.follow", "true"), ("diff.orderFile", "/nowhere"), ("format.pretty", "oneline"), ("color.ui", "always"),
    ):  # fmt: skip
        repository.git("config", name, value)
    assert repository.commits() == before


def test_a_replaced_commit_is_read_as_it_was_written(repository):
    first = repository.commit("true")
    second = repository.commit("false")
    repository.git("replace", first, second)
    assert repository.commits()[first].title == "true"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to another user")
def test_another_users_clone_is_read(repository):
    sha = repository.commit("one", a="1\n")
    for place in [repository.path, *repository.path.rglob("*")]:
        os.chown(place, 65_534, 65_534)
    assert list(repository.commits()) == [sha]


def test_what_was_read_before_the_damage_stays(repository):
    shas = [repository.commit(f"change {number}", a=f"{number}\n") for number in range(5)]
    blob = repository.git("rev-parse", f"{shas[1]}:a")
    (repository.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    outcomes = read_clone(repository.path)
    read = list(islice(outcomes, 2))
    with pytest.raises(SourceUnreadable, match=rf"fatal: .*{blob}.*is kept"):
        read += list(outcomes)
    assert [outcome.activities[0].native_id for outcome in read] == [shas[4], shas[3]]


def test_a_damaged_commit_is_named(repository):
    first = repository.commit("one")
    repository.commit("two")
    place = repository.path / ".git" / "objects" / first[:2] / first[2:]
    place.chmod(0o644)
    place.write_bytes(b"not zlib")
    with pytest.raises(SourceUnreadable, match=first):
        list(read_clone(repository.path))


def test_a_branch_that_leads_nowhere_takes_no_other_with_it_and_is_told(repository):
    sha = repository.commit("one")
    (repository.path / ".git" / "refs" / "heads" / "broken").write_text("12" * 20 + "\n")
    assert list(repository.commits()) == [sha]
    (said,) = limits(repository.path)
    assert "refs/heads/broken" in said


def test_a_folder_without_a_repository_is_refused(tmp_path, repository):
    inside = repository.path / "folder"
    inside.mkdir()
    for place in (tmp_path, inside, tmp_path / "nowhere"):
        with pytest.raises(SourceUnreadable, match="not a git repository"):
            list(read_clone(place))


def test_a_git_folder_with_nothing_in_it_is_refused_in_gits_words(tmp_path):
    (tmp_path / ".git").mkdir()
    with pytest.raises(SourceUnreadable, match="fatal: not a git repository"):
        list(read_clone(tmp_path))


def test_a_dot_git_file_that_leads_nowhere_is_refused(tmp_path):
    (tmp_path / ".git").write_text("gitdir: /nowhere\n")
    with pytest.raises(SourceUnreadable, match="is not there"):
        list(read_clone(tmp_path))


def test_a_machine_without_git_is_told_so(repository, tmp_path, monkeypatch):
    repository.commit("one")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceUnreadable, match="git is not installed"):
        list(read_clone(repository.path))


def test_stopping_early_leaves_no_git_running(repository):
    for number in range(3):
        repository.commit(f"change {number}")
    outcomes = read_clone(repository.path)
    next(outcomes)
    assert [child.name() for child in psutil.Process().children() if child.name() == "git"] == ["git"]
    outcomes.close()
    assert [child for child in psutil.Process().children() if child.name() == "git"] == []
