"""`rapport people split --all`: take a member apart who was glued together from several people."""

from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rapport.people.matching.proof import Known
    from rapport.people.models import Member


def take_apart(member: "Member", because: str, *, alone: bool, yes: bool, json: bool) -> None:
    """Shows who will be whom and asks, unless told not to; one `undo` takes all of it back."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.people.merging import NotPossible, part
    from rapport.people.parting import groups

    found = groups.alone(member) if alone else groups.by_proof(member)
    if len(found) < 2:
        raise NotPossible("All of it is proved to belong together. Nothing was changed.")
    if not yes:
        _show(found)
        typer.confirm("Take apart?", abort=True, err=True)
    leaving = [[identity.id for identity in group] for group in found[1:]]
    decision = part(member, leaving, because, None)
    audit.record(None, "person.parted", f"member {member.pk}", into=len(found), decision=decision.pk)
    if json:
        print_json({"id": member.pk, "decision": decision.pk, "people": [_as_json(group) for group in found]})
        return
    typer.echo(f"Taken apart into {len(found):,} people. To take it back: rapport people undo {decision.pk}")


def _show(found: "list[list[Known]]") -> None:
    from rapport.cli.output import print_table
    from rapport.people.parting.groups import named

    rows = [
        [named(group), "stays" if not place else "somebody new", identity.id, identity.platform, _called(identity)]
        for place, group in enumerate(found)
        for identity in group
    ]
    print_table(["Will be", "", "Identity", "Platform", "Called"], rows)


def _called(identity: "Known") -> str:
    return identity.handle or identity.name or identity.native_id


def _as_json(group: "list[Known]") -> dict[str, Any]:
    from rapport.people.parting.groups import named

    return {"name": named(group), "identities": [identity.id for identity in group]}
