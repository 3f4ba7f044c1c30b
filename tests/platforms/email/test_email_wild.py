"""What mail looks like in the wild: dates, charsets, names, addresses, packings and quotations of many programs."""

import io
from datetime import UTC, datetime

import pytest

from rapport.platforms.email.archive import ARCHIVES
from rapport.platforms.email.body import MAX_TEXT
from rapport.words.activity import Activity
from rapport.words.records import Record, Where

MBOX, ONE = ARCHIVES
BASE = {
    "From": "Jane Doe <jane@example.org>",
    "Date": "Mon, 5 Jan 2015 10:00:00 +0100",
    "Message-ID": "<x@example.org>",
    "Subject": "Re: x",
    "In-Reply-To": "<a@example.org>",
    "Content-Type": "text/plain; charset=utf-8",
}


def read(body: str | bytes = "words", **headers: str) -> Activity:
    """The message with these headers (`Content_Type`) instead of the usual ones."""
    told = BASE | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\n" for name, value in told.items()).encode("utf-8", "surrogateescape")
    content = head + b"\n" + (body.encode() if isinstance(body, str) else body)
    (outcome,) = ONE.read(io.BytesIO(content), Where("a.eml"))
    assert isinstance(outcome, Record), outcome
    return outcome.activities[0]


@pytest.mark.parametrize(
    ("date", "hour", "zone"),
    [
        ("Mon, 5 Jan 15 10:00 EST", 15, -300),
        ("Mon, 5 Jan 115 10:00:00 +0100", 9, 60),
        ("Mon Jan  5 10:00:00 2015", 10, None),
        ("Mon, 05 Jan 2015 10:00:00", 10, None),
        ("Mon, 5 Jan 2015 10:00:00 GMT+1", 9, 60),
        ("Mon, 5 Jan 2015 10:00:00 +01:00", 9, 60),
        ("Mon, 5 Jan 2015 10:00:00 MET DST", 8, 120),
        ("Mon, 5 Jan 2015 10:00:00 CET", 9, 60),
        ("Mon, 5 Jan 2015 10:00:00 XYZ", 10, None),
        ("Mon, 5 Jan 2015 10:00:00 -2359", 10, None),
        ("Mon, 5 Jan 2015 10:00:00 -0000", 10, None),
        ("Mo, 05 Jän 2015 10:00:00 +0100", 9, 60),
        ("lun., 5 janv. 2015 10:00:00 +0100", 9, 60),
        ("2015-01-05T10:00:00Z", 10, 0),
        ("Monday, January 5, 2015 10:00 PM", 22, None),
    ],
)
def test_dates_of_all_kinds(date, hour, zone):
    one = read(Date=date)
    assert (one.at, one.zone) == (datetime(2015, 1, 5, hour, tzinfo=UTC), zone)


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("=?utf-8?Q?Gr=C3=BC?= =?utf-8?Q?=C3=9Fe?=", "Grüße"),
        ("=?utf-8?q?=F0=9F=98?= =?utf-8?q?=82?=", "😂"),
        ("=?UTF-8?B?R3LDvMOfZQ?=", "Grüße"),
        ("=?utf-8?Q?a b c?=", "a b c"),
        ("=?iso-8859-1?Q?Gr=FC=DFe_aus?= =?utf-8?Q?_K=C3=B6ln?=", "Grüße aus Köln"),
        ("=?unknown-8bit?q?=FC?=", "ü"),
        ("=?us-ascii*en?Q?hi?= there", "hi there"),
        ("=?utf-8?Q?one?= and =?utf-8?Q?two?=", "one and two"),
    ],
)
def test_encoded_words_also_broken_ones(subject, title):
    assert read(Subject=subject).title == title


@pytest.mark.parametrize(
    ("sender", "address", "name"),
    [
        ("user at example.com (Jane Doe)", "user@example.com", "Jane Doe"),
        ("user(a)example.com", "user@example.com", None),
        ("user <at> example dot com", "user@example.com", None),
        ("Jane <user [at] example [dot] com>", "user@example.com", "Jane"),
        ("Jane Doe <user_at_example.com>", "user@example.com", "Jane Doe"),
        ("Jane Doe <user&#64;example.com>", "user@example.com", "Jane Doe"),
        ("user @ example . com", "user@example.com", None),
        ("(Jane) user@example.com", "user@example.com", "Jane"),
        ("Jane Doe [mailto:user@example.com]", "user@example.com", "Jane Doe"),
        ('"Doe, Jane" <USER@example.com>, Bob <bob@example.org>', "user@example.com", "Doe, Jane"),
        ("=?utf-8?Q?J=C3=A4ne_=3Cuser=40example.com=3E?=", "user@example.com", "Jäne"),
    ],
)
def test_authors_however_they_are_written(sender, address, name):
    author = read(From=sender).author
    assert author is not None
    assert (author.email, author.name) == (address, name)


