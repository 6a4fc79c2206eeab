"""A fire is read as its charter says, judged by its gate, and noted."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from tests.verbs.desks import noted
from tests.verbs.learned import SITES, START, WEEKS, figures, table
from tests.verbs.test_fitting import DIARY, GUARDED
from tests.verbs.wards import ALONE, TEXT, a_workspace, burnt, drafted, grown, lesson, rows_of

from smallfires.errors import DataError, NotYet, Stale
from smallfires.fires import acts
from smallfires.fires.acts import Commented, Read
from smallfires.fires.lesson import Lesson
from smallfires.fires.plain import canonical, from_plain, to_plain
from smallfires.fires.verdict import Decision
from smallfires.verbs.again import again
from smallfires.verbs.bench import bench
from smallfires.verbs.desk import Desk

SLUG = "a-shorter-handover"


@pytest.fixture
def desk(tmp_path) -> Desk:
    """A fire that burns in two of twenty-four sites, and a guardrail that is read from another file."""
    found = a_workspace(tmp_path, DIARY)
    drafted(found, TEXT + GUARDED)
    burnt(found)
    return found


def days(desk: Desk, until: str, gain: float = 0.0, seed: int = 1) -> None:
    """One person's diary until a day, on the lot that was drawn: working days, hours with chance of their own."""
    rng = np.random.default_rng(seed)
    every = np.arange(np.datetime64("2026-03-02"), np.datetime64("2026-08-01"))
    every = every[np.is_busday(every)]
    hours = 3 + 0.4 * rng.normal(size=every.size)
    fire = desk.fires().get("mail-twice-a-day")
    if fire and fire.lit:
        draw = fire.lit.draw
        lit = {draw.periods[place - 1] for place in draw.turns[0].lit}
        hours += gain * np.array([str(day) in lit for day in every])
    rows = [[str(day), f"{value:.3f}"] for day, value in zip(every, hours, strict=True) if str(day) < until]
    rows_of(desk, "diary.csv", "day,hours", rows)
    desk.now.on(until)


def test_before_anything_came_it_is_too_early(desk):
    """Nothing from after the start is an answer, and no error: it is noted, and says when to read it again."""
    found = lesson(desk)
    assert found.reading is None
    assert found.verdict.decision is Decision.EARLY
    assert "Nothing of cost is from after the start, 2025-08-04." in found.verdict.sentence
    assert found.verdict.answer_by == found.charter.horizon.end
    assert (found.evidence.clock.periods, found.evidence.clock.planned) == (0, 9)
    assert desk.fire(SLUG).last_read.number == 1


def test_the_effect_is_found_and_judged(desk):
    """Eight of a hundred saved is more than the two that would be worthwhile: the interval holds the truth."""
    found = lesson(grown(desk, 36))
    unit = found.reading.effect.unit
    assert unit.low < -8 < unit.high < 0
    assert found.reading.effect.lit == ("Site A", "Site B")
    assert (found.evidence.clock.periods, found.evidence.clock.planned) == (6, 9)
    assert len(found.guardrails) == 1
    assert found.evidence.guardrails[0].worse.high < 2


def test_what_came_after_the_horizon_is_not_read(desk):
    """The same figures to the last digit, however far the data have gone on meanwhile, and whatever happened then."""
    y = figures(effect=-8.0)
    end = WEEKS.index("2025-09-29") + 1
    first = lesson(grown(desk, end))
    wild = y.copy()
    wild[:2, end:] += 1000
    cells = [
        [WEEKS[at], site, repr(float(wild[row, at]))] for at in range(len(WEEKS)) for row, site in enumerate(SITES)
    ]
    table(desk.workspace.folder, cells)
    then = lesson(desk)
    assert then.reading.effect == first.reading.effect
    assert then.evidence.clock.periods == 9


