"""Put right what is wrong: the name, and whose the accounts are."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.people.merging import NotPossible, rename, split
from rapport.people.mine import visit
from rapport.people.mine.holdings import Holding, holding
from rapport.people.pages.naming import named

SAID_SO = "they said so on their own page"


class NameForm(forms.Form):
    name = forms.CharField(max_length=200, required=False)


@visit.proven
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    """`name`, of a member who is theirs alone; `not_me`, identities among the proved ones; `others`, the rest of it."""
    mine = holding(visit.proofs(request))
    for_what = request.POST.get("correct", "")
    try:
        with transaction.atomic():
            said = _CORRECTIONS.get(for_what, _nothing)(request, mine)
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("mine:start")


def _name(request: HttpRequest, mine: Holding) -> str:
    form = NameForm(request.POST)
    if not form.is_valid() or not mine.whole:
        raise NotPossible("The name was not changed: prove your other accounts first.")
    for member in mine.whole:
        rename(member, form.cleaned_data["name"])
        audit.record(None, "person.renamed", named(member), by_themselves=True)
    return "Your name is as you want it."


def _not_me(request: HttpRequest, mine: Holding) -> str:
    """Somebody else wrote under an address of theirs, or it was never theirs."""
    chosen = {int(text) for text in request.POST.getlist("identity") if text.isdecimal()}
    told = []
    for member in mine.members:
        held = {each.pk for each in mine.identities if each.link.member_id == member.pk}
        if leaving := sorted(chosen & held):
            decision = split(member, leaving, f"not them: {SAID_SO}", None)
            audit.record(None, "person.split", named(member), apart=named(decision.member), by_themselves=True)
            told += leaving
    if not told:
        raise NotPossible("Choose what is not you. Nothing was changed.")
    return "Those are somebody else from now on, and stay so."


def _others(request: HttpRequest, mine: Holding) -> str:
    """What is proved parts from what is not."""
    for member in mine.parts:
        held = [each.pk for each in mine.identities if each.link.member_id == member.pk]
        decision = split(member, held, f"the others are not them: {SAID_SO}", None)
        audit.record(None, "person.split", named(member), apart=named(decision.member), by_themselves=True)
    return "What you proved is a person of its own from now on, and stays so."


def _nothing(request: HttpRequest, mine: Holding) -> str:
    raise NotPossible("Nothing was changed.")


_CORRECTIONS = {"name": _name, "not_me": _not_me, "others": _others}
