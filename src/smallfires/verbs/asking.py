"""What a reader has to know beside the answer, and what a reader could tell us to make it better."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from smallfires.fires.quantity import YEAR, many, say_duration, say_share
from smallfires.verbs.climbing import Climbed
from smallfires.verbs.question import Question
from smallfires.verbs.wasting import Wasted
from smallfires.worklog.log import MICROSECONDS

if TYPE_CHECKING:
    from smallfires.verbs.read_log import Scene

MOST_HARD = 3
FAR_OFF = 10 * YEAR
"""No log runs on so long after nearly all of it is over."""
MOST_ENDS = 3
WORTH_ASKING = 0.05
"""A transition is asked about if its unexplained waits are at least this part of all waiting."""


def questions(scene: Scene, question: Question, found: Wasted) -> tuple[str, ...]:
    """What the reader can tell us, each with its flag."""
    asked = [*_hard(found)] if question.measure == "duration" else []
    if question.measure == "duration" and not scene.made.starts and not question.touch:
        asked.append(
            "How long is each step worked on? Say it as least, usual and most, and the lower rungs appear: "
            f'--touch "{scene.activities[0]}=5m,10m,30m".'
        )
    if not found.judged and len(scene.done.ends) > 1:
        end = scene.activities[scene.done.ends[-1]]
        asked.append(f'Which ends bring no value? For example --without-value "{end}".')
    if not question.ends:
        ends = " and ".join(f'"{scene.activities[code]}"' for code in scene.done.ends[:MOST_ENDS])
        more = f" and {len(scene.done.ends) - MOST_ENDS} more" if len(scene.done.ends) > MOST_ENDS else ""
        asked.append(f"Is a case done when it ends with {ends}{more}? If not, name the right ends with --ends.")
    return tuple(asked)


def _hard(found: Wasted) -> list[str]:
    """The transitions with the longest waits that nobody in the house explains."""
    whole = sum(row.wait for row in found.transitions) or 1.0
    rows = [(row.wait * row.unexplained_by_house, row) for row in found.transitions if not row.hard]
    longest = sorted(rows, key=lambda pair: -pair[0])[:MOST_HARD]
    return [
        f'Is the wait from "{row.source}" to "{row.target}" ({say_duration(row.wait_mean)} on average) one that no '
        f'better running removes, such as a reply from outside? Then say --hard "{row.source} -> {row.target}".'
        for unexplained, row in longest
        if unexplained / whole >= WORTH_ASKING
    ]


def _far_off(scene: Scene) -> list[str]:
    """Moments so far from nearly all others that they are slips: they stretch the log, and whatever is still open."""
    moments = np.concatenate([scene.cases.first, scene.cases.last])
    low, high = np.quantile(moments, [0.01, 0.99])
    ends = (("first", moments.min(), low - moments.min()), ("last", moments.max(), moments.max() - high))
    return [
        f"The {name} moment, {str(np.datetime64(int(at), 'us'))[:10]}, lies {say_duration(apart / MICROSECONDS)} "
        "from nearly all others: is it a slip? Cases that are still open are taken to last until the last moment."
        for name, at, apart in ends
        if apart / MICROSECONDS > FAR_OFF
    ]


def warnings(scene: Scene, question: Question, climbed: Climbed) -> tuple[str, ...]:
    """Doubts that belong beside the answer."""
    open_share = 1.0 - float(scene.done.complete.mean())
    said = [*climbed.found.notes, *_far_off(scene)]
    if climbed.found.units is not None and not (scene.cases.type >= 0).any() and len(scene.done.ends) > 1:
        said.append("The log names no case types (--type), so units are compared over cases that ended alike.")
    if climbed.weighted:
        said.append(
            f"{say_share(open_share)} of all cases are still open. Typical durations allow for them (Kaplan-Meier): "
            "the finished cases alone would look faster than the work is."
        )
    if climbed.left_out:
        said.append(f"Without a {question.measure}, and in no figure: {many(climbed.left_out, 'case')}.")
    if question.touch and scene.made.starts:
        said.append("The log says when steps start, so the touch times that were declared are not used.")
    if any(rung.declared for rung in climbed.ladder.rungs):
        said.append("The rungs below best seen rest on touch times that people declared, not on measured ones.")
    return tuple(said)
