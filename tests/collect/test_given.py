"""A folder's own name reaches the readers: `rapport import ai.stackexchange.com` says which site it is."""

from pathlib import Path

import pytest

from rapport.collect.reading import Given, Reading

POSTS = b'<?xml version="1.0"?><posts><row Id="1" PostTypeId="1" CreationDate="2021-04-27T15:06:44.553" /></posts>'


@pytest.mark.parametrize("inside", [False, True])
def test_the_name_of_what_was_given_is_told_to_the_reader(inside: bool, tmp_path: Path) -> None:
    folder = tmp_path / "ai.stackexchange.com"
    folder.mkdir()
    (folder / "Posts.xml").write_bytes(POSTS)
    path = folder / "Posts.xml" if inside else folder
    label = str(path.relative_to(tmp_path))
    parts = [part for batch in Reading([Given(path, label)]).batches() for part in batch.parts]
    natives = [activity.native_id for part in parts for record in part.records for activity in record.activities]
    assert natives == ["ai.stackexchange.com/post/1"]
