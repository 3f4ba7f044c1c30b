"""Messages that are broken, or made to harm whoever reads them."""

import base64
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.platforms.email.archive import ARCHIVES
from rapport.platforms.email.charsets import decode, decode_header
from rapport.platforms.email.footers import clean
from rapport.platforms.email.own import own_words, unflow
from rapport.platforms.email.who import named
from rapport.words.records import Record, Unreadable, Where

MBOX, ONE = ARCHIVES
GOOD = (
    b"From a@example.org Mon Jan  5 10:00:00 2015\nFrom: A <a@example.org>\nDate: Mon, 5 Jan 2015 10:00:00 +0100\n"
    b"Message-ID: <good@example.org>\nSubject: good\n\ngood\n\n"
)
HEADERS = st.sampled_from(
    [
        "From",
        "Date",
        "Subject",
        "Message-ID",
        "References",
        "In-Reply-To",
        "Content-Type",
        "Content-Transfer-Encoding",
        "List-Id",
        "List-Post",
        "Received",
        "Reply-To",
        "X-GM-THRID",
        "X-GM-LABELS",
        "Auto-Submitted",
        "Archived-At",
        "Content-Disposition",
        "Content-Length",
    ]
)
VALUES = st.one_of(
    st.binary(max_size=60).map(lambda value: value.replace(b"\n", b"")),
    st.sampled_from(
        [
            b"<a@b>",
            b"=?utf-8?B?/w?=",
            b"=?x?q?=ff=?=",
            b"multipart/mixed; boundary=b",
            b"text/html",
            b"base64",
            b"1 Jan 99999",
            b"Mon, 31 Feb 2015 10:00:00 +9999",
            b"text/plain; charset=zlib",
            b"Mon, 1 Jan 0001 00:00:00 +1400",
            b"\xff\x00",
            b"text/plain; charset=utf-16; format=flowed",
            b"message/rfc822",
            b"quoted-printable",
            b"a via b <l@x.org>",
        ]
    ),
)


def outcomes(data, archive=MBOX):
    return list(archive.read(io.BytesIO(data), Where("list.mbox")))


@given(st.lists(st.tuples(HEADERS, VALUES), max_size=12), st.binary(max_size=300))
def test_no_header_and_no_body_breaks_the_reader_or_loses_the_others(headers, body):
    head = b"".join(name.encode() + b": " + value + b"\n" for name, value in headers)
    hostile = b"From x@example.org Mon Jan  5 10:00:00 2015\nX-Any: x\n" + head + b"\n" + body + b"\n\n"
    found = outcomes(GOOD + hostile + GOOD.replace(b"<good@", b"<last@"))
    assert all(isinstance(outcome, Record | Unreadable) for outcome in found)
    ids = [each.activities[0].native_id for each in found if isinstance(each, Record) and each.activities]
    assert ids[0] == "good@example.org"
    assert ids[-1].startswith("last@example.org")
    for outcome in found:
        if isinstance(outcome, Record) and outcome.activities:
            one = outcome.activities[0]
            f"{one.native_id}{one.title}{one.text}{one.author}{one.channel}{one.url}{one.thread}".encode(
                errors="surrogatepass"
            )
            assert "\0" not in (one.text or "") + (one.title or "")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_set_aside(data):
    for archive in ARCHIVES:
        archive.recognise("file", data)
        for outcome in outcomes(data, archive):
            assert isinstance(outcome, Record | Unreadable)
        list(archive.retry(data, "file"))


@given(st.integers(0, len(GOOD)), st.integers(0, 255))
def test_a_truncated_or_damaged_message_is_no_fault(cut, byte):
    assert len(outcomes(GOOD + GOOD[:cut])) in (1, 2)
    outcomes(GOOD[:cut] + bytes([byte]) + GOOD[cut + 1 :])


@given(st.text())
def test_texts_of_any_kind_are_told_apart_without_a_fault(text):
    for answers in (True, False):
        own = own_words(clean(unflow(text, delsp=answers))[0], answers=answers)
        assert own.quoted_lines >= 0
    named(text)
    decode_header(text)


@pytest.mark.parametrize(
    "body",
    [
        b"\n>" * 400_000,
        b" " * 1_000_000,
        b"\n" * 1_000_000,
        b"-----BEGIN PGP SIGNATURE-----\n" * 30_000 + b">",
        b"\n--\n" * 100_000,
        b"_" * 1_000_000,
        b"On 1 Jan 2015 at 10:00 " * 40_000,
        b"On a@b <c> wrote:\n> x\n" * 20_000,
        b"\nFrom: a\nDate: x\n" * 40_000,
        b"\n-------------- next part --------------" * 20_000,
        b" \n" * 400_000,
        b"\nOn 2015 x wrote:\n" * 20_000,
        b"-=" * 400_000,
        b"a>" * 400_000,
        b"wrote:\n" * 100_000,
        b"\n\n-----\n" * 100_000,
        b"x\n--\n" * 100_000,
        b"\nA at the University\n" * 40_000,
        b"This message is confidential " * 30_000,
        b"> " + b"y" * 70 + b"\nz\n" * 100_000,
        b"1 (" * 300_000,
    ],
    ids=range(21),
)
def test_no_text_takes_long(body):
    began = time.process_time()
    found = outcomes(GOOD + GOOD.replace(b"\n\ngood\n\n", b"\n\n" + body + b"\n\n").replace(b"<good", b"<long") + GOOD)
    assert len(found) == 3
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "header",
    [
        b"From: " + b"<" * 200_000,
        b"From: " + b"(" * 200_000,
        b"References: " + b"<@" * 100_000,
        b"Subject: " + b"Re: " * 50_000,
        b"References: <" + b"@" * 200_000,
        b"Subject: " + b"=?utf-8?q?" * 20_000,
        b"List-Id: " + b"<" * 200_000,
        b"Subject: " + b"[" * 200_000,
        b"From: a" + b" " * 200_000 + b"b",
        b"Content-Type: text/plain" + b"; a=" * 50_000,
        b"Date: " + b"1" * 200_000,
        b"Received: " + b";" * 200_000,
    ],
    ids=range(12),
)
def test_no_header_takes_long(header):
    began = time.process_time()
    found = outcomes(GOOD + GOOD.replace(b"From: A", header + b"\nFrom: A", 1).replace(b"<good", b"<long") + GOOD)
    assert len(found) == 3
    assert time.process_time() - began < 5


def test_multiparts_without_end_and_html_without_end_are_read():
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (depth, depth) for depth in range(5_000)
    )
    head = GOOD.replace(b"Subject: good\n\ngood\n\n", b"")
    assert isinstance(outcomes(head + deep)[0], Record)
    html = base64.encodebytes(b"<div>" * 100_000 + b"deep")
    message = head + b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n" + html
    assert outcomes(message)[0].activities[0].text == "deep"
    shallow = head + b"Content-Type: text/html\n\n" + b"<div>" * 3_000 + b"deep"
    assert outcomes(shallow)[0].activities[0].text == "deep"


def test_an_encoding_that_was_not_named_is_guessed():
    russian = "Добрый день, коллеги! Как собрать этот пакет на новой версии системы? Спасибо большое за помощь."
    assert decode(russian.encode("koi8-r")) == russian
    assert decode("Grüße aus Köln".encode("cp1252")) == "Grüße aus Köln"
    assert decode("日本語のテキスト".encode("iso2022_jp")) == "日本語のテキスト"
    assert decode("Grüße".encode(), "iso-8859-1") == "Grüße"
    assert decode(b"\x93quoted\x94", "iso-8859-1") == "“quoted”"
