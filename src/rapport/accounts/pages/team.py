"""The team: everybody with their role, and who has been invited. A POST invites."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts import audit, mail, team
from rapport.accounts.models import Role, User
from rapport.accounts.permissions import Permission, needs, signed_in


class InviteForm(forms.Form):
    email = forms.EmailField(label="E-mail address")
    role = forms.ChoiceField(label="Role")

    def __init__(self, *args: object, by: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["role"].choices = [(role.value, role.label) for role in team.roles_to_give(by)]  # type: ignore[attr-defined]
        self.initial = {"role": Role.ANALYST}


@needs(Permission.TEAM)
def page(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST if request.method == "POST" else None, by=signed_in(request))
    link = _invite(request, form) if form.is_valid() else ""
    context = {"form": form, "link": link, "people": team.everybody(), "invitations": team.waiting()}
    context["second_step"] = team.with_second_step()
    return render(request, "accounts/team.html", context)


def _invite(request: HttpRequest, form: InviteForm) -> str:
    """The invitation's address, to be shown once; empty if it was refused."""
    role = Role(form.cleaned_data["role"])
    try:
        invitation, token = team.invite(signed_in(request), form.cleaned_data["email"], role)
    except team.TeamRefused as error:
        form.add_error("email", str(error))
        return ""
    audit.record(request, "team.invited", invitation.email, role=role)
    try:
        if mail.send_invitation(invitation, token):
            messages.success(request, f"The invitation is on its way to {invitation.email}.")
    except OSError as error:
        messages.warning(
            request, f"The mail server did not take the invitation ({error}). Hand over the link yourself."
        )
    return mail.invitation_url(token)
