"""The verb ``tell``: what was not yet told, to everyone who is named, once.

What was told is noted in the ledger, so that it is never told twice, and what could not be sent is sent the next time. Only
between the sending and the note may a program be stopped: then the same news go out again, under the same mark.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from typing import Any

from smallfires.errors import SmallfiresError
from smallfires.fires import acts
from smallfires.fires.fire import Fire
from smallfires.fires.news import News, untold
from smallfires.fires.night import Sent, Trouble
from smallfires.verbs.desk import Desk
from smallfires.verbs.telling.channels import address, mail_of, webhook, webhooks_of
from smallfires.verbs.telling.letter import letter, mark
from smallfires.verbs.telling.mail import Mail
from smallfires.verbs.telling.webhook import Webhook

Pause = Callable[[float], None]
PATIENCE = 3
"""Letters that may fail one after the other before the mail server is left alone until the next time."""
_LATER = Trouble("The letters before it failed.", "It will be tried again the next night.")


@dataclass(frozen=True)
class Teller:
    """Who tells.

    Attributes:
        desk: whose fires they are.
        fires: as they are now.
        trial: whether nothing is sent, only said.
        pause: waits for so many seconds.
    """

    desk: Desk
    fires: Mapping[str, Fire]
    trial: bool
    pause: Pause

    def untold(self, to: str, fires: Sequence[Fire], topics: tuple[str, ...] = ()) -> tuple[News, ...]:
        """What has to be told to someone, of some fires; of some topics only where these are named."""
        found = (each for fire in fires for each in untold(fire, self.desk.today, to))
        return tuple(each for each in found if not topics or each.topic in topics)

    def told(self, to: str, news: Sequence[News]) -> None:
        """Note what was sent."""
        self.desk.ledger.append([acts.draft(self.desk.who, each.fire, acts.Told(each.event, to)) for each in news])


def tell(
    desk: Desk, fires: Mapping[str, Fire] | None = None, *, trial: bool = False, pause: Pause = time.sleep
) -> tuple[Sent, ...]:
    """Tell what was not yet told.

    Args:
        desk: whose fires they are.
        fires: as they are now, by slug; all of the ledger where None.
        trial: whether nothing is sent or noted, only said.
        pause: waits for so many seconds, between two tries.

    Returns:
        What was sent, and what could not be; that is no error, and the next call tries it again.

    Raises:
        BrokenLedger, EngineError: the ledger cannot be read or written.
    """
    teller = Teller(desk, desk.fires() if fires is None else fires, trial, pause)
    return (*_letters(teller), *_calls(teller))


def owners_address(fire: Fire) -> str:
    """The mail address of the fire's owner; empty where the charter does not have it."""
    charter = fire.charter
    return next((person.mail for person in charter.people if person.name == charter.owner and person.mail), "")


def _letters(teller: Teller) -> Iterator[Sent]:
    """A letter to each person who has something to hear of."""
    try:
        mail = mail_of(teller.desk.workspace)
    except SmallfiresError as error:
        yield Sent("mail", (), trouble(error))
        return
    failures = 0
    for person, fires in _readers(teller, mail).items() if mail else ():
        news = teller.untold(f"mail {person}", fires)
        if not news or mail is None:
            continue
        sent = (
            _letter(teller, mail, person, news) if failures < PATIENCE else Sent(f"mail {person}", _heads(news), _LATER)
        )
        failures = failures + 1 if sent.trouble else 0
        yield sent


def _readers(teller: Teller, mail: Mail | None) -> dict[str, list[Fire]]:
    """Who gets letters, and about which fires."""
    readers: dict[str, list[Fire]] = {}
    for fire in teller.fires.values():
        everyone = [each.addr_spec for each in mail.to] if mail else []
        for person in dict.fromkeys([*everyone, owners_address(fire)]):
            if person and fire.burning:
                readers.setdefault(person, []).append(fire)
    return readers


def _letter(teller: Teller, mail: Mail, person: str, news: tuple[News, ...]) -> Sent:
    to = f"mail {person}"
    if teller.trial:
        return Sent(to, _heads(news))
    try:
        checked: Address = address(person, "The mail address of an owner")
        desk = teller.desk
        message = letter(news, mail.sender, checked, desk.workspace.name, desk.now())
        mail.post.post(message, f"{max(each.at[:10] for each in news)}-{mark(news, person)[:16]}")
    except SmallfiresError as error:
        return Sent(to, _heads(news), trouble(error))
    teller.told(to, news)
    return Sent(to, _heads(news))


def _calls(teller: Teller) -> Iterator[Sent]:
    """News to each program that wants to hear of them."""
    try:
        every = webhooks_of(teller.desk.workspace)
    except SmallfiresError as error:
        yield Sent("webhooks", (), trouble(error))
        return
    for name, told in every.items():
        yield from _called(teller, name, told)


def _called(teller: Teller, name: str, told: Mapping[str, Any]) -> Iterator[Sent]:
    """One program: piece by piece, until one is not taken."""
    to = f"webhook {name}"
    try:
        hook = webhook(name, told)
    except SmallfiresError as error:
        yield Sent(to, (), trouble(error))
        return
    done: list[News] = []
    news = teller.untold(to, list(teller.fires.values()), hook.topics)
    wrong = None
    for each in news:
        wrong = _post(teller, hook, each, to)
        if wrong:
            break
        done.append(each)
    if done:
        yield Sent(to, _heads(done))
    if wrong:
        yield Sent(to, _heads(news[len(done) :]), wrong)


def _post(teller: Teller, hook: Webhook, news: News, to: str) -> Trouble | None:
    if teller.trial:
        return None
    try:
        hook.post(news, teller.desk.workspace.name, teller.pause)
    except SmallfiresError as error:
        return trouble(error)
    teller.told(to, [news])
    return None


def trouble(error: SmallfiresError) -> Trouble:
    """What was wrong, for who reads the summary."""
    place = f"{error.where}: " if error.where else ""
    return Trouble(f"{place}{error.problem}", error.way_out)


def _heads(news: Sequence[News]) -> tuple[str, ...]:
    return tuple(each.headline for each in news)
