"""Messages: what is title, what is text, and whom the trailers credit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.git.message import Credit, read_message


@pytest.mark.parametrize(
    ("message", "title", "text"),
    [
        ("", None, None),
        ("\n\n  \n", None, None),
        ("Only a title\n", "Only a title", None),
        ("A title\nthat goes on\n\nText.\n", "A title that goes on", "Text."),
        ("Title\r\n\r\nText.\r\nMore.\r\n", "Title", "Text.\nMore."),
        ("Title\n\nNote: colons are common.\nSo be it.\n", "Title", "Note: colons are common.\nSo be it."),
        ("Title\n\nText.\n\nChange-Id: I1\nFixes: #7\n", "Title", "Text."),
        ("Title\n\nText.\n\nsome words\nSigned-off-by: A <a@x.org>\n", "Title", "Text.\n\nsome words"),
        ("Title\n\nText.\n\nSigned-off-by: A <a@x.org>\n(cherry picked from commit 12ab)\n", "Title", "Text."),
        ("Title\n\nCc: stable@x.org\n\nText.\n", "Title", "Text."),
        ("Title\n\nReviewed-by: A\n  long <a@x.org>\n    code\n\nText.", "Title", "code\n\nText."),
        ("Title\n\nText.\n\nChange: one\n  and more\n", "Title", "Text."),
        ("Title\nCo-authored-by: B <b@x.org>\n", "Title", None),
    ],
)  # fmt: skip
def test_title_and_text(message, title, text):
    assert read_message(message)[:2] == (title, text)


@pytest.mark.parametrize(
    ("trailers", "found"),
    [
        ("Co-Authored-By: B <b@x.org>", [Credit("coauthor", "B", "b@x.org")]),
        ("co-developed-by : B <b@x.org>", [Credit("coauthor", "B", "b@x.org")]),
        ("Acked-by: B <b@x.org> # in parts", [Credit("review", "B", "b@x.org")]),
        ("Reviewed-by: B <b@x.org>, C <c@x.org>", [Credit("review", "B", "b@x.org"), Credit("review", "C", "c@x.org")]),
        ("Reported-and-tested-by: B <b@x.org>", [Credit("report", "B", "b@x.org"), Credit("test", "B", "b@x.org")]),
        ("Suggested-by: b@x.org", [Credit("report", "", "b@x.org")]),
        ('Tested-by: "B, the builder" <b@x.org>', [Credit("test", "B, the builder", "b@x.org")]),
        ("Reported-by: syzbot", [Credit("report", "syzbot", "")]),
        ("Reviewed-by: B\n  <b@x.org>", [Credit("review", "B", "b@x.org")]),
        ("Reviewed-by:", []),
        ("Reviewed-by: <>", []),
        ("Fixes: 12ab34", []),
    ],
)  # fmt: skip
def test_credits(trailers, found):
    assert list(read_message(f"Title\n\nText.\n\n{trailers}\n").credits) == found


def test_a_squashed_merge_credits_everybody_and_keeps_the_words():
    message = read_message(
        "Squash\n\n* first\n\nSigned-off-by: B <b@x.org>\n\n* second\n\nReported-by: everyone at the fair\n"
        "was loud\n\n---------\n\nCo-authored-by: C <c@x.org>\n"
    )
    assert message.credits == (Credit("signoff", "B", "b@x.org"), Credit("coauthor", "C", "c@x.org"))
    assert "x.org" not in message.text
    assert "everyone at the fair" in message.text


LINES = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(["", "Signed-off-by: A <a@x.org>", "Key: value", " folded", "(cherry picked from commit 1)"]),
    )
)


@given(LINES)
def test_no_message_raises_and_no_credited_address_stays_in_the_text(lines):
    message = read_message("Title\n\n" + "\n".join(lines))
    assert "<a@x.org>" not in (message.text or "")


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters=":")), max_size=8))
def test_without_a_colon_nothing_is_lost(lines):
    body = "\n".join(lines).strip("\n")
    assert (read_message("Title\n\n" + body).text or "") == body.strip()


def test_a_trailer_without_end_is_looked_through_once():
    (credit,) = read_message("Title\n\nReviewed-by: A <a@x.org>" + "x" * 1_000_000).credits
    assert (credit.name, credit.email) == ("A", "a@x.org")
