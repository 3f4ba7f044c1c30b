"""`rapport accounts …` and `rapport secrets …`: the team and the home's secrets, from the home's own machine."""

from typing import TYPE_CHECKING

import typer

from rapport.cli.output import out, print_json, print_table
from rapport.cli.session import needs_database
from rapport.cli.teammate import user_of
from rapport.cli.tokens import tokens
from rapport.words.errors import RapportError

if TYPE_CHECKING:
    from rapport.accounts.models import Role, User

accounts = typer.Typer(name="accounts", no_args_is_help=True, help="Who is on the team, and how they get in.")
accounts.add_typer(tokens)
secrets = typer.Typer(name="secrets", no_args_is_help=True, help="The home's encrypted secrets and their keys.")

EMAIL = typer.Argument(metavar="EMAIL", help="The address they sign in with.")
ROLE = typer.Argument(metavar="ROLE", help="owner, manager, author, responder or analyst.")
JSON = typer.Option(False, "--json", help="Print JSON.")


@accounts.command("list")
@needs_database
def list_(as_json: bool = JSON) -> None:
    """Everybody on the team, with role and when they were last here."""
    from rapport.accounts import team

    second_step = team.with_second_step()
    rows = [_user_as_json(user, user.pk in second_step) for user in team.everybody()]
    if as_json:
        print_json(rows)
    elif rows:
        cells = [[_yes(cell) if isinstance(cell, bool) else cell for cell in row.values()] for row in rows]
        print_table(["E-mail", "Name", "Role", "Active", "Second step", "Last seen"], cells)
    else:
        out.print("Nobody yet. `rapport up` prints the link on which the first owner is made.")


@accounts.command()
@needs_database
def invite(
    email: str = EMAIL,
    role: str = typer.Option("analyst", "--role", help="owner, manager, author, responder or analyst."),
    as_json: bool = JSON,
) -> None:
    """Invite somebody; prints the link on which they join, and mails it where mail is set up."""
    from rapport.accounts import audit, mail, team

    invitation, token = team.invite(None, email, _role(role))
    audit.record(None, "team.invited", invitation.email, role=invitation.role)
    mailed = mail.send_invitation(invitation, token)
    _print_link(mail.invitation_url(token), f"{'Mailed, too. ' if mailed else ''}It works once, for 7 days.", as_json)


@accounts.command()
@needs_database
def link(email: str = EMAIL, as_json: bool = JSON) -> None:
    """Print a link that signs somebody in once, and lets them choose a new password."""
    from django.conf import settings

    from rapport.accounts import audit, links

    user = user_of(email)
    if not user.is_active:
        raise RapportError(f"{user.email} is deactivated. `rapport accounts activate {user.email}` takes that back.")
    url = settings.PUBLIC_URL + links.link_for(user)
    audit.record(None, "sign-in.link-made", user)
    _print_link(url, "It works once, for 24 hours. An earlier link no longer works.", as_json)


@accounts.command()
@needs_database
def role(email: str = EMAIL, role: str = ROLE, as_json: bool = JSON) -> None:
    """Give somebody another role."""
    from rapport.accounts import audit, team

    user, wanted = user_of(email), _role(role)
    team.change_role(None, user, wanted)
    audit.record(None, "team.role", user, was=user.role, now=wanted)
    _say(user, f"{user.email} is now {wanted.label.lower()}.", as_json)


@accounts.command()
@needs_database
def deactivate(email: str = EMAIL, as_json: bool = JSON) -> None:
    """Shut somebody out at once. `activate` takes it back."""
    from rapport.accounts import audit, team

    user = user_of(email)
    team.deactivate(None, user)
    audit.record(None, "team.deactivated", user)
    _say(user, f"{user.email} can no longer sign in. `rapport accounts activate {user.email}` takes it back.", as_json)


@accounts.command()
@needs_database
def activate(email: str = EMAIL, as_json: bool = JSON) -> None:
    """Let somebody in again."""
    from rapport.accounts import audit, team

    user = user_of(email)
    team.activate(None, user)
    audit.record(None, "team.activated", user)
    _say(user, f"{user.email} can sign in again.", as_json)


@accounts.command("drop-second-step")
@needs_database
def drop_second_step(email: str = EMAIL, as_json: bool = JSON) -> None:
    """For somebody who lost their phone and their recovery codes: the password alone signs in again."""
    from rapport.accounts import audit, team

    user = user_of(email)
    team.drop_second_step(None, user)
    audit.record(None, "second-step.dropped", user)
    _say(user, f"{user.email} signs in without a second step until they set one up again.", as_json)


@secrets.command("list")
@needs_database
def list_secrets(as_json: bool = JSON) -> None:
    """The names of the secrets kept, never their values."""
    from rapport.accounts.models import Secret

    rows = [{"name": secret.name, "changed_at": secret.changed_at} for secret in Secret.objects.order_by("name")]
    if as_json:
        print_json(rows)
    elif rows:
        print_table(["Name", "Changed"], [[row["name"], row["changed_at"]] for row in rows])
    else:
        out.print("No secrets are kept yet.")


@secrets.command()
@needs_database
def rotate(
    drop_old: bool = typer.Option(
        False,
        "--drop-old",
        help="Make no new key; drop all but the newest. Backups sealed with them become unreadable.",
    ),
    as_json: bool = JSON,
) -> None:
    """Add a key and seal every secret with it. The old keys stay until --drop-old, for the sake of backups."""
    from django.conf import settings

    from rapport.accounts import audit
    from rapport.accounts import secrets as store

    if drop_old:
        dropped = store.drop_old_keys()
        audit.record(None, "secrets.old-dropped", settings.KEY_FILE.name, dropped=dropped)
        if as_json:
            print_json({"dropped": dropped})
            return
        out.print(f"{dropped} old keys dropped. Every secret is sealed with the one that is left.")
        return
    sealed = store.rotate()
    audit.record(None, "secrets.rotated", settings.KEY_FILE.name, sealed=sealed)
    if as_json:
        print_json({"sealed": sealed, "key_file": str(settings.KEY_FILE)})
        return
    out.print(f"{sealed} secrets sealed with a new key, at the top of {settings.KEY_FILE}.")
    out.print("The old keys stay there for older backups; `rapport secrets rotate --drop-old` lets go of them.")


def _user_as_json(user: "User", second_step: bool) -> dict[str, object]:
    return {
        "email": user.email,
        "name": user.name,
        "role": user.role,
        "active": user.is_active,
        "second_step": second_step,
        "seen_at": user.seen_at,
    }


def _say(user: "User", sentence: str, as_json: bool) -> None:
    """What was done, or the account as it is after it."""
    from rapport.accounts import team

    if as_json:
        user.refresh_from_db()
        print_json(_user_as_json(user, user.pk in team.with_second_step()))
    else:
        out.print(sentence)


def _role(name: str) -> "Role":
    from rapport.accounts.models import Role

    if name not in Role.values:
        raise RapportError(f"There is no role '{name}'. There are: {', '.join(Role.values)}.")
    return Role(name)


def _print_link(url: str, about: str, as_json: bool) -> None:
    if as_json:
        print_json({"url": url})
        return
    out.print(url, soft_wrap=True)
    out.print(about)


def _yes(fact: object) -> str:
    return "yes" if fact else "no"
