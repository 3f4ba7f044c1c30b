"""One person of the team: change their role, shut them out, let them in again, let go of a lost second step."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from rapport.accounts import audit, team
from rapport.accounts.models import Role, User
from rapport.accounts.permissions import MAY, Permission, meaning, needs, signed_in


@needs(Permission.TEAM)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    by = signed_in(request)
    if request.method == "POST":
        return _change(request, by, person)
    roles = [(role, ", ".join(meaning(p) for p in Permission if p in MAY[role])) for role in team.roles_to_give(by)]
    context = {"person": person, "roles": roles, "may_touch": team.may_touch(by, person)}
    context["second_step"] = person.pk in team.with_second_step()
    return render(request, "accounts/person.html", context)


def _change(request: HttpRequest, by: User, person: User) -> HttpResponse:
    change = _CHANGES.get(request.POST.get("change", ""))
    if change is None:
        messages.error(request, "Nothing was changed: choose what to do.")
        return redirect("accounts:person", person.pk)
    try:
        messages.success(request, change(request, by, person))
    except team.TeamRefused as error:
        messages.error(request, str(error))
    return redirect("accounts:person", person.pk)


def _role(request: HttpRequest, by: User, person: User) -> str:
    wanted = request.POST.get("role", "")
    if wanted not in Role.values:
        raise team.TeamRefused("Nothing was changed: there is no such role.")
    team.change_role(by, person, Role(wanted))
    audit.record(request, "team.role", person, was=person.role, now=wanted)
    return f"{person} is now {Role(wanted).label.lower()}."


def _deactivate(request: HttpRequest, by: User, person: User) -> str:
    team.deactivate(by, person)
    audit.record(request, "team.deactivated", person)
    return f"{person} can no longer sign in. Activate takes it back."


def _activate(request: HttpRequest, by: User, person: User) -> str:
    team.activate(by, person)
    audit.record(request, "team.activated", person)
    return f"{person} can sign in again."


def _drop_second_step(request: HttpRequest, by: User, person: User) -> str:
    team.drop_second_step(by, person)
    audit.record(request, "second-step.dropped", person)
    return f"{person} signs in with the password alone until they set up a second step again."


_CHANGES: dict[str, Callable[[HttpRequest, User, User], str]] = {
    "role": _role,
    "deactivate": _deactivate,
    "activate": _activate,
    "drop-second-step": _drop_second_step,
}