@pytest.mark.parametrize(
    ("charset", "body", "text"),
    [
        ("us-ascii", b"it\x92s \x80 5", "it’s € 5"),
        ("foo-bar-1", "Grüße".encode(), "Grüße"),
        ("utf-7", b"Hi +AOk-!", "Hi é!"),
        ("gb2312", "你好，世界".encode("gb18030"), "你好，世界"),
        ("ISO-2022-JP", "日本".encode("iso2022_jp"), "日本"),
        ("koi8-r", "Привет".encode("koi8-r"), "Привет"),
    ],
)
def test_charsets_named_wrongly_or_rarely(charset, body, text):
    assert read(body, Content_Type=f"text/plain; charset={charset}").text == text


def packed(kind: str, *parts: str) -> Activity:
    body = "".join(f"--b\n{part}\n" for part in parts) + "--b--\n"
    return read(body, Content_Type=f'multipart/{kind}; boundary="b"')


PLAIN = "Content-Type: text/plain\n\nplain words\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "Größe, Straße und Füße, mit einem € dazu".encode() + b" \xfc",
            "Größe, Straße und Füße, mit einem € dazu \ufffd",
        ),
        ("Привет, это длинное письмо".encode()[:-1], "Привет, это длинное письм\ufffd"),
        ("日本語の手紙です".encode() + b"\x82", "日本語の手紙です\ufffd"),
    ],
)
@pytest.mark.parametrize("declared", ["utf-8", "unknown-8bit"])
def test_a_broken_byte_costs_itself_and_not_the_letters_around_it(body, text, declared):
    assert read(body, Content_Type=f"text/plain; charset={declared}").text == text


@pytest.mark.parametrize(
    ("given", "file", "channel"),
    [
        ("lists/r-devel", "2015q2.txt", "r-devel"),
        ("lists/r-devel", "cur/1423.host:2,S", "r-devel"),
        ("mails", "tools/Re_ A question.eml", "tools"),
        ("tools.zip", "tools.zip › Re_ A question.eml", "tools"),
        ("Re_ A question.eml", "Re_ A question.eml", "Mail"),
        (".", "cur/1423.host:2,S", "Mail"),
    ],
)
def test_a_single_message_is_of_its_folder_and_never_of_its_own_name(given, file, channel):
    """Mail programs call the files that they export after the subjects; each is no list."""
    content = b"From: jane@example.org\nDate: Mon, 5 Jan 2015 10:00:00 +0100\nMessage-ID: <x@example.org>\n\nwords\n"
    archive = MBOX if file.endswith(".txt") else ONE
    separator = b"From jane at example.org  Mon Jan  5 10:00:00 2015\n" if archive is MBOX else b""
    (outcome,) = archive.read(io.BytesIO(separator + content), Where(file, given=given))
    assert isinstance(outcome, Record)
    assert outcome.activities[0].channel.name == channel


@pytest.mark.parametrize(
    ("kind", "other", "attachments"),
    [
        ("alternative", "Content-Type: text/html\n\n<p>html words</p>\n", 0),
        ("alternative", "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\n", 1),
        ("mixed", "Content-Type: message/rfc822\n\nFrom: a@example.org\nSubject: inner\n\ninner\n", 1),
        ("mixed", "Content-Type: text/plain; name*=utf-8''a%20b.txt\n\nin a file\n", 1),
        ("signed", "Content-Type: application/pgp-signature; name=signature.asc\n\nxx\n", 0),
    ],
)
def test_of_what_came_with_it_only_the_number_is_kept(kind, other, attachments):
    one = packed(kind, PLAIN, other)
    assert one.text == "plain words"
    assert (one.facts or {}).get("attachments", 0) == attachments


