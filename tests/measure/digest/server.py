"""A real SMTP server that keeps what it was handed, refuses when told to, and can hang before it answers."""

import asyncio
import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Server:
    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.sent: list[EmailMessage] = []
        self.refusing = ""
        """What it answers to a text, as `451 Later`; empty: it takes all."""
        self.refusing_recipients = ""
        self.hanging = False
        """Keeps the text, and never says so."""
        self.reached = Event()
        """It has kept a text."""
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> "Server":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refusing_recipients:
            return self.refusing_recipients
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # likewise
        if self.refusing:
            return self.refusing
        content: Any = envelope.original_content
        self.sent.append(message_from_bytes(content, policy=policy.default))
        self.reached.set()
        if self.hanging:
            await asyncio.sleep(30)
        return "250 Kept"
