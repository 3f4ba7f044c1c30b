"""Hand one mail to the mail server, so that one knows at each instant whether it has it."""

import re
from collections.abc import Callable
from email.utils import parseaddr
from smtplib import SMTP, SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

_FIRST_DOT = re.compile(rb"^\.", re.MULTILINE)
"""A line of a dot alone would end the text (RFC 5321, 4.5.2)."""


class OutcomeUnknown(Exception):
    """The line broke after the text was on its way: the server may have it or not."""


def hand_over(mail: EmailMessage, now: Callable[[], bool]) -> bool:
    """Whether the server took it. `now` is asked right before the text leaves; where it says no, nothing does.

    Raises OSError or SMTPException where the server is not there or does not want it, so that it has nothing; else
    OutcomeUnknown.
    """
    way = get_connection()
    assert isinstance(way, EmailBackend)  # noqa: S101  # callers ask first whether there is a mail server
    message = mail.message()
    text = message.as_bytes(linesep="\r\n").rstrip(b"\r\n") + b"\r\n"  # type: ignore[call-arg]  # Django's own has it
    way.open()
    server = way.connection
    assert isinstance(server, SMTP)  # noqa: S101  # for mypy: it is open
    try:
        _address(server, mail)
        if not now():
            server.close()  # without the end of a text, which the server then drops
            return False
        _send(server, text)
    finally:
        if server.sock is not None:
            way.close()
    return True


def _address(server: SMTP, mail: EmailMessage) -> None:
    """Everything up to the server's word that it waits for the text."""
    server.ehlo_or_helo_if_needed()
    sender, to = parseaddr(mail.from_email)[1], parseaddr(mail.to[0])[1]
    code, said = server.mail(sender)
    if code != 250:
        raise SMTPSenderRefused(code, said, sender)
    code, said = server.rcpt(to)
    if code not in (250, 251):
        raise SMTPRecipientsRefused({to: (code, said)})
    code, said = server.docmd("DATA")
    if code != 354:
        raise SMTPDataError(code, said)


def _send(server: SMTP, text: bytes) -> None:
    try:
        server.send(_FIRST_DOT.sub(b"..", text) + b".\r\n")
        code, said = server.getreply()
    except OSError as broken:
        raise OutcomeUnknown(str(broken)) from broken
    if code != 250:
        raise SMTPDataError(code, said)
