"""Lighting: the charter is checked one last time and frozen, and its lot is drawn."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from tests.verbs.desks import OWNER
from tests.verbs.learned import SITES, START, WEEKS, figures, table
from tests.verbs.test_fitting import DIARY
from tests.verbs.wards import ALONE, TEXT, a_workspace, burnt, by, drafted, grown, lesson, rows_of

from smallfires.errors import CharterError, NotYet
from smallfires.fires.acts import Lit, Overridden
from smallfires.fires.fire import Stage
from smallfires.stores import open_ledger
from smallfires.verbs.bench import bench
from smallfires.verbs.desk import Desk
from smallfires.verbs.light import light
from smallfires.verbs.override import override

SLUG = "a-shorter-handover"
OTHER = TEXT.replace('"A shorter handover"', '"Fewer forms"')
LOT = TEXT.replace('"hand"', '"lot"').replace(
    '"Site A", "Site B"]', ", ".join(f'"{site}"' for site in SITES) + "]\nlot = 3"
)


@pytest.fixture
def desk(tmp_path) -> Desk:
    return a_workspace(tmp_path, DIARY)


def test_what_is_lit_is_frozen_with_what_it_is_held_against(desk):
    """The charter as it was drafted, its seal, today's figure of those who burn; no lot where none was drawn."""
    fire, _ = drafted(desk)
    lit = burnt(desk).lit
    assert (lit.charter, lit.seal, lit.draw, lit.late) == (fire.charter, fire.charter.seal(), None, 0)
    assert figures()[:2, :START].min() < lit.today < figures()[:2, :START].max()
    assert desk.fire(SLUG).stage is Stage.LIT


def test_lighting_twice_is_refused(desk):
    """A fire that burns cannot be lit again, nor its charter written anew."""
    drafted(desk)
    burnt(desk)
    head = desk.ledger.head()
    with pytest.raises(NotYet, match="is lit already"):
        burnt(desk)
    with pytest.raises(NotYet, match="its charter is frozen") as caught:
        drafted(desk, TEXT.replace('"2%"', '"3%"'))
    assert "smallfires amend" in caught.value.typed
    assert desk.ledger.head() == head


def test_what_is_not_clear_is_not_lit(desk):
    """Who was not asked cannot have understood: it says what is missing, and both ways out; nothing is noted."""
    drafted(desk)
    head = desk.ledger.head()
    with bench(threads=1) as ground, pytest.raises(NotYet, match="The brief has not gone out yet") as caught:
        light(desk, SLUG, ground)
    assert f"smallfires brief {SLUG}" in caught.value.command
    assert f"smallfires light {SLUG} --override" in caught.value.command
    assert desk.ledger.head() == head


def test_an_override_holds_for_the_charter_it_was_given_for(desk):
    """Another charter has to be made clear anew, or be taken on anew; and every reading repeats who took it on, and why."""
    drafted(desk)
    override(by(desk, "Bo"), SLUG, "Two are on leave.")
    drafted(desk, TEXT.replace('"2%"', '"3%"'))
    with bench(threads=1) as ground, pytest.raises(NotYet):
        light(desk, SLUG, ground)
    override(by(desk, "Chidi"), SLUG, "They know it.")
    with bench(threads=1) as ground:
        fire = light(desk, SLUG, ground)
    assert len(fire.every(Overridden)) == 2
    assert any("Chidi" in said and "They know it." in said for said in lesson(grown(desk, 33)).repeated)


def test_a_fire_lit_late_says_so_in_every_reading(desk):
    """Days after its start, when results could be seen already."""
    drafted(desk)
    desk.now.on("2025-08-13")
    assert burnt(desk).lit.late == 9
    for until in (33, 34):
        found = lesson(grown(desk, until))
        assert any("It was lit 9 days after it began" in said for said in found.repeated)
        assert set(found.repeated) <= set(found.verdict.doubts)


def test_what_came_after_the_start_is_no_part_of_today(tmp_path):
    """Where it is lit late the figure of the old way is that of the time before the start."""
    soon, late = a_workspace(tmp_path, DIARY), None
    drafted(soon)
    today = burnt(soon).lit.today
    (tmp_path / "late").mkdir()
    late = a_workspace(tmp_path / "late", DIARY, until=START + 4)
    drafted(late)
    assert burnt(late).lit.today == today


