"""What nobody needs any more goes every night: ended sessions, links, invitations and tokens long past."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app

from rapport.accounts.models import EntranceLink, Invitation, Token

KEPT = timedelta(days=30)
"""Invitations and tokens stay a month after their end, so that one can see who did not come, what no longer works."""


@app.periodic(cron="41 3 * * *")
@app.task(name="accounts.tidy", queueing_lock="accounts.tidy")
def tidy(timestamp: int) -> None:
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    EntranceLink.objects.filter(expires_at__lt=now).delete()
    Invitation.objects.filter(expires_at__lt=now - KEPT).delete()
    Token.objects.filter(expires_at__lt=now - KEPT).delete()
