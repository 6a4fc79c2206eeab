"""The command ``smallfires brief answer``: the five questions in the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from smallfires.errors import UsageError
from smallfires.faces import typed
from smallfires.faces.cli.desk import at_desk, desk_flags
from smallfires.faces.cli.flags import together
from smallfires.faces.cli.options import Flagged, GroupedCommand, grouped
from smallfires.faces.cli.output import tell

if TYPE_CHECKING:
    from smallfires.fires.acts import Answers
    from smallfires.fires.teachback import Question
    from smallfires.verbs.answer import Invitation
    from smallfires.verbs.desk import Desk

ANSWERS = "The answers (asked for where they are not given): an option's number, or its text"
EXAMPLES = """\b
Examples
  smallfires brief answer my-own-inbox
  smallfires brief answer --link
  smallfires brief answer my-own-inbox --intent 2 --measure "Days to answer" --effect 1 --worse 3"""


def _answers(command: Flagged) -> Flagged:
    return together(
        command,
        grouped(ANSWERS, "--intent", metavar="OPTION", help="1: what is asked of you."),
        grouped(ANSWERS, "--measure", metavar="OPTION", help="2: which one figure tells whether it worked."),
        grouped(ANSWERS, "--effect", metavar="OPTION", help="3: which way it has to go, and how far."),
        grouped(ANSWERS, "--worse", metavar="OPTION", help="4: what may get worse, until when, and what stops it."),
        grouped(ANSWERS, "--words", metavar="TEXT", help="5: what you will do differently on Monday."),
    )


@click.command(cls=GroupedCommand, epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("fire", required=False)
@grouped(
    "Who answers",
    "--link",
    is_flag=False,
    flag_value="",
    metavar="[LINK]",
    help="By a personal link; without a value it is asked for, so that it stands in no history.",
)
@_answers
@desk_flags
def command(fire: str | None, link: str | None, folder: Path, who: str, **given: str | None) -> None:
    """Answer the questions about a brief: for yourself in FIRE, where you are the only one asked, or by your link."""
    if (fire is None) == (link is None):
        raise UsageError("It is not said what is answered.", "Name a fire of your own, or give your link with --link.")
    with at_desk(folder, who) as desk:
        done = _by_link(desk, link, given) if link is not None else _own(desk, fire or "", given)
    _thank(done)


def _own(desk: Desk, fire: str, given: dict[str, str | None]) -> Invitation:
    from smallfires.verbs.answer import answer_own, own

    return answer_own(desk, fire, _asked(own(desk, fire), given))


def _by_link(desk: Desk, link: str, given: dict[str, str | None]) -> Invitation:
    from smallfires.verbs.answer import answer, invited

    told = link or str(click.prompt("Your link", hide_input=True))
    token = told.strip().rstrip("/").rpartition("/")[2]
    return answer(desk, token, _asked(invited(desk, token), given))


def _asked(invitation: Invitation, given: dict[str, str | None]) -> Answers:
    """The answers: those given as flags, the others asked for."""
    from smallfires.faces.terminal import show
    from smallfires.fires.acts import Answers

    questions = invitation.asked.questions
    if any(given[question.name] is None for question in questions):
        _talking([question for question in questions if given[question.name] is None])
        show(invitation.brief, sys.stdout)
    keys = {one.name: _chosen(number, one, given[one.name]) for number, one in enumerate(questions, 1)}
    words = given["words"]
    if words is None:
        words = (
            click.prompt(f"\n5  {invitation.asked.words}", default="", show_default=False, prompt_suffix="\n\n   ")
            if sys.stdin.isatty()
            else ""
        )
    return Answers(**keys, words=words)


def _talking(missing: list[Question]) -> None:
    """Refuse to ask where nobody can answer."""
    if sys.stdin.isatty():
        return
    first = missing[0]
    raise UsageError(
        f"--{first.name} is not given, and there is nobody here to ask: {first.text}", typed.offered(first)
    )


def _chosen(number: int, question: Question, told: str | None) -> str:
    """The key of the option that was chosen."""
    if told is None:
        tell(f"\n{number}  {question.text}\n")
        for place, option in enumerate(question.options, 1):
            tell(f"   {place}  {option.text}")
        place = click.prompt("\n  ", type=click.IntRange(1, len(question.options)), prompt_suffix=" ")
        return question.options[place - 1].key
    return typed.option(number, question, told)


def _thank(done: Invitation) -> None:
    """Thanks; and the sentences of the brief that answer what was read otherwise."""
    from smallfires.fires.brief import sentences_for

    given = done.given[-1]
    wrong = sentences_for(done.brief, given.matched)
    if not wrong:
        tell("\nThank you. You read it as it is meant.")
        return
    tell(
        "\nThank you. You read something otherwise than it is meant; that counts against the page, and not against you.\n"
    )
    for sentence in wrong:
        tell(f"  {sentence}\n")
    tell("Your first answers are those that count.")
