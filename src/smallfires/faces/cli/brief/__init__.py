"""The command ``smallfires brief``: send the one page out, and see what people understood."""

from __future__ import annotations

import click

from smallfires.faces.cli.lazy import LazyGroup

HERE = "smallfires.faces.cli.brief"
COMMANDS = {
    "send": (f"{HERE}.send", "Makes the brief and the personal links; this word may be left out."),
    "serve": (f"{HERE}.serve", "Opens the links in the browser, on this machine."),
    "answer": (f"{HERE}.answer", "Asks the five questions in the terminal."),
    "clarity": (f"{HERE}.clarity", "What did people understand?"),
    "mark": (f"{HERE}.mark", "Marks people's own words, without their names."),
}
"""What can be done with a brief: the module that holds it, and its line in ``--help``."""

EXAMPLES = """\b
Examples
  smallfires brief triage --mail letters
  smallfires brief serve
  smallfires brief clarity triage"""


class Briefs(LazyGroup):
    """The commands; what is none of their names is a fire whose brief is sent."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Send, unless something else is asked for."""
        known = {*self.homes, *self.get_help_option_names(ctx)}
        return super().parse_args(ctx, args if not args or args[0] in known else ["send", *args])


@click.group(
    cls=Briefs,
    commands=COMMANDS,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"]},
)
def command() -> None:
    """Tell everyone asked what is expected of them, and see what they understood.

    smallfires brief FIRE sends it: see smallfires brief send --help.
    """
