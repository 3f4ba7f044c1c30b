"""Runs `git` on a clone, bare repository or bundle of this machine: the only file here that does.

The repository may be hostile. It is named by its git folder, so that git looks for none further up; nothing of it
is run (no hooks, monitors, pagers, diff or signature programs), nothing is fetched, and no setting of the
machine's users changes what is read.
"""

import os
import re
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, BinaryIO

from rapport.platforms.git.bundle import bundle_header, is_sha
from rapport.platforms.git.read import Source, log_format, read_log
from rapport.platforms.git.repository import channel_of, name_of_origin
from rapport.platforms.git.tags import FORMAT, PLACE, read_tags
from rapport.platforms.git.unpacked import unpacked
from rapport.words.errors import SourceUnreadable
from rapport.words.identity import Channel
from rapport.words.records import Outcome

CHUNK = 1 << 20
"""Bytes read from git at once, and the size of the pipe: git goes on while a chunk is read."""

_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # also stops the fetch of missing objects in git older than 2.45
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # a sha means one commit, not another put in its place
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}

_SETTINGS = {
    "safe.directory": "*",  # for this call only; whose files they are does not matter where nothing of them runs
    "core.attributesFile": os.devnull,
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "diff.orderFile": os.devnull,
    "gpg.program": "false",
    "log.showRoot": "true",
}

_LOG = (
    "log", "-z", "--numstat", "--date=raw", "--encoding=UTF-8", "--no-mailmap", "--no-show-signature",
    "--no-color", "--no-decorate", "--no-notes", "--no-ext-diff", "--no-textconv", "--no-relative",
    "--diff-algorithm=myers", "--find-renames", "-l1000",
)  # fmt: skip
# Remote branches too: a clone holds all of them, but has only one branch of its own. A stash is nobody's work yet.
# What is missing is ignored, for an empty repository's HEAD leads nowhere; `limits` tells of broken branches.
_EVERYTHING = ("--ignore-missing", "--branches", "--remotes", "--tags", "HEAD", "--")


def is_repository(path: Path) -> bool:
    """Whether a folder looks like a clone or a bare repository. Does not run git."""
    try:
        return (path / ".git").exists() or (
            (path / "HEAD").is_file() and (path / "objects").is_dir() and (path / "refs").is_dir()
        )
    except OSError:  # not allowed to look
        return False


def repository_name(path: Path) -> str:
    """`github.com/owner/repo` from the origin's URL, without credentials; the folder's name where there is none."""
    url = _ask(_git_folder(path), "config", "--get", "remote.origin.url")
    place = path.resolve()
    if place.name == ".git":
        place = place.parent
    return name_of_origin(url or "") or place.name.removesuffix(".git") or "repository"


def limits(path: Path) -> tuple[str, ...]:
    """What a clone lacks, in sentences for the person who imports it; empty for a full clone."""
    folder = _git_folder(path)
    said = []
    if _boundary(folder):
        said.append(
            "This clone is shallow: commits older than its boundary are not in it, and how many lines the "
            "commits at the boundary changed is unknown. Run `git fetch --unshallow` in it and import it again."
        )
    if _is_partial(folder):
        said.append(
            "This clone is partial: it lacks the files of older versions, so how many lines its commits "
            "changed is unknown. Import a full clone to add that."
        )
    if fault := _broken_branch(folder):
        said.append(
            f"A branch or tag leads nowhere ({fault}): commits that only such a one leads to are not read, "
            "nor are tags."
        )
    return tuple(said)


def read_clone(path: Path) -> Iterator[Outcome]:
    """Every commit that a branch, a remote's branch, a tag or HEAD leads to, one outcome each, newest first; then tags.

    SourceUnreadable, with git's own message, if git is missing, the folder is no repository or git gives up;
    the commits given until then stand. An empty repository gives none.
    """
    folder = _git_folder(path)
    if _holds_mail(folder):
        raise SourceUnreadable(str(path), _MAIL)
    source = Source(channel_of(repository_name(path)), _boundary(folder), not _is_partial(folder))
    yield from _read(path, folder, source)


def read_bundle(stream: BinaryIO, called: str, channel: Channel) -> Iterator[Outcome]:
    """Every commit of a file that `git bundle create` wrote, as `read_clone` gives them. `called`: for its complaints.

    The bundle is unpacked into a repository in the machine's folder for temporary files. SourceUnreadable, with git's
    own message, if it is damaged or builds on commits that it does not hold.
    """
    with unpacked() as place:
        folder, file = place / "repository", place / "bundle"
        with file.open("wb") as written:
            shutil.copyfileobj(stream, written, CHUNK)
        with file.open("rb") as begun:
            header = bundle_header(begun)
        _make(folder, sha256=header.sha256)
        unpack = ("bundle", "unbundle", str(file))
        references = b"".join(_output(Path(called), folder, *unpack, complaint=_UNPACK)).splitlines()
        named = sorted({_reference(line) for line in references})
        # Named by us: what a stranger calls a branch leads nowhere.
        listed = "".join(f"{sha} {PLACE}{number}\n" for number, (sha, _) in enumerate(named) if is_sha(sha))
        (folder / "packed-refs").write_text(listed, encoding="ascii")
        tags = {str(number): name for number, (_, name) in enumerate(named) if name.startswith(PLACE)}
        yield from _read(Path(called), folder, Source(channel, changes=not header.partial), tags)


def _reference(line: bytes) -> tuple[str, str]:
    """The sha, and what the bundle calls it."""
    sha, _, name = line.decode("utf-8", "replace").partition(" ")
    return sha, name


