"""`rapport people weigh`: what counts as a contribution, and how much."""

import typer

from rapport.cli.session import needs_database

JSON = typer.Option(False, "--json", help="Print one JSON document.")


@needs_database
def weigh(
    kind: str = typer.Argument("", metavar="[KIND]", help="Of activity, such as talk; all of them when left out."),
    weight: str = typer.Option("", help="0 for no commitment, 12 for leading."),
    gives: str = typer.Option("", help="The contribution that it is, such as documentation; none for none."),
    json: bool = JSON,
) -> None:
    """Show what counts as a contribution and how much it weighs, or change it for one kind."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json, print_table
    from rapport.people.contributions import weighing
    from rapport.words.kinds import BY_NAME, KINDS

    now = weighing.weights()
    if kind and (weight or gives):
        held = now.of(BY_NAME[kind].number) if kind in BY_NAME else None
        meant = "" if gives == "none" else gives or (held.gives if held else "")
        number, said = weighing.read(kind, weight or str(held.weight if held else 0), meant)
        if weighing.weigh({number: said}):
            audit.record(None, "contributions.weighed", "weights of contributions", kinds={kind: list(said)})
        now = weighing.weights()
    elif weight or gives:
        raise weighing.WeightRefused("Name the kind of activity first, such as talk. Nothing was changed.")
    shown = [one for one in KINDS if kind in ("", one.name)]
    if not shown:
        weighing.read(kind, "0", "")
    if json:
        kinds = [{"kind": one.name} | now.of(one.number)._asdict() for one in shown]
        print_json({"kinds": kinds})
        return
    print_table(["Kind", "Contribution", "Weight"], [[one.name, *reversed(now.of(one.number))] for one in shown])
