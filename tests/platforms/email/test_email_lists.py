"""The real lists: as many messages as an independent count finds, in true threads."""

import io
import mailbox
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rapport.platforms.email.archive import ARCHIVES
from rapport.words.records import Record, Where

LISTS = Path(__file__).parents[4] / "shared/data/mailing-list"
EXPECTED = {"r-announce.tar.gz": 699, "r-package-devel-2015-2019.tar.gz": 4_811}
"""`grep -cE '^From .* (Mon|…) (Jan|…) [ 0-9][0-9] [0-9:]{8} [0-9]{4}$'` over the unpacked files."""
TRUE_SEPARATOR = re.compile(
    rb"^From .*(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d [\d:]{8} \d{4}$", re.MULTILINE
)

pytestmark = pytest.mark.skipif(not LISTS.exists(), reason="../shared/data/mailing-list is not here")


def texts(name: str) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(LISTS / name) as tar:
        for member in tar:
            if member.isreg() and (file := tar.extractfile(member)) is not None:
                yield f"{name} › {member.name}", file.read()


@pytest.mark.parametrize("name", EXPECTED)
def test_every_message_of_a_real_list_is_read(name):
    read = 0
    for file, content in texts(name):
        outcomes = list(ARCHIVES[0].read(io.BytesIO(content), Where(file)))
        assert all(isinstance(outcome, Record) for outcome in outcomes)
        assert len(outcomes) == len(TRUE_SEPARATOR.findall(content)), file
        read += len(outcomes)
    assert read == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_ids_are_those_that_the_standard_library_finds(name, tmp_path):
    ours, theirs = set(), set()
    for number, (file, content) in enumerate(texts(name)):
        path = tmp_path / str(number)
        path.write_bytes(content)
        ours |= {outcome.activities[0].native_id for outcome in ARCHIVES[0].read(io.BytesIO(content), Where(file))}
        box = mailbox.mbox(path)
        theirs |= {str(message["Message-ID"]).strip(" <>") for message in box if message["Message-ID"]}
        box.close()
    assert {native_id.partition("#")[0] for native_id in ours} == theirs


def test_nearly_every_answer_finds_what_it_answers_and_the_first_of_its_thread():
    activities = [
        outcome.activities[0]
        for file, content in texts("r-package-devel-2015-2019.tar.gz")
        for outcome in ARCHIVES[0].read(io.BytesIO(content), Where(file))
    ]
    ids = {activity.native_id for activity in activities}
    answers = [activity for activity in activities if activity.parent is not None]
    assert len(answers) > 3_500
    assert sum(activity.parent in ids for activity in answers) / len(answers) > 0.94
    assert sum(activity.thread in ids for activity in answers) / len(answers) > 0.88
    assert all(activity.channel.name == "r-package-devel" for activity in activities)


def test_what_was_quoted_is_not_in_the_text():
    for file, content in texts("r-package-devel-2015-2019.tar.gz"):
        for outcome in ARCHIVES[0].read(io.BytesIO(content), Where(file)):
            activity = outcome.activities[0]
            if activity.parent is not None:
                assert not re.search(r"^>", activity.text or "", re.MULTILINE), activity.native_id
