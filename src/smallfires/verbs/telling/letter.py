"""News as a letter: plain text, and the same as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from html import escape

from smallfires.fires.news import News, Topic
from smallfires.fires.quantity import many
from smallfires.fires.wording import listed

_LONGEST = 150
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{subject}</title></head>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 40em; margin: 1em auto; padding: 0 1em">
{parts}
<p style="color: #666; font-size: 14px">{why}</p>
</body></html>
"""


def letter(news: Sequence[News], sender: Address, to: Address, workspace: str, now: datetime) -> EmailMessage:
    """One letter with all the news for one person.

    The same news to the same person have the same Message-ID, so that a letter which was sent twice shows once. No text of a
    charter can add a header: control characters and ends of lines are taken out before.

    Args:
        news: at least one.
        sender, to: as addresses that were checked.
        workspace: its name.
        now: when it is sent.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(f"Smallfires, {_line(workspace)}", sender.username, sender.domain)
    message["To"] = to
    message["Subject"] = subject(news)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{mark(news, to.addr_spec)}@{_ascii(sender.domain)}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence notes come back
    why = (
        f"You get this because you own a fire in the workspace {_line(workspace)}, or are named in its smallfires.toml. "
        "Each piece of news is sent once."
    )
    message.set_content(_text(news, why))
    message.add_alternative(_html(news, why), subtype="html")
    return message


def subject(news: Sequence[News]) -> str:
    """The answer first: the headline, or how many fires say what."""
    if len(news) == 1:
        return _short(_line(news[0].headline))
    verdicts = Counter(each.decision for each in news if each.topic is Topic.VERDICT)
    counts = listed([f"{count} {decision}" for decision, count in verdicts.most_common()])
    fires = len({each.fire for each in news})
    return f"{many(fires, 'fire has', 'fires have')} news" + (f": {counts}" if counts else "")


def mark(news: Sequence[News], to: str) -> str:
    """What stands for these news to this person, in hexadecimal."""
    return sha256("\n".join([to, *(each.mark for each in news)]).encode("utf-8")).hexdigest()[:40]


def _text(news: Sequence[News], why: str) -> str:
    parts = ["\n".join([_line(each.headline), *(f"  {_line(text)}" for text in each.lines)]) for each in news]
    return "\n\n".join([*parts, f"-- \n{why}"]) + "\n"


def _html(news: Sequence[News], why: str) -> str:
    parts = "\n".join(_part(each) for each in news)
    return _PAGE.format(subject=escape(subject(news)), parts=parts, why=escape(why))


def _part(news: News) -> str:
    lines = "".join(f"<br>{escape(_line(text))}" for text in news.lines)
    return f"<p><strong>{escape(_line(news.headline))}</strong>{lines}</p>"


def _line(text: str) -> str:
    """A text on one line, without anything that is not to be seen."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _ascii(domain: str) -> str:
    """A domain in the letters that every mail server knows."""
    return domain.encode("idna").decode("ascii")