def test_a_start_within_a_week_leaves_that_week_out(tmp_path):
    """A week of both ways is neither before nor since; it is said."""
    desk = a_workspace(tmp_path)
    drafted(desk, TEXT.replace("2025-08-04", "2025-08-06"))
    burnt(desk)
    assert lesson(grown(desk, START + 1)).reading is None
    found = lesson(grown(desk, START + 4))
    assert found.evidence.clock.periods == 3
    assert found.reading.since == "2025-08-11"
    assert any("2025-08-04" in doubt and "left out" in doubt for doubt in found.reading.warnings)


def test_a_guardrail_that_is_broken_stops_the_reading(desk):
    """What is wrong with the data is named by its file, and no reading is noted that would pass over it."""
    grown(desk, 34)
    rows_of(desk, "other.csv", "week,site,cost", [["2025-08-04", "Site A", "five"], ["2025-08-11", "Site A", "six"]])
    with pytest.raises(DataError, match=r"other\.csv"):
        lesson(desk)
    (desk.workspace.folder / "other.csv").unlink()
    with pytest.raises(DataError, match=r"other\.csv"):
        lesson(desk)
    assert not desk.fire(SLUG).reads


def test_a_guardrail_that_lags_behind_is_not_known_yet(desk):
    """Its data end before the start: it is said, and nothing is spread on it."""
    grown(desk, 36)
    cells = [[WEEKS[at], site, "5.5"] for at in range(START) for site in SITES]
    rows_of(desk, "other.csv", "week,site,cost", cells)
    found = lesson(desk)
    assert found.guardrails == ()
    assert "Nothing of price is from after the start" in found.evidence.guardrails[0].cannot
    assert found.verdict.decision is not Decision.SPREAD


def test_only_what_is_new_is_noted(desk):
    """Nothing is noted twice for the same data; new data, or a test of an assumption, are read; a comment is nothing new."""
    grown(desk, 33)
    assert lesson(desk, only_new=True).number == 1
    noted(desk, SLUG, Commented("Rain."))
    assert lesson(desk, only_new=True) is None
    noted(desk, SLUG, acts.Tested(1, True, "yes"))
    assert lesson(desk, only_new=True).number == 2
    assert lesson(grown(desk, 34), only_new=True).number == 3
    assert lesson(desk).number == 4


def test_who_was_overtaken_notes_nothing(desk):
    """Somebody acted on the fire while it was read: that is said, and the reading is not noted."""
    grown(desk, 33)
    ledger = desk.ledger

    class Overtaken:
        def append(self, *told, **settings):
            noted(replace(desk, ledger=ledger), SLUG, Commented("First."))
            return ledger.append(*told, **settings)

        def __getattr__(self, name):
            return getattr(ledger, name)

    with pytest.raises(Stale):
        lesson(replace(desk, ledger=Overtaken()))
    assert not desk.fire(SLUG).reads


def test_only_what_burns_is_read(desk):
    """A fire that is not lit, or over, has its way out."""
    drafted(desk, TEXT.replace("A shorter handover", "Not yet").replace("2025", "2026"))
    with pytest.raises(NotYet, match="is not lit"):
        lesson(desk, "not-yet")


@pytest.mark.parametrize("until", [START, 36])
def test_an_entry_of_the_ledger_is_read_back_whole(desk, until):
    """The record in the ledger is the reading: equal, and the same text, whether there was anything to read or not."""
    found = lesson(grown(desk, until) if until > START else desk)
    plain = desk.fire(SLUG).last_read.lesson
    assert from_plain(Lesson, plain) == found
    assert canonical(to_plain(from_plain(Lesson, plain))) == canonical(plain)
    assert from_plain(Lesson, json.loads(canonical(plain))) == found


def test_what_an_older_version_wrote_is_read(desk):
    """Fields that came later have their defaults, wherever they stand."""
    found = lesson(grown(desk, 36))
    plain = json.loads(canonical(desk.fire(SLUG).last_read.lesson))
    for part, names in (("charter", ("way", "threshold", "bounds")), ("evidence", ("doubts", "adopted", "right_way"))):
        for name in names:
            del plain[part][name]
    back = from_plain(Lesson, plain)
    assert back.reading == found.reading
    assert back.evidence.doubts == ()
    entry = to_plain(desk.fire(SLUG).last_read)
    for name in ("gain", "error"):
        entry.pop(name)
    assert from_plain(Read, entry).gain is None


