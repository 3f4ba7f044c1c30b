"""`rapport measure board`: numbers that the team put side by side."""

import typer

from rapport.cli.session import needs_database

boards = typer.Typer(no_args_is_help=True, help="Boards: numbers side by side, by name.")

JSON = typer.Option(False, "--json", help="Print one JSON document.")


@boards.command("list")
@needs_database
def list_boards(json: bool = JSON) -> None:
    """Every board, with how many numbers are on it."""
    from rapport.cli.output import print_json, print_table
    from rapport.measure.boards.showing import board_as_json
    from rapport.measure.models import Board

    found = [board_as_json(board) for board in Board.objects.all()]
    if json:
        print_json(found)
        return
    print_table(["Name", "Numbers", "What for"], [[one["name"], one["cards"], one["sentence"]] for one in found])


@boards.command()
@needs_database
def show(name: str = typer.Argument(metavar="NAME"), json: bool = JSON) -> None:
    """A board's numbers, as its page shows them."""
    from rapport.cli.output import out, print_json
    from rapport.measure.boards.arranging import named
    from rapport.measure.boards.showing import board_as_json, cards_as_json, shown
    from rapport.measure.current import current

    board, acts = named(name), current()
    if json:
        print_json(board_as_json(board) | {"cards": cards_as_json(board, acts)})
        return
    out.print(f"{board}. {board.sentence}".strip(), markup=False)
    for one in shown(board.cards.all(), acts):
        out.print(f"\n{one.title}: {one.about or one.problem}", markup=False)
        if card := one.card:
            sure = f", 95 % interval {card.interval}" if card.interval else ""
            out.print(f"  {card.figure} {card.unit}{sure} ({card.about_n}; {card.about_change})", markup=False)
            out.print(f"  {card.sentence}", markup=False)
    out.print(f"\nAs of {acts.as_of:%Y-%m-%d %H:%M %Z}.")
