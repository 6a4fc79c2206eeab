"""What a program asks for under an Idempotency-Key is done once, however often it is asked for, and answered the same.

The key is noted before anything is done. What is done and its answer are then written in one transaction, so that a crash
in between leaves neither: whoever asks again has it done. An answer that holds secrets is kept without them. What was refused
did nothing, and is forgotten: it may be asked for again.
"""

from __future__ import annotations

import json
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256

from smallfires.errors import SmallfiresError
from smallfires.faces.web.api.call import Answer, Asking, Call, Head
from smallfires.faces.web.api.problem import Problem, Wrong
from smallfires.fires.entry import moment
from smallfires.fires.repeat import KEPT, LEASE, Repeat
from smallfires.stores.repeats import Repeats, late

NAME = "Idempotency-Key"
LONGEST = 255
HEAD = Head(
    "A key of your own, new for each act: what is asked for again under it is not done again.", r"^[!-~]{1,255}$"
)
AGAIN = {"idempotent-replayed": "true"}


@dataclass(frozen=True)
class Once:
    """Does what is asked for once.

    Attributes:
        repeats: what was asked for under keys.
    """

    repeats: Repeats

    def answer(self, call: Call, asking: Asking) -> Answer:
        """The answer to a call, whether it was asked for under a key or not.

        Raises:
            Problem: the key cannot be taken, or was used for something else.
            Late: the same is being done.
        """
        key = _key(asking)
        if not key or call.method == "GET" or not call.keyed:
            found = call.do(asking)
            return found.then() if found.then else found
        mine = _repeat(call, asking, key)
        now = asking.desk.now()
        there = self.repeats.claim(mine, moment(now - LEASE), moment(now - KEPT))
        if there is not None:
            return _again(there, mine)
        try:
            with self.repeats.done(mine) as answering:
                found = call.do(replace(asking, once=_digest(f"{mine.who} {mine.key} {mine.digest}")))
                answering.keep(_kept(found))
        except BaseException:
            with suppress(SmallfiresError):  # else another try may be made a little later
                self.repeats.release(mine)
            raise
        return found


def _key(asking: Asking) -> str:
    """The key that was sent; empty where none was."""
    told = asking.request.headers.getlist(NAME)
    if not told:
        return ""
    text = told[0].strip().strip('"')
    if len(told) > 1 or not text or len(text) > LONGEST or not all("!" <= letter <= "~" for letter in text):
        wrong = Wrong(f"It has to be one text of at most {LONGEST} letters, without blanks.", parameter=NAME)
        raise Problem(400, f"{NAME} cannot be understood.", "Send a new UUID for each act.", (wrong,))
    return text


def _repeat(call: Call, asking: Asking, key: str) -> Repeat:
    request = asking.request
    seen = request.headers.getlist("if-match")
    asked = json.dumps([call.key, request.url.path, seen, asking.body], sort_keys=True)
    who = asking.visitor.account or asking.visitor.name
    return Repeat(who, _digest(key), _digest(asked), secrets.token_hex(16), moment(asking.desk.now()))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8")).hexdigest()


def _again(there: Repeat, mine: Repeat) -> Answer:
    if there.digest != mine.digest:
        wrong = Wrong("It was used for something else within the last 24 hours.", parameter=NAME)
        raise Problem(422, f"{NAME} was used for something else.", "Take a new key for each act.", (wrong,))
    if there.answer is None:
        raise late()
    told = json.loads(there.answer)
    return Answer(told["text"], told["status"], {**told["headers"], **AGAIN}, told["media"])


def _kept(found: Answer) -> str:
    told = found.kept or found
    headers = dict(told.headers)
    return json.dumps({"text": told.text(), "status": told.status, "headers": headers, "media": told.media})
