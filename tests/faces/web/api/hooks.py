"""What schemathesis is told beyond settings: it takes a new key for each act, as the description says. Loaded by schemathesis."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import schemathesis

from smallfires.faces.web.api.once import HEAD, NAME


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Keys that are none stay as they are: they have to be refused."""
    told = case.headers or {}
    if re.fullmatch(HEAD.pattern, str(told.get(NAME, ""))):
        case.headers[NAME] = str(uuid4())
