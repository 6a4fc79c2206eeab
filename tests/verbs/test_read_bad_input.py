"""Whatever comes in, there is a clear answer, or an error that says what, where and what to do; never a wrong number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tests.verbs.asked import HEAD, asked, changed, each, lines, spaced, written

from smallfires.errors import DataError, EmptyData, MissingColumn, SmallfiresError, TooLittleData, UnreadableValue
from smallfires.fires.ladder import Call, Step

NAMES = (
    "x" * 5_000, '"say ""hi"""', "a;--drop table steps", "O'Brien'; drop table steps; --", '"one,two"', "Ünïcødé 漢字 🚒",
    "<script>alert(1)</script>", "%s{0}\\", "steps", "-", '"line\nbreak"',
)  # fmt: skip


def refused(path: Path, kind: type[SmallfiresError], **settings) -> SmallfiresError:
    """The error, which says what is wrong and the way out."""
    with pytest.raises(kind) as caught:
        asked(path, **settings)
    assert caught.value.problem
    assert caught.value.way_out
    return caught.value


def test_an_empty_file_is_nothing_to_read(tmp_path):
    """Not a byte, and only a header: both are refused as empty."""
    path = tmp_path / "log.csv"
    path.write_bytes(b"")
    refused(path, EmptyData)
    refused(written(tmp_path, [HEAD]), EmptyData)


@pytest.mark.parametrize("steps", [1, 4])
def test_a_handful_of_cases_is_too_little(tmp_path, steps):
    """One event, and four cases, are too few to say what is typical; it says how many it takes."""
    refused(written(tmp_path, lines(cases=1, steps=steps)), TooLittleData)
    assert "5" in str(refused(written(tmp_path, lines(cases=4)), TooLittleData))


def test_without_a_case_column_it_asks_for_one(tmp_path):
    """What is missing is named with its flag, and the columns there are."""
    rows = [",".join(line.split(",")[1:4]) for line in lines()]
    assert "--case" in refused(written(tmp_path, rows), MissingColumn).way_out


@pytest.mark.parametrize(
    ("column", "value"),
    [("end", "2024-13-45 10:00:00"), ("end", ""), ("start", "31/31/2024"), ("case", ""), ("activity", ""),
     ("cost", "inf"), ("cost", "-Infinity"), ("cost", "1e999"), ("cost", "12 euros")],
)  # fmt: skip
def test_one_bad_cell_is_named(tmp_path, column, value):
    """File, row and column of the one cell that cannot be read, however far down."""
    error = refused(written(tmp_path, changed(lines(), 231, column, value)), UnreadableValue)
    assert (error.file, error.row, error.column) == ("log.csv", 231, column)
    assert "--set-aside" in error.way_out


def test_a_bad_date_far_down_is_named(tmp_path):
    """Row 70 001 is found, not only what a sample of the file shows."""
    rows = changed(lines(cases=18_000), 70_001, "end", "2024-02-30 10:00:00")
    error = refused(written(tmp_path, rows), UnreadableValue)
    assert (error.row, error.column) == (70_001, "end")


def test_an_end_before_its_start_is_named(tmp_path):
    """Time that runs backwards is no work, and both moments are shown."""
    error = refused(written(tmp_path, changed(lines(), 57, "start", "2031-01-01 00:00:00")), UnreadableValue)
    assert error.row == 57
    assert "2031" in error.problem


def test_moments_with_and_without_a_zone_do_not_mix(tmp_path):
    """Different zones are brought together; some with and some without a zone are refused."""
    rows = lines()
    plain = asked(written(tmp_path, [rows[0], *(_zoned(row, "Z") for row in rows[1:])]))
    mixed = [rows[0], *(_zoned(row, "+00:00" if i % 2 else "Z") for i, row in enumerate(rows[1:]))]
    assert asked(written(tmp_path, mixed)).ladder == plain.ladder
    some = [rows[0], *(_zoned(row, "+02:00" if i % 2 else "") for i, row in enumerate(rows[1:]))]
    assert "--timezone" in refused(written(tmp_path, some), UnreadableValue).way_out