def test_units_that_burn_elsewhere_are_refused(desk):
    """Over the same dates what either did could not be told, unless it is allowed by name; a later fire may burn there."""
    drafted(desk)
    drafted(desk, OTHER)
    later = OTHER.replace("2025-08-04", "2025-10-06").replace("2025-10-05", "2025-12-07").replace("Fewer", "No")
    burnt(desk)
    with pytest.raises(CharterError, match='burn in the fire "a-shorter-handover"'):
        burnt(desk, "fewer-forms")
    drafted(desk, later)
    assert burnt(desk, "no-forms").burning
    drafted(desk, OTHER.replace("[design]", 'allow = ["a-shorter-handover", "no-forms"]\n[design]'))
    assert burnt(desk, "fewer-forms").burning


@pytest.mark.parametrize("kind", ["memory:", "file"])
def test_of_two_lit_at_the_same_moment_in_the_same_units_one_is_refused(tmp_path, kind):
    """Whoever comes second is held against what the first one did a moment before."""
    desk = a_workspace(tmp_path)
    desk = replace(desk, ledger=open_ledger("memory:" if kind == "memory:" else tmp_path / "ledger.db", desk.now))
    slugs = (SLUG, "fewer-forms")
    for slug, text in zip(slugs, (TEXT, OTHER), strict=True):
        drafted(desk, text)
        override(desk, slug, "It is a test.")
    ready, said = threading.Barrier(2), {}

    def lights(slug: str) -> None:
        with bench(threads=1) as ground:
            ready.wait()
            try:
                said[slug] = light(desk, slug, ground).stage
            except CharterError as problem:
                said[slug] = str(problem)

    both = [threading.Thread(target=lights, args=(slug,)) for slug in slugs]
    for one in both:
        one.start()
    for one in both:
        one.join()
    lit = [slug for slug in slugs if desk.fire(slug).burning]
    assert len(lit) == 1
    (refused,) = (slug for slug in slugs if slug not in lit)
    assert f'burn in the fire "{lit[0]}"' in said[refused]
    desk.ledger.close()


def test_the_lot_is_the_same_whatever_the_order_of_units(desk):
    """Drawn from the seed and the units: named in another order, the same ones burn; the others are not lit."""
    drafted(desk, LOT)
    first = burnt(desk).lit
    names = ", ".join(f'"{site}"' for site in reversed(SITES))
    turned = LOT.replace(", ".join(f'"{site}"' for site in SITES), names).replace("A shorter handover", "Fewer forms")
    drafted(desk, turned.replace("[design]", f'allow = ["{SLUG}"]\n[design]'))
    again = burnt(desk, "fewer-forms").lit
    assert first.draw.turns == again.draw.turns
    assert set(first.charter.scope.units) == set(again.charter.scope.units) == {turn.unit for turn in first.draw.turns}
    assert first.draw.others == tuple(sorted(set(SITES) - set(first.charter.scope.units)))
    assert (first.draw.seed, len(first.draw.turns), first.charter.scope.lot) == (0, 3, None)


def test_another_seed_is_another_lot(desk):
    """Among seven seeds not all lots are the same."""
    found = set()
    for seed in range(7):
        name = f"Fire {'abcdefg'[seed]}"
        drafted(desk, LOT.replace("A shorter handover", name).replace("[design]", f"[design]\nseed = {seed}"))
        lit = burnt(desk, name.lower().replace(" ", "-")).lit
        found.add(lit.charter.scope.units)
        desk = replace(desk, ledger=open_ledger("memory:", desk.now))
    assert len(found) > 1


def test_a_change_may_be_switched_by_somebody_with_a_short_past(desk):
    """Of ten days known, a lot over forty is drawn in full: half of all days, in pairs, up to the end."""
    days = [f"2026-04-{day:02}" for day in (17, 20, 21, 22, 23, 24, 27, 28, 29, 30)]
    rows_of(desk, "diary.csv", "day,hours", [[day, str(3 + at % 3)] for at, day in enumerate(days)])
    desk.now.on("2026-05-01")
    drafted(desk, ALONE)
    draw = burnt(desk, "mail-twice-a-day").lit.draw
    (turn,) = draw.turns
    assert turn.unit == OWNER
    assert (draw.periods[0], draw.periods[-1], len(draw.periods)) == ("2026-05-04", "2026-06-26", 40)
    assert len(turn.lit) == 20
    assert all((2 * pair + 1 in turn.lit) != (2 * pair + 2 in turn.lit) for pair in range(20))


