"""Put right who a person is: the name, the side, which identities are theirs."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.people.candidates import candidates
from rapport.people.listing import identities_of
from rapport.people.merging import put_on_side, rename
from rapport.people.models import Member, Side
from rapport.people.pages.naming import named
from rapport.people.pages.profile import about


class MemberForm(forms.Form):
    name = forms.CharField(
        required=False, max_length=200, help_text="What people call them. Empty: the best among their identities."
    )
    side = forms.ChoiceField(choices=Side.choices, help_text="Bots count in no number; the team can be left out.")


@needs(Permission.PEOPLE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=number)
    form = MemberForm(request.POST or None, initial={"name": member.name, "side": member.side})
    if request.method == "POST" and form.is_valid():
        _change(request, member, form)
        return redirect("people:profile", member.pk)
    identities = identities_of([member.pk]).get(member.pk, [])
    if not identities:
        return redirect("people:profile", member.pk)
    words = request.GET.get("q")
    context = {
        "member": member,
        "form": form,
        "identities": [about(identity) for identity in identities],
        "candidates": candidates(member, words),
        "q": words or "",
        "may_erase": may(signed_in(request), Permission.ERASE),
    }
    return render(request, "people/edit.html", context)


def _change(request: HttpRequest, member: Member, form: MemberForm) -> None:
    name, side = form.cleaned_data["name"], Side(form.cleaned_data["side"])
    if name.strip() != member.name:
        rename(member, name)
        audit.record(request, "person.renamed", named(member))
    if side != member.side:
        audit.record(request, "person.side", named(member), was=member.side, now=str(side))
        put_on_side(member, side)
    messages.success(request, f"{member} is saved.")
