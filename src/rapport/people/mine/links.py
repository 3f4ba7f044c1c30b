"""Prove an e-mail address by a link that is mailed to it: who opens it reads that address's mail."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from rapport.accounts.links import hash_of, new_token
from rapport.people.mine.holdings import is_a_list, written_at
from rapport.people.models import ProofLink

LASTS = timedelta(minutes=30)


def send(written: str) -> bool:
    """Mail a link to this address if anything is held of it; False if not. Raises what the mail server answers.

    Nobody is written to just because somebody typed an address. The mail goes to the address as the ledger has it:
    two spellings that look alike to a database may be two mailboxes. What is mailed to a list, everybody may read.
    """
    address = written_at(written)
    if not address or not address.isascii() or is_a_list(address) or not settings.EMAIL_URL:
        return False
    token = new_token()
    ProofLink.objects.create(token_hash=hash_of(token), address=address, expires_at=timezone.now() + LASTS)
    url = f"{settings.PUBLIC_URL}{reverse('mine:open', args=[token])}"
    text = render_to_string("people/mine/mail/link.txt", {"url": url, "home": settings.PUBLIC_URL})
    send_mail("See what is held about you", text, None, [address])
    return True


def drop_old() -> None:
    """Forget the links that no longer work, and whose addresses they hold."""
    ProofLink.objects.filter(expires_at__lt=timezone.now()).delete()


def works(token: str) -> bool:
    return ProofLink.objects.filter(token_hash=hash_of(token), expires_at__gt=timezone.now()).exists()


def use(token: str) -> str:
    """The address that the link proves, once; empty if it is unknown, used or too old."""
    link = ProofLink.objects.filter(token_hash=hash_of(token), expires_at__gt=timezone.now()).first()
    return link.address if link and ProofLink.objects.filter(pk=link.pk).delete()[0] else ""
