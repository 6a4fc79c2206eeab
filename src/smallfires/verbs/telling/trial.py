"""The verb ``try``: one call to a webhook of the workspace, signed as news are, to see whether it is heard.

Only webhooks that stand in the workspace's file can be called, by their name: whoever asks names no address.
"""

from __future__ import annotations

import secrets
import time

from smallfires.errors import DataError, NotThere, UsageError
from smallfires.fires.entry import moment
from smallfires.fires.plain import canonical
from smallfires.fires.tried import Tried
from smallfires.verbs.desk import Clock
from smallfires.verbs.telling.channels import webhook, webhooks_of
from smallfires.verbs.telling.webhook import Call
from smallfires.verbs.workspace import Workspace

TYPE = "trial"
SAYS = "This is a call to try whether news of fires arrive. Nothing has to be done."
SIGNED = "Its secret may be another one there than here: compare the two."
ASK = "Ask whoever runs the program there, or correct its table in smallfires.toml."
_UNKNOWN = frozenset([401, 403])


def try_webhook(workspace: Workspace, name: str, now: Clock) -> Tried:
    """Call a webhook once.

    Args:
        workspace: in whose file it stands.
        name: its own.
        now: the clock.

    Raises:
        NotThere: there is none of this name.
        DataError: the tables of the webhooks cannot be understood.
    """
    every = webhooks_of(workspace)
    if name not in every:
        known = f"There are {', '.join(every)}." if every else "Write a table [webhooks.its-name] in smallfires.toml."
        raise NotThere(f'There is no webhook "{name}".', known)
    try:
        hook = webhook(name, every[name])
    except (DataError, UsageError) as error:
        return Tried(name, "", False, 0, 0.0, f"It was not called. {error.problem}", error.way_out)
    told = {"workspace": workspace.name, "headline": SAYS, "lines": []}
    body = canonical({"type": TYPE, "timestamp": moment(now()), "data": told}).encode("utf-8")
    began = time.monotonic()
    answer = hook.call(Call(f"trial_{secrets.token_hex(20)}", body))
    took = round(time.monotonic() - began, 3)
    problem = f"It {answer.problem}." if answer.problem else ""
    way_out = "" if not problem else SIGNED if answer.status in _UNKNOWN else ASK
    return Tried(name, hook.host, not problem, answer.status, took, problem, way_out)
