"""`rapport accounts token …`: what people's scripts show to the API."""

from datetime import timedelta

import typer

from rapport.cli.output import out, print_json, print_table
from rapport.cli.session import needs_database
from rapport.cli.teammate import user_of
from rapport.words.errors import RapportError

tokens = typer.Typer(name="token", no_args_is_help=True, help="What people's scripts show to the API.")

EMAIL = typer.Argument(metavar="EMAIL", help="The address its person signs in with.")
JSON = typer.Option(False, "--json", help="Print JSON.")


@tokens.command("list")
@needs_database
def list_(as_json: bool = JSON) -> None:
    """Every token, whose it is and when it was last used; never the token itself."""
    from rapport.accounts.models import Token

    rows = [
        {
            "id": token.pk,
            "email": token.user.email,
            "name": token.name,
            "made_at": token.made_at,
            "used_at": token.used_at,
            "expires_at": token.expires_at,
        }
        for token in Token.objects.select_related("user").order_by("user__email", "id")
    ]
    if as_json:
        print_json(rows)
    elif rows:
        print_table(["Id", "Whose", "Name", "Made", "Last used", "Ends"], [list(row.values()) for row in rows])
    else:
        out.print("No tokens yet.")


@tokens.command()
@needs_database
def make(
    email: str = EMAIL,
    name: str = typer.Argument(metavar="NAME", help="What it is for."),
    days: int = typer.Option(90, "--days", min=0, max=36_500, help="How long it works; 0: until it is taken back."),
    as_json: bool = JSON,
) -> None:
    """Print a token with which somebody's script may read what their role may. It is shown this once."""
    from rapport.accounts import audit
    from rapport.accounts import tokens as store

    user = user_of(email)
    token, text = store.make(user, name[:60], timedelta(days=days) if days else None)
    audit.record(None, "token.made", token, of=user.email, days=days or "no end")
    if as_json:
        print_json({"id": token.pk, "token": text, "expires_at": token.expires_at})
        return
    out.print(text, soft_wrap=True)
    out.print(f"It works for {days} days." if days else "It works until it is taken back.")


@tokens.command("take-back")
@needs_database
def take_back(
    id_: int = typer.Argument(metavar="ID", help="Its number in `rapport accounts token list`."),
    as_json: bool = JSON,
) -> None:
    """Let a token work no more, at once."""
    from rapport.accounts import audit
    from rapport.accounts import tokens as store
    from rapport.accounts.models import Token

    token = Token.objects.select_related("user").filter(pk=id_).first()
    if token is None:
        raise RapportError(f"There is no token {id_}. `rapport accounts token list` shows them.")
    store.take_back(token)
    audit.record(None, "token.taken-back", token, of=token.user.email)
    if as_json:
        print_json({"id": id_, "email": token.user.email, "name": token.name})
        return
    out.print(f"The token '{token}' of {token.user.email} no longer works.")