def test_a_staircase_names_who_begins_when(desk):
    """Units that start one after the other, the order by lot, every one of them by the end of the horizon."""
    sites = ", ".join(f'"{site}"' for site in SITES[:6])
    text = TEXT.replace('"Site A", "Site B"', sites).replace('"parallel"', '"rollout"').replace('"hand"', '"lot"')
    drafted(desk, text)
    draw = burnt(desk).lit.draw
    assert [turn.unit for turn in draw.turns] == SITES[:6]
    assert len({turn.lit[0] for turn in draw.turns}) > 1
    assert all(turn.lit == tuple(range(turn.lit[0], 10)) for turn in draw.turns)
    assert draw.periods == tuple(WEEKS[START : START + 9])


def test_a_start_within_a_week_takes_the_next_one(desk):
    """Nobody burns in a week that is of both ways; the lot's first period is the first whole one."""
    drafted(desk, LOT.replace("2025-08-04", "2025-07-30").replace('"parallel"\npermutations = 100', '"rollout"'))
    assert burnt(desk).lit.draw.periods[0] == "2025-08-04"


def test_numbered_periods_burn_on_no_day(desk):
    """Where the data number their periods, no horizon of days can be held against them: it says what to give."""
    cells = [[str(at), site, "5"] for at in range(1, 9) for site in SITES]
    table(desk.workspace.folder, cells, "week,site,cost")
    with pytest.raises(Exception, match="numbers, and a fire burns from day to day") as caught:
        drafted(desk)
    assert "column of dates" in caught.value.way_out


@pytest.mark.parametrize(("optimised", "best"), [('"90"', 90.0), ('"10%"', 0.9), ("", None)])
def test_a_transformation_knows_what_it_has_to_beat(desk, optimised, best):
    """As the charter says, in the measure's unit or in percent of today; of a table of measures it is not known otherwise."""
    text = transform(f"optimised = {optimised}\n" if optimised else "")
    drafted(desk, text)
    lit = burnt(desk).lit
    expected = lit.today * best if best is not None and best < 1 else best
    assert lit.optimised == (pytest.approx(expected) if expected else None)
    assert bool(lit.optimised_from) == bool(optimised)


def transform(more: str = "") -> str:
    """A transformation of the same sites."""
    return (
        TEXT.replace('"optimize"', '"transform"')
        .replace('worthwhile = "2%"\n', f'worthwhile = "2%"\n{more}')
        .replace(
            "[scope]",
            '[adoption]\nnew_way = \'activity is "Triage"\'\nshare = "60%"\nby = 2025-09-01\n\n'
            '[[risks]]\nassumption = "They call"\ntest = "count them"\nby = 2025-09-01\n\n[scope]',
        )
    )


def test_the_data_may_have_gone_meanwhile(desk):
    """What was there at drafting and is not at lighting is refused then, and nothing is noted."""
    drafted(desk)
    override(desk, SLUG, "It is a test.")
    cells = [[WEEKS[at], site, "5.5"] for at in range(START) for site in SITES[1:]]
    table(desk.workspace.folder, cells)
    with pytest.raises(CharterError, match='There is no unit "Site A"'):
        burnt(desk)
    assert not desk.fire(SLUG).every(Lit)


@pytest.mark.parametrize("told", ["500", "0%"])
def test_what_is_no_better_than_today_is_no_bar(desk, told):
    """Doing nothing would beat it, so the charter is refused under that very figure."""
    with pytest.raises(CharterError) as caught:
        drafted(desk, transform(f'optimised = "{told}"\n'))
    (refusal,) = caught.value.refusals
    assert refusal.field == "success.optimised"
    assert ("no better than today's" in refusal.problem, "^" in refusal.shown) == (True, True)
