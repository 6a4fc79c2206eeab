"""The command ``smallfires brief FIRE``: the one page, and a personal link for everyone asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.failures import say
from smallfires.faces.cli.flags import output_flags, together
from smallfires.faces.cli.options import Flagged, GroupedCommand, grouped
from smallfires.faces.cli.output import STDOUT, Wanted, deliver, tell
from smallfires.fires.quantity import many

if TYPE_CHECKING:
    from smallfires.verbs.brief import Sent

WHO = "Who is asked"
ADDRESS = "http://127.0.0.1:8765"
EXAMPLES = """\b
Examples
  smallfires brief triage
  smallfires brief triage --mail letters --pdf triage.pdf
  smallfires brief triage --renew "Amira Haddad"
  smallfires brief triage --ask-again"""


def _asking(command: Flagged) -> Flagged:
    return together(
        command,
        grouped(WHO, "--ask-again", is_flag=True, help="Ask everyone again, with new links: the next round."),
        grouped(WHO, "--renew", multiple=True, metavar="NAME", help="Replace this person's link. Repeatable."),
        grouped(WHO, "--revoke", multiple=True, metavar="NAME", help="Take this person's link back. Repeatable."),
        grouped(
            "The links",
            "--mail",
            type=click.Path(file_okay=False, path_type=Path),
            metavar="FOLDER",
            help="Write a mail for each new link, as text, in place of showing the links.",
        ),
        grouped(
            "The links",
            "--address",
            metavar="URL",
            default=ADDRESS,
            show_default=True,
            help="Where the server that opens the links can be reached.",
        ),
    )


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("fire")
@_asking
@desk_flags
@output_flags
def command(
    fire: str,
    ask_again: bool,
    renew: tuple[str, ...],
    revoke: tuple[str, ...],
    mail: Path | None,
    address: str,
    folder: Path,
    who: str,
    json: str | None,
    html: str | None,
    pdf: str | None,
    quiet: bool,
) -> None:
    """Send the brief of FIRE to everyone asked: each gets a link of their own, which is shown once.

    FIRE is the name of a fire, or the TOML file of its charter.
    """
    from smallfires.faces.cli.brief import letters
    from smallfires.faces.cli.progress import Bar
    from smallfires.verbs.bench import bench
    from smallfires.verbs.brief import brief
    from smallfires.verbs.draft import fire_of

    wanted = Wanted(json, html, pdf, quiet)
    wanted.check(fire)
    place = letters.ready(mail) if mail else None
    with at_desk(folder, who) as desk, Bar() as bar, bench(bar) as ground:
        found, guesses = fire_of(desk, fire, ground)
        sent = brief(desk, found.slug, ask_again=ask_again, renew=renew, revoke=revoke)
    written = letters.write(sent, place, address) if place else False
    deliver(sent.brief, wanted)
    if guesses:
        it = "makes" if len(guesses) == 1 else "make"
        say(f"{many(len(guesses), 'thing')} in its charter {it} people guess: smallfires check {fire}")
    _links(sent, address, aside=STDOUT in wanted.files.values(), written=written)


def _links(sent: Sent, address: str, *, aside: bool, written: bool) -> None:
    """Show the links, this once; or say why there are none."""
    heard = say if aside else tell
    if sent.links and not written:
        heard("\nThe links, shown this once; each is for one person:\n")
        wide = max(len(link.person) for link in sent.links)
        for link in sent.links:
            heard(f"  {link.person:<{wide}}  {link.under(address)}")
    heard(f"\n{_next(sent)}")


def _next(sent: Sent) -> str:
    slug = sent.brief.slug
    if sent.fire.charter.solo:
        return f"You are the only one asked. Answer with: smallfires brief answer {slug}"
    if not sent.links:
        return "Everyone asked has a link already. A new one: --renew NAME. Asking everyone again: --ask-again."
    return f"They open while this runs: smallfires brief serve\nWhat people understood: smallfires brief clarity {slug}"