def test_two_measures_of_one_file_are_read_from_the_same_copy(tmp_path):
    """Each measure once, both from one file, which is kept once."""
    desk = a_workspace(tmp_path, '\n[measures.spend]\nsource = "weekly"\nmeasure = "cost"\nbetter = "less"\n')
    drafted(desk, TEXT + GUARDED.replace("price", "spend"))
    burnt(desk)
    found = lesson(grown(desk, 35))
    first, second = found.drawn
    assert (first.measure, second.measure) == ("cost", "spend")
    assert (first.source, first.digest, first.fingerprint) == (second.source, second.digest, second.fingerprint)
    assert found.guardrails[0].effect.unit == found.reading.effect.unit


def test_again_is_the_same_though_the_file_has_changed(desk):
    """Every design's reading comes out the same to the last digit after its file was written over."""
    lesson(grown(desk, 34))
    grown(desk, 36, effect=5.0)
    with bench(threads=1) as ground:
        found = again(desk, SLUG, 1, ground)
    assert (found.same, found.differences, found.changed) == (True, (), ())
    assert found.figures > 300


@pytest.mark.parametrize(
    ("design", "sites", "more"),
    [("rollout", 6, ""), ("randomised", 12, ""), ("before-after", 24, ""), ("switchback", 24, "block = 1")],
)
def test_every_design_is_lit_read_and_read_again(tmp_path, design, sites, more):
    """With its lot where it has one: the planted change is inside the interval, and again gives the same."""
    desk = a_workspace(tmp_path)
    named = ", ".join(f'"{site}"' for site in SITES[:sites])
    text = TEXT.replace('"Site A", "Site B"', named).replace('"hand"', '"lot"')
    drafted(desk, text.replace('"parallel"\npermutations = 100', f'"{design}"\n{more}'))
    lit = burnt(desk).lit
    assert (lit.draw is not None) is (design in ("rollout", "switchback"))
    y = figures(effect=0)
    pattern = np.zeros(y.shape, dtype=bool)
    pattern[:sites, START : START + 9] = True
    for turn in lit.draw.turns if lit.draw else ():
        row = SITES.index(turn.unit)
        pattern[row] = np.isin(np.arange(len(WEEKS)) - START + 1, turn.lit)
    y = np.where(pattern, y - 8, y)
    cells = [[WEEKS[at], site, repr(float(y[row, at]))] for at in range(START + 9) for row, site in enumerate(SITES)]
    table(desk.workspace.folder, cells)
    desk.now.on("2025-10-06")
    found = lesson(desk)
    assert found.reading.effect.design == design
    assert found.reading.effect.unit.low < -8 < found.reading.effect.unit.high
    assert (found.reading.effect.evidence == "weak") is (design == "before-after")
    with bench(threads=1) as ground:
        assert again(desk, SLUG, 1, ground).same


@pytest.mark.parametrize("gain", [0.0, 1.0])
def test_one_person_switches_on_days_that_a_lot_picked(tmp_path, gain):
    """Weekdays only; what is planted is inside the interval, and two days without data take nobody's turn."""
    desk = a_workspace(tmp_path, DIARY)
    days(desk, "2026-05-01")
    drafted(desk, ALONE)
    lit = burnt(desk, "mail-twice-a-day").lit
    assert lit.charter.scope.units == ("Ruth Adler",)
    days(desk, "2026-06-27", gain)
    whole = lesson(desk, "mail-twice-a-day").reading.effect
    assert whole.unit.low <= gain <= whole.unit.high
    path = desk.workspace.folder / "diary.csv"
    gone = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(("2026-05-13", "2026-05-14"))]
    path.write_text("\n".join(gone) + "\n", "utf-8")
    found = lesson(desk, "mail-twice-a-day")
    assert found.reading.effect.unit.low <= gain <= found.reading.effect.unit.high
    assert found.evidence.clock.planned == 40
