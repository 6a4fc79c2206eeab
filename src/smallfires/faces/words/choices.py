"""What can be chosen, in words: the same at the command line and in every form."""

from __future__ import annotations

from collections.abc import Mapping

PICKED: Mapping[str, str] = {
    "lot": "By lot",
    "volunteers": "They volunteered",
    "worst": "The worst ones",
    "best": "The best ones",
    "hand": "By hand",
}
"""How the units were picked."""
BETTER: Mapping[str, str] = {"less": "Less is better", "more": "More is better"}
CALLED: Mapping[str, str] = {
    "parallel": "all at once",
    "randomised": "all at once, by means",
    "rollout": "in steps",
    "switchback": "on and off",
    "before-after": "before and after",
}
"""The designs in a word or two."""
MEANS: Mapping[str, str] = {
    "parallel": "All at once: the lit units start together, and the others show what would have been.",
    "randomised": "All at once, by means: as many units are lit that plain averages can be compared.",
    "rollout": "In steps: units start one group after the other; those still to come are compared with.",
    "switchback": "On and off: the lot decides in which periods the change is on. Only for what can be turned off again.",
    "before-after": "Before and after: only the past to compare with, which is weak evidence.",
}
"""What each of them is, in a sentence."""
PERIODS: Mapping[str, str] = {
    "day": "A day",
    "week": "A week",
    "month": "A month",
    "quarter": "A quarter",
    "year": "A year",
}
DECIMALS: Mapping[str, str] = {".": "A point: 3.14", ",": "A comma: 3,14"}
DATED: Mapping[str, str] = {"end": "When it ends", "start": "When it starts"}
"""When a case of a log counts."""
WEIGHED: Mapping[str, str] = {"units": "Each unit", "cases": "Each case"}
TYPICAL: Mapping[str, str] = {"median": "The median: half of them take less", "mean": "The mean"}
"""What a typical case is."""
CHARTS: Mapping[str, str] = {
    "XmR": "XmR: single figures",
    "p": "p: shares of many cases",
    "u": "u: counts a case",
    "p'": "p': shares that vary more than chance",
    "u'": "u': counts that vary more than chance",
}
"""The kinds of process-behaviour chart."""
ESTIMATORS: Mapping[str, str] = {
    "stacked": "Stacked synthetic difference-in-differences",
    "sdid": "Synthetic difference-in-differences",
    "sc": "Synthetic control",
    "difp": "Synthetic control with a level of its own",
    "did": "Difference-in-differences",
}
COMPARED: Mapping[str, str] = {"not yet": "Units that are not lit yet", "never": "Units that are never lit"}
ADJUSTED: Mapping[str, str] = {
    "none": "Not at all",
    "cuped": "CUPED: one slope for both ways",
    "lin": "Lin: a slope for each way",
}
"""How a figure from before the lot is used."""
