"""The command line. Only click and the standard library are imported here, so that ``--help`` answers at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from smallfires import __version__
from smallfires.errors import SmallfiresError
from smallfires.faces.cli.lazy import LazyGroup

COMMANDS = {
    "read": ("smallfires.faces.cli.read", "Optimize or transform? Reads a log of work, or a table of measures."),
    "design": (
        "smallfires.faces.cli.design",
        "What could a pilot tell? The smallest one that can teach, before it starts.",
    ),
    "init": ("smallfires.faces.cli.init", "Makes a folder a workspace."),
    "add": ("smallfires.faces.cli.add", "Names a source, a measure or a fire in the workspace."),
    "check": ("smallfires.faces.cli.check", "Could this charter be lit, and would people understand it?"),
    "brief": ("smallfires.faces.cli.brief", "Tells everyone asked what is expected, and sees what they understood."),
    "light": ("smallfires.faces.cli.light", "Freezes the charter, draws the lot, and lets the fire burn."),
    "learn": ("smallfires.faces.cli.learn", "What did the pilot do? From a table, a log, or cases drawn by lot."),
    "nightly": ("smallfires.faces.cli.nightly", "Reads what is new of every burning fire, and tells its owner."),
    "webhook": ("smallfires.faces.cli.webhook", "Calls a webhook to try, and says what it answers."),
    "test": ("smallfires.faces.cli.test", "What the test of a riskiest assumption showed."),
    "decide": ("smallfires.faces.cli.decide", "Spread it, keep it burning, or put it out: with a reason."),
    "amend": ("smallfires.faces.cli.amend", "Changes a frozen charter, for everybody to see."),
    "put-out": ("smallfires.faces.cli.put_out", "Ends a fire, whether it burns or never came to that."),
    "share": ("smallfires.faces.cli.share", "Who may see a fire on the server of an organization."),
    "comment": ("smallfires.faces.cli.comment", "Writes a line into a fire's diary."),
    "board": ("smallfires.faces.cli.board", "The fires in the browser, on this machine, to look at and to act on."),
    "serve": ("smallfires.faces.cli.serve", "The board for an organization: for everybody who has an account."),
    "account": ("smallfires.faces.cli.account", "Who may open the board of an organization, and as what."),
    "list": ("smallfires.faces.cli.list", "All fires by stage, what is due, and the last verdict."),
    "momentum": ("smallfires.faces.cli.momentum", "How many fires are lit, how soon they teach, and what worked."),
    "people": ("smallfires.faces.cli.people", "Who carries how much change, and what is due from whom."),
    "show": ("smallfires.faces.cli.show", "One fire: charter, clarity, verdict, dates and diary."),
    "search": ("smallfires.faces.cli.search", "Everything ever declared and learned, by its words."),
    "ledger": ("smallfires.faces.cli.ledger", "Proves, shows, carries and backs up the ledger."),
    "demo": ("smallfires.faces.cli.demo", "Makes a worked example and reads it."),
}
"""Every command: the module that holds it, and its line in ``--help``; in the order of a fire's life."""

HEADINGS = {
    "read": "Ask the work, without a workspace",
    "init": "Prepare",
    "check": "A fire's life",
    "board": "Look, and find again",
    "demo": "See it work",
}
"""What stands above the commands in ``--help``, by the first of each group."""

WELCOME = """Do you need to optimize, or to transform? Find out from the work itself.

To optimize is to run today's way of working better. To transform is to work in a different way.

\b
Start here:
  smallfires read orders.csv --target 5d
  smallfires demo"""

EXIT_CODES = """\b
Exit codes
  0    done
  1    a fault of Smallfires itself; the details are in a file that is named
  2    a flag or argument that cannot be understood
  3    the data cannot be read as they stand, or are too few to answer
  4    more than one sensible meaning: one question, and the flag that answers it
  5    a database or a tool that Smallfires needs did not do its part
  6    the fire's state does not allow it: what comes first is said
  7    the ledger is broken: an entry was changed, removed or put elsewhere
  130  stopped by you"""


@click.group(
    cls=LazyGroup,
    commands=COMMANDS,
    headings=HEADINGS,
    help=WELCOME,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="smallfires", message="%(prog)s %(version)s")
def cli() -> None:
    """Do you need to optimize, or to transform?"""


ONE_THREAD = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""By what numpy's linear algebra is told how many threads to take. Pilots are very many small systems: threads that wait for each
other over them take several times as long as one, and keep other programs from working meanwhile."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code; no traceback ever reaches the user."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        The exit code, as ``--help`` documents it.
    """
    from smallfires.faces.cli import failures

    failures.keep_quiet()
    try:
        code = cli.main(arguments, prog_name="smallfires", standalone_mode=False)
    except SmallfiresError as error:
        return failures.refused(error)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return failures.stopped()
    except BrokenPipeError:
        return failures.unheard()
    except Exception as error:
        return failures.broken(error)
    return code if isinstance(code, int) else 0
