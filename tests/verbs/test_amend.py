"""A frozen charter is changed, for everybody to see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.verbs.desks import noted
from tests.verbs.learned import SITES, WEEKS
from tests.verbs.nights import HANDOVER, a_ward

from smallfires.errors import CharterError, NotYet, Stale, UsageError
from smallfires.fires import acts
from smallfires.fires.acts import Amended, Commented, Drafted, Lit
from smallfires.fires.charter import Horizon, Person
from smallfires.fires.charters.write import write_charter
from smallfires.fires.fire import Stage
from smallfires.fires.plan import Draw, Turn
from smallfires.verbs.amend import amend
from smallfires.verbs.bench import bench
from smallfires.verbs.comment import comment
from smallfires.verbs.desk import Desk
from smallfires.verbs.put_out import put_out

SLUG = HANDOVER.slug
ASKED = replace(HANDOVER, people=(Person(name="Amira", act="hand over"),))
LONGER = replace(ASKED, horizon=Horizon(start=HANDOVER.horizon.start, end=date(2026, 4, 26)))
BIGGER = replace(ASKED, success=replace(HANDOVER.success, worthwhile="4%"))


def changed(desk, told, why="It was too short.", **settings):
    with bench(threads=1) as ground:
        return amend(desk, SLUG, told, why, ground, **settings)


@pytest.fixture
def desk(tmp_path):
    """A fire that burns on data that are there."""
    return a_ward(tmp_path, ASKED)


def test_every_field_that_differs_is_noted(desk):
    """Before and after, with the reason; a longer horizon needs no new confirmation."""
    fire = changed(desk, LONGER)
    said = fire.diary[-1].fact
    assert (fire.charter, fire.stage, said.reason) == (LONGER, Stage.LIT, "It was too short.")
    assert [(each.field, each.old, each.new) for each in said.changes] == [
        ("horizon.end", "29 March 2026", "26 April 2026")
    ]
    assert said.seal == LONGER.seal()
    assert not said.confirm
    assert fire.lit.charter == ASKED


def test_another_success_sends_the_brief_out_again(desk):
    """Who changes what success is has to have it confirmed, and the ledger says so."""
    assert changed(desk, write_charter(BIGGER), file="c.toml").diary[-1].fact.confirm


def test_a_charter_that_could_not_be_lit_is_refused(desk):
    """An amendment is held to what every charter is held to; nothing is written."""
    before = desk.ledger.head()
    with pytest.raises(CharterError, match=r"success\.measure"):
        changed(desk, replace(ASKED, success=replace(ASKED.success, measure="happiness")))
    assert desk.ledger.head() == before


@pytest.mark.parametrize(
    ("told", "why", "said"),
    [
        (ASKED, "x", "nothing is changed"),
        (LONGER, " ", "reason is empty"),
        (replace(LONGER, slug="other", title="Other"), "x", 'This charter is of "other"'),
    ],
)
def test_what_is_no_amendment_is_refused(desk, told, why, said):
    """No change, no reason, or the charter of another fire: nothing is written."""
    before = desk.ledger.head()
    with pytest.raises(UsageError, match=said):
        changed(desk, told, why)
    assert desk.ledger.head() == before


def test_before_it_is_lit_it_is_a_new_draft(desk):
    """A charter that nobody froze is drafted anew; the reason stands in the diary."""
    draft = replace(
        ASKED, slug="second", title="Second", scope=replace(ASKED.scope, units=("Site X",), compared=tuple(SITES[2:22]))
    )
    noted(desk, "second", Drafted(draft))
    longer = replace(draft, horizon=LONGER.horizon)
    with bench(threads=1) as ground:
        fire = amend(desk, "second", longer, "Too short.", ground)
        with pytest.raises(UsageError, match="nothing is changed"):
            amend(desk, "second", longer, "Too short.", ground)
    assert (fire.stage, fire.charter) == (Stage.DRAFTED, longer)
    assert fire.every(Amended) == ()
    assert fire.every(Commented)[-1].fact.text == "Drafted anew: Too short."


def test_what_is_over_stays_as_it_was(desk):
    """A fire that was put out is not amended."""
    put_out(desk, SLUG, "No time.")
    with pytest.raises(NotYet, match="put out already"):
        changed(desk, LONGER)


def test_units_that_burn_in_another_fire_are_refused(desk):
    """A scope that grows into another fire's is refused as it is when lighting."""
    other = replace(
        ASKED, slug="other", title="Other", scope=replace(ASKED.scope, units=("Site C",), compared=tuple(SITES[5:]))
    )
    noted(desk, "other", Drafted(other), Lit(other, other.seal()))
    wider = replace(ASKED, scope=replace(ASKED.scope, units=("Site A", "Site C"), compared=tuple(SITES[3:])))
    with pytest.raises(CharterError, match="Site C"):
        changed(desk, wider)


def test_units_that_a_lot_drew_stay_drawn(desk):
    """The text still names those among which was drawn, and the units that were drawn stay; another lot is refused."""
    drafted = replace(
        ASKED, slug="drawn", title="Drawn", scope=replace(ASKED.scope, units=tuple(SITES[4:10]), compared=(), lot=2)
    )
    drawn = replace(drafted, scope=replace(drafted.scope, units=("Site E", "Site F"), lot=None))
    lot = Draw((Turn("Site E", (1,)), Turn("Site F", (1,))), ("Site G",), (WEEKS[30],), True, 1)
    noted(desk, "drawn", Drafted(drafted), Lit(drawn, drawn.seal(), lot))
    with bench(threads=1) as ground:
        fire = amend(desk, "drawn", replace(drafted, horizon=LONGER.horizon), "Too short.", ground)
        assert fire.charter == replace(drawn, horizon=LONGER.horizon)
        assert [each.field for each in fire.diary[-1].fact.changes] == ["horizon.end"]
        with pytest.raises(UsageError, match="is not drawn again"):
            amend(desk, "drawn", replace(drafted, scope=replace(drafted.scope, lot=3)), "More.", ground)
        others = replace(drawn, scope=replace(drawn.scope, units=("Site E", "Site G")))
        with pytest.raises(UsageError, match="is not drawn again"):
            amend(desk, "drawn", others, "Site F has no time.", ground)


def test_an_amendment_of_what_has_changed_is_refused(desk):
    """Where somebody acted on the fire between looking and writing, nothing is written."""

    class Late(Desk):
        def fire(self, slug):
            found = super().fire(slug)
            if not found.every(acts.Commented):
                comment(desk, slug, "Wait.")
            return found

    with pytest.raises(Stale, match="commented"):
        changed(Late(desk.workspace, desk.ledger, desk.who, desk.now), LONGER)
    assert desk.fire(SLUG).charter == ASKED