def _zoned(row: str, zone: str) -> str:
    case, activity, start, end, *rest = row.split(",")
    return ",".join([case, activity, start + zone, end + zone, *rest])


def test_rows_that_are_there_twice_are_told(tmp_path):
    """They are counted as they stand, and the reader is told how many."""
    rows = lines()
    found = asked(written(tmp_path, [rows[0], *(row for line in rows[1:] for row in (line, line))]))
    assert found.log.steps == 480
    assert any(note.startswith("240 steps repeat") for note in found.source.notes)


def test_names_can_be_anything(tmp_path):
    """Very long names, quotes, code, other scripts and line breaks are names, and nothing of them is run."""
    found = asked(written(tmp_path, each(lines(cases=120), "activity", list(NAMES))), target="3h")
    known = {" ".join((name[1:-1].replace('""', '"') if name[0] == '"' else name).split()) for name in NAMES}
    assert {node.activity for node in found.map.nodes} == known
    assert found.log.steps == 480


def test_every_row_its_own_activity(tmp_path):
    """Thousands of different activities make a long map, and nothing worse."""
    found = asked(written(tmp_path, each(lines(cases=2_000), "activity", [f"act {i}" for i in range(8_000)])))
    assert (found.log.activities, found.log.variants) == (8_000, 2_000)


@pytest.mark.parametrize("column", ["resource", "cost"])
def test_half_of_a_column_may_be_missing(tmp_path, column):
    """What is missing is unknown: the rest of the figures stand, and no step without resource is anybody's."""
    rows = lines()
    known = "Bo" if column == "resource" else "7"
    whole, half = asked(written(tmp_path, rows)), asked(written(tmp_path, each(rows, column, ["", known])))
    assert half.log.cycle_mean == whole.log.cycle_mean
    assert half.waiting.total == whole.waiting.total
    assert sum(cause.seconds for cause in half.waiting.causes) == pytest.approx(half.waiting.total)


def test_all_waits_for_nobody_are_unexplained(tmp_path):
    """Where only first steps name who did them, all waiting is unexplained and nothing breaks."""
    found = asked(written(tmp_path, each(lines(), "resource", ["Ann", "", "", ""])))
    causes = {cause.cause: cause.seconds for cause in found.waiting.causes}
    assert causes["unexplained"] == pytest.approx(found.waiting.total)


@pytest.mark.parametrize(("column", "value"), [("resource", "Ann"), ("activity", "Do it"), ("cost", "5")])
def test_a_column_may_never_change(tmp_path, column, value):
    """One person, one activity, one price: nothing to compare, and no crash."""
    found = asked(written(tmp_path, each(lines(), column, [value])), measure="cost", target="4")
    assert found.ladder.rung(Step.TYPICAL).value > 0


def test_costs_may_be_below_zero(tmp_path):
    """A credit is a cost below zero; units are then compared by difference, and that is said."""
    found = asked(written(tmp_path, each(lines(), "cost", ["-50", "10", "20", "-5"])), measure="cost", target="-30")
    assert found.ladder.rung(Step.TYPICAL).value == -25
    assert found.answer.call is not Call.REACHED


def test_cases_of_one_step(tmp_path):
    """Without anything between steps a case is its one step, and there is no waiting."""
    found = asked(written(tmp_path, lines(steps=1, cases=200)))
    assert found.waiting is None or found.waiting.total == 0
    assert found.log.cycle_mean == found.log.touch_mean


def test_everything_at_the_same_moment(tmp_path):
    """A log without any duration takes no time, and says nothing about touch."""
    moment = ["2024-01-01 10:00:00"]
    found = asked(written(tmp_path, each(each(lines(), "start", moment), "end", moment)), target="1h")
    assert (found.log.cycle_mean, found.log.touch_mean) == (0, None)
    assert found.answer.call is Call.REACHED


@pytest.mark.parametrize("year", ["1900", "2200"])
def test_other_centuries(tmp_path, year):
    """A log of 1900 or 2200 reads like one of today."""
    rows = [line.replace("2024-", f"{year}-") for line in lines()]
    found, usual = asked(written(tmp_path, rows)), asked(written(tmp_path, lines()))
    assert found.log.first.startswith(year)
    assert found.log.cycle_mean == usual.log.cycle_mean


