"""What the command line says when it cannot go on."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
import warnings
from collections.abc import Sequence
from pathlib import Path

from smallfires.errors import CharterError, RuleError, SmallfiresError

STOPPED = 130


def keep_quiet() -> None:
    """Keep warnings of libraries, which tell a user nothing, off the screen; whoever asks for them by -W has them."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def refused(error: SmallfiresError) -> int:
    """Say what was wrong, where, and what to do."""
    say(f"Error: {_whole(error)}" if isinstance(error, RuleError | CharterError) else _three_things(error))
    return error.exit_code


def _whole(error: RuleError | CharterError) -> str:
    """What shows the user's own text has a form of its own."""
    return error.typed if isinstance(error, CharterError) else str(error)


def _three_things(error: SmallfiresError) -> str:
    place = f"\n  in {error.where}" if error.where else ""
    shown = "".join(f"\n  {line}" for line in error.shown.splitlines())
    way_out = f"\n  {error.typed}" if error.typed else ""
    return f"Error: {error.problem}{place}{shown}{way_out}"


def say(text: str) -> None:
    """Write to the error stream, in letters that it has, without anything that could command a terminal."""
    from smallfires.faces.letters import fit
    from smallfires.faces.words.names import inert

    stream = sys.stderr
    stream.write(fit(inert(text), getattr(stream, "encoding", None) or "utf-8") + "\n")
    stream.flush()


def stopped() -> int:
    """The user stopped it."""
    say("Stopped.")
    return STOPPED


def unheard() -> int:
    """Whoever read the output went away, as ``| head`` does: nothing more to say, and no fault."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    return 0


def broken(error: Exception) -> int:
    """A fault of Smallfires itself: one line for the user, the details in a file."""
    path = _details("".join(traceback.format_exception(error)))
    say(
        f"Error: Smallfires has a fault of its own here ({type(error).__name__}); your data are as they were."
        f"\n  The details are in {path}; please report them."
    )
    return 1


def faulty(faults: Sequence[str]) -> int:
    """Faults of Smallfires itself that did not stop it, and were told already: their details go into a file."""
    say(f"The details of the fault are in {_details(chr(10).join(faults))}; please report them.")
    return 1


def _details(text: str) -> Path:
    handle, path = tempfile.mkstemp(prefix="smallfires-fault-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
        file.write(text)
    return Path(path)
