"""A badge is a well-formed picture with nothing in it but words, for every title."""

import re
from base64 import b64encode
from hashlib import sha256
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from rapport.measure.boards.badge import POLICY, STYLE, Badge, drawn

SVG = "{http://www.w3.org/2000/svg}"


@given(st.text(max_size=90), st.text(max_size=20))
def test_any_words_make_a_picture_that_says_them(title: str, figure: str) -> None:
    root = ElementTree.fromstring(drawn(Badge(title, figure, "1 May 2024", "About it.")).decode())  # noqa: S314  # ours
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "style", "clipPath", "rect", "g", "text",
    }  # fmt: skip
    said = ["".join(letter for letter in part if letter.isprintable()) for part in (title, figure)]
    shown = {text.get("class"): text.text or "" for text in root.iter(f"{SVG}text")}
    assert shown.get("title", "") == "".join(letter for letter in title[:80] if letter.isprintable())
    assert root.findtext(f"{SVG}title") == ": ".join(said)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "title about")
    right = [float(box.get("x", 0)) + float(box.get("width", 0)) for box in root.findall(f"{SVG}g/{SVG}rect")]
    assert abs(max(right) - float(root.get("width", 0))) < 1


def test_its_policy_allows_its_own_style_alone() -> None:
    root = ElementTree.fromstring(drawn(Badge("A", "1", "", "")).decode())  # noqa: S314  # ours
    assert root.findtext(f"{SVG}style") == STYLE
    assert f"'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'" in POLICY
    assert "unsafe" not in POLICY
    assert not re.search(r"url\(|@import|https?:", STYLE)


def test_it_has_a_colour_for_light_and_for_dark_of_each_class() -> None:
    light, dark = STYLE.split("@media (prefers-color-scheme:dark)")
    classes = set(re.findall(r"\.(\w+)\{", light))
    assert classes == set(re.findall(r"\.(\w+)\{", dark)) == {"side", "main", "edge", "title", "figure", "when"}
