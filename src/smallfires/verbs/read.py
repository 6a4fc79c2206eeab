"""The verb ``read``: does the target ask to optimize, or to transform?"""

from __future__ import annotations

from smallfires.fires.work import WorkReading
from smallfires.verbs.bench import Bench
from smallfires.verbs.question import Question
from smallfires.verbs.read_log import read_log
from smallfires.verbs.read_measures import read_measures
from smallfires.verbs.source import hints, open_source
from smallfires.worklog.measured import looks_like_measures


def read(source: object, question: Question, bench: Bench) -> WorkReading:
    """Read the work: where the time goes, how far it can be run better, and so what a target asks for.

    Args:
        source: a file, a database's URL, or a data frame: a log of work, or a table of a measure by period.
        question: what is asked, and what the user says about the data.
        bench: where to work.

    Raises:
        DataError: the data cannot be read as it stands; names file, row and column.
        Unclear: more than one sensible meaning; names the flag that settles it.
        UsageError: a setting that cannot be understood.
    """
    opened = open_source(source, question, bench)
    if looks_like_measures(opened.table, opened.look, hints(question)):
        return read_measures(opened, question, bench)
    return read_log(opened, question, question.wanted(), bench)