def test_a_slip_of_a_century_is_told(tmp_path):
    """One end in the year 2200 does not move what is typical, and the reader is told."""
    found = asked(written(tmp_path, changed(lines(), 201, "end", "2200-01-01 00:00:00")))
    usual = asked(written(tmp_path, lines()))
    assert found.ladder.rung(Step.TYPICAL).value == pytest.approx(usual.ladder.rung(Step.TYPICAL).value, rel=0.05)
    assert any("2200-01-01" in warning for warning in found.warnings)


def test_a_case_a_unit_is_no_comparison(tmp_path):
    """Units with a case each are not compared, and nobody is best."""
    rows = lines()
    units = [f"{rows[0]},unit", *(f"{row},{row.split(',')[0]}" for row in rows[1:])]
    found = asked(written(tmp_path, units), unit="unit")
    assert found.comparison is None
    assert Step.BEST_SEEN in found.ladder.missing


def test_a_wrong_encoding_is_said(tmp_path):
    """What is not in the encoding that was named is refused; found by itself, it is read."""
    rows = [line.replace("Step 1", "Prüfung") for line in lines()]
    path = written(tmp_path, rows, encoding="latin-1")
    refused(path, DataError, encoding="utf-8")
    assert "Prüfung" in [node.activity for node in asked(path).map.nodes]


def test_one_endless_case_among_others(tmp_path):
    """A case of twenty thousand steps is one case: it does not move what is typical."""
    rng = np.random.default_rng(3)
    at, rows = np.datetime64("2024-01-01T00:00:00"), lines()
    for step in range(20_000):
        start = at + np.timedelta64(int(rng.integers(0, 60)), "s")
        at = start + np.timedelta64(int(rng.integers(0, 90)), "s")
        rows.append(f"endless,Step {step % 4},{spaced(start)},{spaced(at)},Dee,1")
    found, usual = asked(written(tmp_path, rows)), asked(written(tmp_path, lines()))
    assert found.log.steps == usual.log.steps + 20_000
    assert found.ladder.rung(Step.TYPICAL).value == pytest.approx(usual.ladder.rung(Step.TYPICAL).value, rel=0.05)


@pytest.mark.parametrize(("target", "call"), [("1s", Call.TRANSFORM), ("9999999 years", Call.REACHED)])
def test_targets_out_of_all_bounds(tmp_path, target, call):
    """Nearly nothing cannot be reached by running better; nearly everything is reached already."""
    assert asked(written(tmp_path, lines()), target=target).answer.call is call


def test_two_readings_at_once(tmp_path):
    """Two readings of one file at the same time do not disturb each other."""
    path = written(tmp_path, lines())
    with ThreadPoolExecutor(2) as two:
        one, other = two.map(lambda _: asked(path, target="5h"), range(2))
    assert one == other


READ = """
import signal
import sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs begin with Ctrl-C switched off
from smallfires.faces.cli import run
print("begun", flush=True)
sys.exit(run(["read", sys.argv[1], "--quiet"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals as Unix has them")
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_reading_that_is_stopped_leaves_nothing_beside_the_file(tmp_path, how):
    """Killed, or stopped by Ctrl-C: the folder of the file is as it was, and Ctrl-C ends with 130 and no traceback."""
    source, scratch = tmp_path / "source", tmp_path / "scratch"
    source.mkdir()
    scratch.mkdir()
    path = written(source, lines(cases=40_000))
    running = subprocess.Popen(
        [sys.executable, "-c", READ, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"TMPDIR": str(scratch)},
    )  # fmt: skip
    while not any(scratch.glob("smallfires-*/*")) and running.poll() is None:
        time.sleep(0.01)  # until the file is being read: before, Python itself tries the folder, and modules are loaded
    running.send_signal(how)
    _, said = running.communicate(timeout=60)
    assert [left.name for left in source.iterdir()] == ["log.csv"]
    assert "Traceback" not in said
    if how is signal.SIGINT:
        assert running.returncode == 130
        assert not [left for left in scratch.iterdir() if left.name.startswith("smallfires-")]
