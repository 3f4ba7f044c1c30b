"""The mail we write ourselves. Without a mail server nothing is sent, and links are handed over by hand."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from rapport.accounts.models import Invitation


def invitation_url(token: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('accounts:join', args=[token])}"


def send_invitation(invitation: Invitation, token: str) -> bool:
    """Send the link to the one invited; False where no mail server is set up. Raises what the server answers."""
    if not settings.EMAIL_URL:
        return False
    text = render_to_string("accounts/mail/invitation.txt", {"invitation": invitation, "url": invitation_url(token)})
    send_mail("You are invited to Rapport", text, None, [invitation.email])
    return True
