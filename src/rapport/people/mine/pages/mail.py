"""Have a link mailed that proves an address. The answer is the same whether anything is held of it or not."""

import logging
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException

from allauth.core import ratelimit
from django import forms
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from rapport.accounts.ratelimit import limited
from rapport.people.mine import links
from rapport.people.mine.pages import prove
from rapport.people.mine.visit import visited

outgoing = ThreadPoolExecutor(1, "proof-mail")
"""Finds out beside the answer whether anything is held and mails the link, so that no clock tells."""
log = logging.getLogger("rapport.people.mine")


class AddressForm(forms.Form):
    address = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))


@visited
@require_POST
@limited("proof")
def page(request: HttpRequest) -> HttpResponse:
    form = AddressForm(request.POST)
    if not form.is_valid():
        return render(request, "people/mine/prove.html", prove.ways() | {"form": form}, status=400)
    written = form.cleaned_data["address"]
    # So that nobody's mailbox is filled by others. Above the limit the answer is the same.
    if ratelimit.consume(request, action="proof-mail", key=written.lower()):
        outgoing.submit(_send, written)
    return render(request, "people/mine/mailed.html", {"minutes": int(links.LASTS.total_seconds() // 60)})


def _send(written: str) -> None:
    try:
        links.send(written)
    except (SMTPException, OSError) as error:
        # Told to the log and not to the visitor, who could otherwise find out which addresses are known.
        log.warning("The mail that proves an address could not be sent: %s.", type(error).__name__)
    finally:
        connection.close()
