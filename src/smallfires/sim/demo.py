"""The organization of the demo: the repair requests of a housing association with eight sites.

Planted, for a reader to find: a second check that changes nothing; approvals that pile up until Friday; heating
faults that jump the queue; repairs that are done twice; requests that are called off after they were inspected;
inspections that wait for nobody in particular; and one site, Hazel, that has fewer of these habits than the others.
Two waits are hard: the tenant's answer, and the delivery of parts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from smallfires.sim.calendar import FIELD, LONG_DAYS, MORNINGS, OFFICE
from smallfires.sim.flow import Both, Do, Flow, Leave, Maybe, Redo
from smallfires.sim.organization import Activity, Arrivals, Batch, CaseType, Change, Organization, Spread, Staff, Unit

FLOW: Flow = (
    Do("Tenant reports a fault"),
    Do("Check the request"),
    Maybe(0.5, (Do("Second check"),), lax=True),
    Leave(0.06, (Do("Withdraw the request"),)),
    Do("Agree a date"),
    Do("Tenant confirms"),
    Do("Inspect"),
    Leave(0.07, (Do("Call off the repair"),)),
    Both(((Do("Order parts"), Do("Parts arrive")), (Do("Approve the cost"),))),
    Redo((Do("Repair"), Do("Check the repair")), chance=0.16),
    Do("Close the request"),
)

ACTIVITIES = (
    Activity("Tenant reports a fault"),
    Activity("Check the request", "desk", Spread(0.4, 0.5, 3), hourly=34),
    Activity("Second check", "desk", Spread(0.45, 0.4, 3), delay=Spread(14, 0.5, 72), hourly=34),
    Activity("Withdraw the request", "desk", Spread(0.15, 0.3), hourly=34),
    Activity("Agree a date", "desk", Spread(0.25, 0.4, 2), hourly=34),
    Activity("Tenant confirms", hard=Spread(27, 0.5, 120)),
    Activity("Inspect", "inspector", Spread(1.1, 0.5, 5), {"Windows": 1.3}, delay=Spread(30, 0.6, 160), hourly=46),
    Activity("Call off the repair", "desk", Spread(0.2, 0.3), hourly=34),
    Activity("Order parts", "desk", Spread(0.35, 0.5, 3), {"Windows": 1.5}, hourly=34, fixed=85),
    Activity("Parts arrive", hard=Spread(37, 0.4, 140)),
    Activity("Approve the cost", "manager", Spread(0.2, 0.4, 2), batch=Batch(9, weekday=4, hour=13.5), hourly=62),
    Activity("Repair", "craft", Spread(4.4, 0.55, 22), {"Heating": 1.15, "Windows": 1.25}, hourly=42, fixed=12),
    Activity("Check the repair", "inspector", Spread(0.5, 0.4, 3), delay=Spread(20, 0.6, 120), hourly=46),
    Activity("Close the request", "desk", Spread(0.2, 0.4, 2), hourly=34),
)

TYPES = (
    CaseType("Plumbing", value=610, spread=0.25),
    CaseType("Heating", value=820, spread=0.25, priority=1),
    CaseType("Electrics", value=540, spread=0.25),
    CaseType("Windows", value=760, spread=0.25),
)


@dataclass(frozen=True)
class _Site:
    """One line of the table of sites: its share, habits, people (desk, inspectors, craft) and mix of case types."""

    name: str
    size: float
    pace: float
    laxness: float
    desk: int
    inspectors: int
    craft: int
    mix: tuple[float, float, float, float]


SITES = (
    _Site("Alder", 1.3, 1.02, 1.10, 2, 2, 3, (30, 25, 25, 20)),
    _Site("Beech", 0.85, 0.98, 1.00, 2, 1, 2, (35, 20, 25, 20)),
    _Site("Cedar", 0.8, 1.08, 1.20, 1, 1, 2, (25, 30, 20, 25)),
    _Site("Elm", 1.2, 1.00, 0.95, 2, 2, 3, (30, 25, 20, 25)),
    _Site("Hazel", 1.2, 0.95, 0.80, 2, 2, 3, (30, 25, 25, 20)),
    _Site("Juniper", 0.75, 0.97, 1.05, 1, 1, 2, (25, 20, 35, 20)),
    _Site("Maple", 1.1, 1.05, 1.25, 2, 1, 3, (30, 30, 20, 20)),
    _Site("Willow", 0.8, 1.00, 0.85, 2, 1, 2, (30, 20, 25, 25)),
)


def demo(seed: int = 7) -> Organization:
    """A housing association's repair requests over half a year: about 3 000 cases at eight sites.

    Args:
        seed: of all chance; the wastes that were planted stay the same.
    """
    return Organization(
        name="repairs",
        title="Repair requests of a housing association",
        seed=seed,
        units=tuple(_unit(site) for site in SITES),
        types=TYPES,
        activities=ACTIVITIES,
        flow=FLOW,
        arrivals=Arrivals(per_week=112, season=0.12, peak=2),
        weeks=26,
        hard=(("Agree a date", "Tenant confirms"), ("Order parts", "Parts arrive")),
        targets=("5d", "2d"),
    )


TRIAGE: Flow = (
    Do("Tenant reports a fault"),
    Do("Triage by phone"),
    Leave(0.06, (Do("Withdraw the request"),)),
    Do("Agree a date"),
    Do("Tenant confirms"),
    Both(((Do("Order parts"), Do("Parts arrive")), (Do("Approve the cost"),))),
    Redo((Do("Repair"), Do("Check the repair")), chance=0.18),
    Do("Close the request"),
)
"""The new way: what is wrong is found out by phone and photo, and nobody visits a home before the repair."""
NEW_ACTIVITIES = (Activity("Triage by phone", "inspector", Spread(0.8, 0.4, 4), hourly=46),)
PILOT_WEEKS = 20


def piloted(units: tuple[str, ...], seed: int = 7) -> Organization:
    """The same organization, running on after its half year, in which some sites try the new way.

    Args:
        units: these; at first they need more than twice as long, and six weeks to learn it.
        seed: of all chance: the first half year is that of ``demo`` with the same seed, case by case.
    """
    change = Change(week=26, units=units, flow=TRIAGE, pace=0.7, delay=0.3, strain=1.45, learned=6)
    old = demo(seed)
    return replace(old, activities=(*old.activities, *NEW_ACTIVITIES), more=PILOT_WEEKS, change=change)


def _unit(site: _Site) -> Unit:
    return Unit(
        site.name,
        (
            Staff("desk", site.desk, LONG_DAYS),
            Staff("desk", 1, MORNINGS),
            Staff("inspector", site.inspectors, OFFICE),
            Staff("manager", 1, OFFICE),
            Staff("craft", site.craft, FIELD),
        ),
        mix={kind.name: share for kind, share in zip(TYPES, site.mix, strict=True)},
        size=site.size,
        pace=site.pace,
        laxness=site.laxness,
        batches={"Approve the cost": Batch(3, weekday=2)} if site.name == "Hazel" else {},
    )