def _make(folder: Path, *, sha256: bool) -> None:
    """An empty bare repository."""
    for place in ("objects", "refs"):
        (folder / place).mkdir(parents=True)
    (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
    extensions = "[extensions]\n\tobjectFormat = sha256\n" if sha256 else ""
    config = f"[core]\n\trepositoryFormatVersion = {int(sha256)}\n\tbare = true\n{extensions}"
    (folder / "config").write_text(config, encoding="ascii")


def _read(path: Path, folder: Path, source: Source, tags: dict[str, str] | None = None) -> Iterator[Outcome]:
    """`tags` says what those of the repository are called, where we named them ourselves."""
    mark = secrets.token_hex(16)
    options = [option for option in _LOG if source.changes or option != "--numstat"]
    with closing(_output(path, folder, *options, f"--format={log_format(mark)}", *_EVERYTHING)) as output:
        yield from read_log(output, mark, source)
    # Where one leads nowhere git lists none; `limits` tells of it.
    listed = _output(path, folder, "for-each-ref", f"--format={FORMAT}", PLACE)
    with suppress(SourceUnreadable), closing(listed) as output:
        yield from read_tags(output, source.channel, tags)


_FROM = re.compile(r"^from:", re.IGNORECASE | re.MULTILINE)
_MAIL = (
    "These commits are no code: each holds a mail of a public-inbox archive. Download the list's mbox from the "
    "archive's page and import that."
)
_GAVE_UP = "Git gave up ({}). What was read until then is kept; `git fsck` in that folder shows more."
_UNPACK = (
    "Git cannot unpack this bundle ({}). It may have been cut off, or hold only what is newer than another one: "
    "`git bundle create all.bundle --all` writes one that stands by itself."
)


def _output(path: Path, folder: Path, *arguments: str, complaint: str = _GAVE_UP) -> Generator[bytes, None, None]:
    """What git prints, as it comes."""
    with tempfile.TemporaryFile() as errors, _start(folder, *arguments, errors=errors) as process:
        try:
            assert process.stdout is not None  # noqa: S101 - it was asked for
            while chunk := process.stdout.read(CHUNK):
                yield chunk
            if process.wait() != 0:
                errors.seek(0)
                raise SourceUnreadable(str(path), complaint.format(_last_words(errors.read(64 << 10))))
        finally:
            process.kill()  # does nothing to a process that has ended


def _start(folder: Path, *arguments: str, errors: IO[bytes] | int) -> subprocess.Popen[bytes]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    # The git folder stands for the working tree: attributes of files that are checked out must not
    # decide what counts as a line, or a bare clone of the same repository would tell other figures.
    where = (f"--git-dir={folder}", f"--work-tree={folder}")
    try:
        return subprocess.Popen(
            ["git", "--no-pager", *where, *settings, *arguments],
            bufsize=0, pipesize=CHUNK, cwd=folder, env=environment | _ENVIRONMENT,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
        )  # fmt: skip
    except FileNotFoundError:
        raise SourceUnreadable(str(folder), "The program git is not installed. Install it and try again.") from None


def _broken_branch(folder: Path) -> str | None:
    """Git's words about the first branch or tag whose object is missing."""
    places = ("refs/heads", "refs/remotes", "refs/tags")
    with _start(folder, "for-each-ref", "--format=%(objecttype)", *places, errors=subprocess.PIPE) as process:
        _, errors = process.communicate()
    return _last_words(errors) if process.returncode != 0 else None


def _ask(folder: Path, *arguments: str) -> str | None:
    """What git answers to a short question, or None where it has no answer."""
    with _start(folder, *arguments, errors=subprocess.DEVNULL) as process:
        answer, _ = process.communicate()
    return answer.decode("utf-8", "replace").strip() if process.returncode == 0 else None


def _holds_mail(folder: Path) -> bool:
    """Whether it is a public-inbox (its v2 format), whose commits are a mail each: `m`, or `d` where deleted."""
    name = _ask(folder, "ls-tree", "--name-only", "HEAD")
    return name in ("m", "d") and _FROM.search(_ask(folder, "cat-file", "blob", f"HEAD:{name}") or "") is not None


def _git_folder(path: Path) -> Path:
    """The folder that holds branches and objects; a linked worktree's or submodule's `.git` file names it."""
    try:
        if not is_repository(path):
            raise SourceUnreadable(str(path), "This folder is not a git repository.")
        folder = path.resolve()
        inside = folder / ".git"
        if inside.is_file():
            with inside.open(encoding="utf-8") as file:
                folder = inside.parent / file.readline(4096).strip().removeprefix("gitdir: ")
        elif inside.exists():
            folder = inside
        if not folder.is_dir():
            raise SourceUnreadable(str(path), f"Its git folder {folder} is not there.")
    except (OSError, ValueError) as error:
        raise SourceUnreadable(str(path), f"This folder cannot be read: {error}.") from None
    return folder


def _boundary(folder: Path) -> frozenset[str]:
    """The commits where a shallow clone's history was cut off."""
    place = folder / (_ask(folder, "rev-parse", "--git-path", "shallow") or "shallow")
    return frozenset(place.read_text("ascii", "replace").split()) if place.is_file() else frozenset()


def _is_partial(folder: Path) -> bool:
    """Whether objects were left on the server, to be fetched when needed."""
    answer = _ask(folder, "config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$")
    return bool(answer)


def _last_words(errors: bytes) -> str:
    """Git's own words: its first fatal line, or what it misses, else its last line."""
    lines = errors.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
    return next((line for line in lines if line.startswith("fatal:") or "prerequisite" in line), lines[-1])
