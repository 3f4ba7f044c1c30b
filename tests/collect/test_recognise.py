"""Every golden file is recognised by exactly one reader of all platforms, whatever it is called."""

from pathlib import Path

import pytest

from rapport.collect.archives import ARCHIVES, label_of, recognise, understood

GOLDEN = Path(__file__).parent.parent / "platforms" / "golden"
NATIVES = sorted(GOLDEN.glob("*/*.native.*"))


@pytest.mark.parametrize("native", NATIVES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_exactly_one_reader_recognises_it(native: Path) -> None:
    head = native.read_bytes()[:65_536]
    assert [one.platform for one in ARCHIVES if one.recognise(native.name, head)] == [native.parent.name]
    by_content = recognise("upload", head)
    assert by_content is not None
    assert by_content.platform == native.parent.name


def test_there_are_golden_files_of_more_than_one_platform() -> None:
    assert len({native.parent.name for native in NATIVES}) > 1


@pytest.mark.parametrize("head", [b"", b"\0" * 1000, b"{", b"{}", b"[]", b"prose", b"\xff\xfe", b"a,b,c\n1,2,3\n"])
def test_nobody_claims_what_is_not_theirs(head: bytes) -> None:
    assert recognise("anything.json", head) is None


def test_names_are_unique_and_labels_are_told() -> None:
    names = [archive.name for archive in ARCHIVES]
    assert len(names) == len(set(names))
    assert all(label_of(name) for name in names)
    assert {"Discourse", "git", "Slack"} <= set(understood().split(", "))
