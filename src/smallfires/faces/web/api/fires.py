"""The fires, and what is known of one."""

from __future__ import annotations

from smallfires.faces.deeds.fields import Choice, Field, Option, Text, Whole
from smallfires.faces.web.api.call import JSON, TOML, Answer, Asking, Call, Gives, Head
from smallfires.faces.web.api.paging import PAGED, after, behind, part
from smallfires.faces.web.api.problem import Problem
from smallfires.faces.web.api.records import DiaryList, FireList
from smallfires.fires.brief import Brief, brief_of
from smallfires.fires.charter import Charter, Intent
from smallfires.fires.charters.write import write_charter
from smallfires.fires.clarity import Clarity
from smallfires.fires.diary import line
from smallfires.fires.fire import Fire, Stage
from smallfires.fires.story import Story
from smallfires.fires.wanted import Wanted
from smallfires.verbs.listing import glances
from smallfires.verbs.show import story
from smallfires.verbs.understood import seen

GROUP = "Fires"
ETAG = {"ETag": "The fire as it is: the number of its last entry, to be told with If-Match."}
WANTED: tuple[Field, ...] = (
    Choice(
        name="stage",
        label="Only fires that have come so far.",
        options=tuple(Option(str(one), str(one)) for one in Stage),
        needed=False,
    ),
    Choice(
        name="intent",
        label="Only fires with this intent.",
        options=tuple(Option(str(one), str(one)) for one in Intent),
        needed=False,
    ),
    Text(name="owner", label="Only fires of this owner.", longest=200, needed=False),
    Text(
        name="q",
        label="Only fires with these words in their title, slug, subject or owner's name.",
        longest=200,
        needed=False,
    ),
)


def etag(fire: Fire) -> dict[str, str]:
    """The header that says how a fire is."""
    return {"etag": f'"{fire.last}"'}


def _all(asking: Asking) -> Answer:
    told = asking.query
    wanted = Wanted(told["stage"], told["intent"], told["owner"], told["q"])
    found, following = part(asking, glances(asking.desk, wanted, behind(asking)), lambda one: one[0])
    return Answer(FireList(tuple(one for _, one in found), following))


def _one(asking: Asking) -> Answer:
    fire = asking.desk.fire(asking.path["slug"])
    return Answer(story(fire, asking.desk.today), headers=etag(fire))


def _charter(asking: Asking) -> Answer:
    fire = asking.desk.fire(asking.path["slug"])
    headers = {**etag(fire), "vary": "Accept"}
    if wants(asking.request.headers.get("accept", "")) == TOML:
        return Answer(write_charter(fire.charter), headers=headers, media=TOML)
    return Answer(fire.charter, headers=headers)


def wants(accept: str) -> str:
    """The form of two in which somebody would rather have a charter.

    Raises:
        Problem: in neither.
    """
    told = {media: _weight(accept, media) for media in (JSON, TOML)}
    best = max(told, key=lambda media: told[media])
    if not told[best]:
        raise Problem(406, f'A charter cannot be given as "{accept}".', f"Accept {JSON} or {TOML}.")
    return best


def _weight(accept: str, media: str) -> float:
    """How much a media type is wanted: what is said of it most closely counts. All that nobody speaks of is not wanted."""
    ranges = ("*/*", f"{media.partition('/')[0]}/*", media)
    said = {-1: 1.0 if not accept.strip() else 0.0}
    for each in accept.split(","):
        name, *settings = (piece.strip().lower() for piece in each.split(";"))
        if name in ranges:
            said[ranges.index(name)] = _share([piece[2:] for piece in settings if piece.startswith("q=")])
    return said[max(said)]


def _share(told: list[str]) -> float:
    try:
        return min(1.0, max(0.0, float(told[-1]))) if told else 1.0
    except ValueError:
        return 0.0


def _clarity(asking: Asking) -> Answer:
    return Answer(seen(asking.desk, asking.path["slug"], asking.query["round"]))


def _brief(asking: Asking) -> Answer:
    fire = asking.desk.fire(asking.path["slug"])
    return Answer(brief_of(fire.charter), headers=etag(fire))


def _diary(asking: Asking) -> Answer:
    fire = asking.desk.fire(asking.path["slug"])
    lines = after(tuple(map(line, fire.diary)), lambda one: one.number, behind(asking))
    return Answer(DiaryList(*part(asking, lines, lambda one: one.number)), headers=etag(fire))


CALLS = (
    Call(
        path="/fires",
        key="listFires",
        group=GROUP,
        says="The fires at a glance, in the order in which they began.",
        query=(*WANTED, *PAGED),
        do=_all,
        gives=(Gives("A part of the fires.", FireList),),
    ),
    Call(
        path="/fires/{slug}",
        key="getFire",
        group=GROUP,
        says="One fire with all that is known of it.",
        do=_one,
        gives=(Gives("The fire.", Story, headers=ETAG),),
    ),
    Call(
        path="/fires/{slug}/charter",
        key="getCharter",
        group=GROUP,
        says="The charter of a fire, in force, as JSON or as TOML.",
        do=_charter,
        gives=(Gives("The charter.", Charter, headers={**ETAG, "Vary": "Accept"}, also=(TOML,)),),
        refuses=(406,),
        heads={"Accept": Head(f"{JSON}, unless said; or {TOML}.")},
    ),
    Call(
        path="/fires/{slug}/clarity",
        key="getClarity",
        group=GROUP,
        says="What the people asked understood. Their own words are told to the fire's owner only, without names.",
        query=(Whole(name="round", label="Of the teach-back; the last unless said.", needed=False, most=10_000),),
        do=_clarity,
        gives=(Gives("The clarity.", Clarity),),
    ),
    Call(
        path="/fires/{slug}/brief",
        key="getBrief",
        group=GROUP,
        says="The brief of a fire, as everyone asked reads it.",
        do=_brief,
        gives=(Gives("The brief.", Brief, headers=ETAG),),
    ),
    Call(
        path="/fires/{slug}/diary",
        key="listDiary",
        group=GROUP,
        says="The diary of a fire, oldest first. What somebody answered is never told, only that they did.",
        query=PAGED,
        do=_diary,
        gives=(Gives("A part of the diary.", DiaryList, headers=ETAG),),
    ),
)
