"""What takes a while: how far it has come, what came of it, and an end to it."""

from __future__ import annotations

from urllib.parse import quote

from smallfires import errors
from smallfires.errors import CharterError, NotThere, NotYet, SmallfiresError
from smallfires.faces.kinds import KINDS
from smallfires.faces.web.api.call import BASE, Answer, Asking, Call, Gives
from smallfires.faces.web.api.problem import Problem, Wrong, pointer, wrong_fields
from smallfires.faces.web.api.records import Work, WorkList, WorkProblem
from smallfires.faces.web.status import status_of
from smallfires.faces.web.work.status import State, Status, Trouble
from smallfires.fires.access import Right

GROUP = "Work"
STOPPED = Problem(409, "It was stopped before it was done.", "Ask for it again.")


def address(name: str) -> str:
    """Of a piece of work."""
    return f"{BASE}/work/{quote(name)}"


def told(asking: Asking, found: Status) -> Work:
    """A piece of work as programs see it."""
    end = found.end
    problem = failed(found)
    done = found.state is State.DONE
    return Work(
        id=found.work,
        title=found.errand.title,
        key=found.errand.key,
        state=found.state,
        stage=found.stage,
        share=found.share,
        place=found.place,
        at=found.errand.at,
        ended=end.at if end else None,
        result=f"{address(found.work)}/result" if done and asking.crew.told(found.work) is not None else None,
        problem=WorkProblem(problem.status, problem.detail, problem.way_out) if problem else None,
    )


def failed(found: Status) -> Problem | None:
    """Why a piece of work came to nothing; None where it did not."""
    if found.end is None or found.state is State.DONE:
        return None
    return STOPPED if found.state is State.STOPPED else _why(found.end.trouble)


def _why(trouble: Trouble) -> Problem:
    kind = getattr(errors, trouble.kind, None)
    status = status_of(kind("")) if isinstance(kind, type) and _plain(kind) else 422 if trouble.problems else 500
    if trouble.kind == CharterError.__name__:
        status = 422
    sentences = trouble.sentences
    detail = sentences[0].splitlines()[0] if sentences else "It could not be done."
    wrong = tuple(Wrong(text, _place(trouble, name)) for name, text in trouble.problems.items())
    return Problem(status, detail, trouble.way_out or ("Each is said under errors." if wrong else ""), wrong)


def _plain(kind: type) -> bool:
    """Whether an error is made of its sentences alone."""
    return issubclass(kind, SmallfiresError) and kind.__init__ is SmallfiresError.__init__


def _place(trouble: Trouble, name: str) -> str:
    """Where in the body something is wrong; of a charter its rows count from 1."""
    if trouble.kind != CharterError.__name__:
        return pointer(name)
    return charter_place(name)


def charter_place(field: str) -> str:
    """A field of a charter as a place in the body: rows count from 1 in the one, and from 0 in the other."""
    return pointer("charter", *(int(part) - 1 if part.isdigit() else part for part in field.split(".")))


def status(asking: Asking) -> Status:
    """The piece of work that the address names.

    Raises:
        NotThere: there is none that whoever asks may see.
    """
    found = asking.crew.of(asking.visitor, asking.path["work"])
    if found is None:
        raise NotThere("There is no such work.", f"What you asked for is listed under {BASE}/work for 14 days.")
    return found


def _mine(asking: Asking) -> Answer:
    return Answer(WorkList(tuple(told(asking, one) for one in asking.crew.mine(asking.visitor))))


def _one(asking: Asking) -> Answer:
    return Answer(told(asking, status(asking)))


def _result(asking: Asking) -> Answer:
    found = status(asking)
    if found.end is None:
        raise NotYet("It is not done yet.", f"See how far it has come under {address(found.work)}.")
    problem = failed(found)
    if problem is not None:
        raise problem
    text = asking.crew.told(found.work)
    if text is None:
        raise NotThere("This work gave nothing to tell.", "What it did stands in the diary of its fire.")
    return Answer(text)


def _stop(asking: Asking) -> Answer:
    if asking.body:
        raise wrong_fields(dict.fromkeys(asking.body, "This is no field. There are none here."))
    found = status(asking)
    asking.crew.stop(found.work)
    return Answer(told(asking, asking.crew.wait(found.work, 2.0) or found))


CALLS = (
    Call(
        path="/work",
        key="listWork",
        group=GROUP,
        says="What you asked for that takes a while, the newest first.",
        do=_mine,
        gives=(Gives("Your work.", WorkList),),
    ),
    Call(
        path="/work/{work}",
        key="getWork",
        group=GROUP,
        says="How far a piece of work has come; once it has ended, where its result is, or why there is none.",
        do=_one,
        gives=(Gives("The work.", Work),),
    ),
    Call(
        path="/work/{work}/result",
        key="getWorkResult",
        group=GROUP,
        says="What came of a piece of work. While it is not done, and where it came to nothing, the problem says so.",
        do=_result,
        gives=(Gives("What came of it.", tuple(kind.record for kind in KINDS)),),
        refuses=(409,),
    ),
    Call(
        method="POST",
        path="/work/{work}/stop",
        key="stopWork",
        group=GROUP,
        says="Stop a piece of work. What it has noted already stays.",
        right=Right.READ,
        do=_stop,
        body=(),
        gives=(Gives("The work as it is then.", Work),),
    ),
)
