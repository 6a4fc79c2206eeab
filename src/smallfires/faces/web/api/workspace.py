"""Who asks, and what the workspace names."""

from __future__ import annotations

from smallfires.faces.web.api.call import Answer, Asking, Call, Gives
from smallfires.faces.web.api.records import Me, MeasureGlance, MeasureList, SourceGlance, SourceList
from smallfires.fires.access import Right
from smallfires.fires.tried import Tried
from smallfires.verbs.bench import VERSION
from smallfires.verbs.telling.trial import try_webhook

GROUP = "Workspace"


def _me(asking: Asking) -> Answer:
    visitor = asking.visitor
    rights = tuple(str(right) for right in Right if visitor.may(right))
    return Answer(Me(visitor.name, visitor.account, rights, asking.desk.workspace.name, VERSION))


def _measures(asking: Asking) -> Answer:
    found = sorted(asking.desk.workspace.measures.values(), key=lambda one: one.name)
    return Answer(MeasureList(tuple(MeasureGlance(one.name, one.source, one.less_is_better) for one in found)))


def _tried(asking: Asking) -> Answer:
    return Answer(try_webhook(asking.desk.workspace, asking.path["webhook"], asking.desk.now))


def _sources(asking: Asking) -> Answer:
    found = sorted(asking.desk.workspace.sources.values(), key=lambda one: one.name)
    told = (SourceGlance(one.name, "://" in one.address, one.settings, one.rules) for one in found)
    return Answer(SourceList(tuple(told)))


CALLS = (
    Call(
        path="/me",
        key="getMe",
        group=GROUP,
        says="Who asks, what they may do, and where.",
        do=_me,
        gives=(Gives("Who asks.", Me),),
    ),
    Call(
        path="/measures",
        key="listMeasures",
        group=GROUP,
        says="The measures that the workspace names.",
        do=_measures,
        gives=(Gives("The measures.", MeasureList),),
    ),
    Call(
        path="/sources",
        key="listSources",
        group=GROUP,
        says="The sources that the workspace names.",
        do=_sources,
        gives=(Gives("The sources.", SourceList),),
    ),
    Call(
        method="POST",
        path="/webhooks/{webhook}/trials",
        key="tryWebhook",
        group=GROUP,
        says="Call a webhook of the workspace once, signed as news are, to see whether it is heard. It is done each time.",
        right=Right.ADMIN,
        do=_tried,
        body=(),
        keyed=False,
        gives=(Gives("What came of it, whether it was taken or not.", Tried),),
    ),
)
