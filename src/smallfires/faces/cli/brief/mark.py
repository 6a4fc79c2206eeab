"""The command ``smallfires brief mark``: the owner reads what people will do, in their own words."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smallfires.errors import UsageError
from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.failures import say
from smallfires.faces.cli.options import GroupedCommand, grouped
from smallfires.faces.cli.output import tell

if TYPE_CHECKING:
    from smallfires.verbs.desk import Desk

LETTERS = {"m": "match", "p": "partly", "n": "no"}
EXAMPLES = """\b
Examples
  smallfires brief mark triage
  smallfires brief mark triage --set 3f2a91=match --set 07bc44=partly"""


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("fire")
@grouped(
    "The marks",
    "--set",
    "marks",
    multiple=True,
    metavar="CODE=MARK",
    help="match, partly or no, for the words of this code. Repeatable; else each is asked for.",
)
@desk_flags
def command(fire: str, marks: tuple[str, ...], folder: Path, who: str) -> None:
    """Mark whether people's own words fit what FIRE asks: match, partly, or no. No names are shown."""
    from smallfires.verbs.mark import mark
    from smallfires.verbs.understood import understood

    with at_desk(folder, who) as desk:
        if not understood(desk, fire).words:
            raise UsageError(
                "There are no words to mark yet.", f"Who has answered is told by: smallfires brief clarity {fire}"
            )
        for code, chosen in map(_mark, marks) if marks else _asked(desk, fire):
            mark(desk, fire, code, chosen)
        left = sum(not one.mark for one in understood(desk, fire).words)
    say("All words are marked." if not left else f"{left} are still to be marked: smallfires brief mark {fire}")


def _mark(told: str) -> tuple[str, str]:
    code, equals, chosen = told.partition("=")
    if not equals:
        raise UsageError(f'--set "{told}" cannot be read.', "Write it as in --set 3f2a91=match.")
    return code.strip(), chosen.strip()


def _asked(desk: Desk, fire: str) -> list[tuple[str, str]]:
    """Each of the words that are not marked yet, and what is said of them; an empty answer leaves them."""
    from smallfires.faces.words.names import tidy
    from smallfires.verbs.understood import understood

    left = [one for one in understood(desk, fire).words if not one.mark]
    if left and not sys.stdin.isatty():
        told = "; ".join(f"{one.code}: {tidy(one.text)}" for one in left[:3])
        raise UsageError(f"There is nobody here to ask about {told}", f"Say it as in --set {left[0].code}=match.")
    found = []
    for one in left:
        tell(f"\n  {tidy(one.text)}\n")
        letter = click.prompt(
            "  Does it fit? m: match, p: partly, n: no, enter: later",
            type=click.Choice([*LETTERS, ""]),
            default="",
            show_choices=False,
            show_default=False,
        )
        found += [(one.code, LETTERS[letter])] if letter else []
    return found