def test_a_report_of_delivery_is_a_programs():
    one = packed(
        "report", "\nIt was not delivered.\n", "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n"
    )
    assert one.author is not None
    assert one.author.bot
    assert one.text == "It was not delivered."


def test_a_footer_under_base64_is_no_part_of_it():
    body = "R3LDvMOfZQo=\n\n______\nlist footer\n"
    one = read(body, Content_Transfer_Encoding="BASE64")
    assert (one.text or "").startswith("Grüße")


def test_what_is_not_read_of_a_long_text_is_told():
    one = read(b"word " * (MAX_TEXT // 5 + 100))
    assert one.facts is not None
    assert one.facts["bytes_not_read"] == (MAX_TEXT // 5 + 100) * 5 - MAX_TEXT
    assert len(one.text or "") <= MAX_TEXT
    html = read(b"<p>" + b"word " * (MAX_TEXT // 5 + 100), Content_Type="text/html")
    assert (html.facts or {})["bytes_not_read"] > 0


SAID = [
    "On Mon, Jan 5, 2015 at 10:00 AM, A Long Name <a.long.name@some.example.org>\nwrote:",
    "On Mon, Aug 28, 2017 at 7:48 PM, Jane Doe <jane.doe@long.example.org\n> wrote:",
    "On Thu, Jan 31, 2019 at 10:16 AM Jane <jane@example.org> wrote:\n[...]",
    "Am 05.01.2015 um 10:00 schrieb Jane Doe:",
    "Am Mo., 5. Jan. 2015 um 10:00 Uhr schrieb Jane Doe <jane@example.org\n>:",
    "Le lun. 5 janv. 2015 à 10:00, Jane Doe <jane@example.org> a\nécrit :",
    "El lun, 5 ene 2015 a las 10:00, Jane Doe (<jane@example.org>)\nescribió:",
    "Em seg., 5 de jan. de 2015 às 10:00, Jane Doe <jane@example.org> escreveu:",
    "Il giorno lun 5 gen 2015 alle ore 10:00 Jane Doe <jane@example.org> ha\nscritto:",
    "Op ma 5 jan. 2015 om 10:00 schreef Jane Doe <jane@example.org>:",
    "Den man. 5. jan. 2015 kl. 10.00 skrev Jane Doe <jane@example.org>:",
    "pon., 5 sty 2015 o 10:00 Jane Doe <jane@example.org> napisał(a):",
    "05.01.2015 10:00, Jane Doe пишет:",
    "2015年1月5日(月) 10:00 Jane Doe <jane@example.org>:",
    "Jane Doe <jane@example.org> 于2015年1月5日周一 10:00写道：",
    "Jane Doe <jane@example.org>, 5 Oca 2015 Pzt, 10:00 tarihinde şunu yazdı:",
    '05.01.2015 10:00 пользователь "jane@example.org" <\njane@example.org> написал:',
    "2015/1/5 Jane Doe <\njane@example.org>",
    "ma 5. tammik. 2015 klo 10.00 Jane Doe (jane@example.org) kirjoitti:",
]


@pytest.mark.parametrize("said", SAID, ids=range(len(SAID)))
def test_the_line_that_says_who_is_quoted_goes_with_the_quotation(said):
    one = read(f"{said}\n\n> quoted\n>\n> more\n\nanswer\n")
    assert one.text == "answer"


COPIED = [
    "-----Original Message-----\nFrom: Jane\nSent: Monday\n",
    "-----Ursprüngliche Nachricht-----\nVon: Jane\n",
    "-----Message d'origine-----\nDe : Jane\n",
    "-------- Forwarded Message --------\nSubject: x\n",
    "---------- Forwarded message ---------\nFrom: Jane\n",
    "From: Jane <jane@example.org>\nSent: Monday, January 5, 2015 10:00 AM\nTo: list\nSubject: x\n",
    "*From:* Jane <jane@example.org>\n*Sent:* Monday, January 5, 2015\n*To:* list\n",
    "Von: Jane <jane@example.org>\nGesendet: Montag, 5. Januar 2015 10:00\nAn: list\nBetreff: x\n",
    "De : Jane <jane@example.org>\nEnvoyé : lundi 5 janvier 2015 10:00\nÀ : list\nObjet : x\n",
    "De: Jane <jane@example.org>\nEnviado el: lunes, 5 de enero de 2015 10:00\nPara: list\n",
    "De: Jane <jane@example.org>\nEnviada em: segunda-feira, 5 de janeiro de 2015 10:00\nPara: list\n",
    "Da: Jane <jane@example.org>\nInviato: lunedì 5 gennaio 2015 10:00\nA: list\nOggetto: x\n",
    "Van: Jane <jane@example.org>\nVerzonden: maandag 5 januari 2015 10:00\nAan: list\n",
    "Från: Jane <jane@example.org>\nSkickat: den 5 januari 2015 10:00\nTill: list\nÄmne: x\n",
    "Fra: Jane <jane@example.org>\nSendt: 5. januar 2015 10:00\nTil: list\n",
    "Od: Jane <jane@example.org>\nWysłano: 5 stycznia 2015 10:00\nDo: list\n",
    "От: Jane <jane@example.org>\nОтправлено: 5 января 2015 г. 10:00\nКому: list\n",
    "发件人: Jane <jane@example.org>\n发送时间: 2015年1月5日 10:00\n收件人: list\n",
    "差出人: Jane <jane@example.org>\n送信日時: 2015年1月5日 10:00\n宛先: list\n",
    "Date: Mon, 5 Jan 2015 10:00:00 +0100\nSubject: x\nFrom: jane@example.org\nTo: list@example.org\n",
    "To: list@example.org\nFrom: jane@example.org\nDate: Mon, 5 Jan 2015 10:00:00 +0100\nSubject: x\n",
    "Le lundi 5 janvier 2015 à 10:00:00 UTC+1, Jane <jane@example.org> a écrit :  \n",
]


@pytest.mark.parametrize("copied", COPIED, ids=range(len(COPIED)))
def test_what_hangs_under_a_copied_header_is_not_the_writers(copied):
    assert read(f"answer\n\n{copied}\nquoted\n\nmore\n").text == "answer"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("answer\n\nJane Doe\nEngineer, Example Ltd\nPhone: +1 555 123 4567\n", "answer\n\nJane Doe"),
        (
            "answer\n\nJane\n\n----------\nJane Doe, Professor\nExample University\nhttps://example.org\n",
            "answer\n\nJane",
        ),
        ("answer\n\nSent from my phone\n\n> On 5 Jan 2015, Jane wrote:\n> quoted\n", "answer"),
        (
            "answer\n\n---\nThis email has been checked for viruses by Avast.\nhttps://www.avast.com/antivirus\n",
            "answer",
        ),
        (
            "answer\n\nThis message and its attachments are confidential and intended solely\nfor the addressee.\n",
            "answer",
        ),
        (
            "I wrote to Jane Doe at the University of Example, the Department of Things,\nand she answered at once.\n",
            "I wrote to Jane Doe at the University of Example, the Department of Things,\nand she answered at once.",
        ),
        (
            "The mail server of this list:\n\n-----\nhost one is up\nhost two is down since this morning\n",
            "The mail server of this list:\n\n-----\nhost one is up\nhost two is down since this morning",
        ),
    ],
    ids=range(7),
)
def test_a_signature_without_dashes_is_told_from_words(body, text):
    assert read(body).text == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "a\n\n> a quoted line that is as long as mailers let lines be before\nthey break it\n> and goes on\n\nb\n",
            "a\n\n\nb",
        ),
        ("a\n\nthis line begins the quotation and is not marked as one\n> but goes on in it\n\nb\n", "a\n\n\nb"),
        ("a\n\n > head(x)\n[1] 2\n\nOn 5 Jan 2015, Jane wrote:\n> quoted\n", "a\n\n > head(x)\n[1] 2"),
        ("a\n> quoted\nYes.\n> quoted\nNo.\n", "a\n\nYes.\n\nNo."),
    ],
    ids=range(4),
)
def test_quotations_that_mailers_tore(body, text):
    assert read(body).text == text


def test_lines_that_began_with_from_are_as_they_were_written():
    mbox = b"From a@example.org Mon Jan  5 10:00:00 2015\nFrom: a@example.org\nSubject: x\n\none\n>>From two\nthree\n"
    (outcome,) = MBOX.read(io.BytesIO(mbox), Where("a.mbox"))
    assert isinstance(outcome, Record)
    assert outcome.activities[0].text == "one\n>From two\nthree"
