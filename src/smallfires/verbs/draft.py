"""A charter on its way into the ledger: read, refused where it cannot be lit, its words checked, and noted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from smallfires.errors import CharterError, DataError, NotYet, Refusal
from smallfires.fires import acts
from smallfires.fires.acts import Finding
from smallfires.fires.charter import Charter
from smallfires.fires.charters.findings import findings
from smallfires.fires.charters.known import Known
from smallfires.fires.charters.read import located, read_charter
from smallfires.fires.charters.refusals import refusals
from smallfires.fires.checkup import Checkup
from smallfires.fires.fire import Fire
from smallfires.verbs.allowed import early
from smallfires.verbs.bench import Bench
from smallfires.verbs.desk import Desk
from smallfires.verbs.fitting import fit
from smallfires.verbs.known import known_of


def check(
    desk: Desk, told: str | Charter, bench: Bench, *, file: str = "", of: str | None = None
) -> tuple[Charter, tuple[Finding, ...]]:
    """Read a charter as the workspace knows it; nothing is noted.

    Args:
        desk: in whose workspace.
        told: its TOML text, or a charter made in Python.
        bench: where to work: the design is held against the data there are.
        file: the text's name, for the error.
        of: the fire whose charter it is; empty for a new one, which no other may be called like. None where its name says it.

    Returns:
        The charter, and the words in it that make people guess.

    Raises:
        CharterError: it cannot be lit as it stands: every reason at once, with carets under the words of a text.
    """
    text = "" if isinstance(told, Charter) else told
    charter, known = declared(desk, told, file=file, of=of)
    held = fit(desk.workspace, charter, bench)
    found = (*held.refusals, *refusals(charter, replace(known, misfit=held.misfit)))
    if found:
        raise CharterError(located(text, found) if text else found, file=file or None)
    return charter, findings(charter, known)


def declared(desk: Desk, told: str | Charter, *, file: str = "", of: str | None = None) -> tuple[Charter, Known]:
    """The same without a look into the data, which takes no time: what the words themselves and the workspace can tell.

    Returns:
        The charter, and what it was held against.

    Raises:
        CharterError: it cannot be lit as it stands.
    """
    text = "" if isinstance(told, Charter) else told
    whose = cache(partial(_known, desk, of))  # asked once while it is read, and once more below
    charter = told if isinstance(told, Charter) else read_charter(told, file=file, known=whose)
    known = whose(charter.slug)
    found = (*refusals(charter, known), *_other(charter, of))
    if found:
        raise CharterError(located(text, found) if text else found, file=file or None)
    return charter, known


def _known(desk: Desk, of: str | None, slug: str) -> Known:
    """What the charter is held against; a new fire is held against all others, also one of its name."""
    return known_of(desk, slug if of is None else of)


def _other(charter: Charter, of: str | None) -> Iterator[Refusal]:
    """That it is the charter of another fire."""
    if of and charter.slug != of:
        yield Refusal("slug", f'This charter is of "{charter.slug}", and not of "{of}".', f'Write slug = "{of}" in it.')


def draft(
    desk: Desk, told: str | Charter, bench: Bench, *, file: str = "", of: str | None = None
) -> tuple[Fire, tuple[Finding, ...]]:
    """Read a charter, and note it in the ledger where it is new or has changed.

    Args:
        desk: in whose workspace.
        told: its TOML text, or a charter made in Python.
        bench: where to work.
        file: the text's name.
        of: as in ``check``.

    Returns:
        The fire as it is now, and the words in its charter that make people guess.

    Raises:
        CharterError: it cannot be lit as it stands.
        NotYet: the fire burns already, so that its charter is frozen.
        Stale: somebody changed it meanwhile.
    """
    charter, found = check(desk, told, bench, file=file, of=of)
    text = "" if isinstance(told, Charter) else told
    fire = desk.find(charter.slug)
    if fire is not None and not early(fire):
        raise NotYet(
            f'The fire "{fire.slug}" is {fire.stage}: its charter is frozen.',
            command=f"Change it for everybody to see with: smallfires amend {fire.slug}",
        )
    if fire is not None and fire.charter.seal() == charter.seal():
        return fire, found
    facts: tuple[acts.Fact, ...] = (acts.Drafted(charter, text), acts.Checked(charter.seal(), found))
    if fire is None and charter.slug in desk.every():  # one that whoever acts may not see
        taken = Refusal("slug", f'Another fire is called "{charter.slug}".', "Write another name.")
        raise CharterError((taken,), file=file or None)
    if fire is None:
        desk.ledger.append([acts.draft(desk.who, charter.slug, fact) for fact in facts], after=0)
    else:
        desk.note(fire, *facts)
    return desk.fire(charter.slug), found


def fire_of(desk: Desk, told: str, bench: Bench) -> tuple[Fire, tuple[Finding, ...]]:
    """A fire by its slug, or by the file of its charter, which is then noted where it is new.

    Raises:
        UsageError: there is no fire of that name.
        DataError: the file cannot be read.
        CharterError, NotYet, Stale: as ``draft``.
    """
    if not _is_file(told):
        fire = desk.fire(told)
        return fire, findings(fire.charter, known_of(desk, fire.slug))
    return draft(desk, charter_text(told), bench, file=Path(told).name)


def checkup(desk: Desk, told: str, bench: Bench) -> Checkup:
    """Check a charter by its file, or that of a fire by its slug. Nothing is noted.

    Raises:
        UsageError: there is no fire of that name.
        DataError: the file cannot be read.
        CharterError: it cannot be lit as it stands.
    """
    file = Path(told).name if _is_file(told) else ""
    charter, found = check(desk, charter_text(told) if file else desk.fire(told).charter, bench, file=file)
    return Checkup(file, charter, charter.seal(), found)


def _is_file(told: str) -> bool:
    return Path(told).suffix.lower() == ".toml"


def charter_text(told: str) -> str:
    """The text of a charter's file.

    Raises:
        DataError: it cannot be read.
    """
    try:
        return Path(told).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        why = str(problem.strerror) if isinstance(problem, OSError) else "it is not written in UTF-8"
        raise DataError(f"The charter cannot be read: {why}.", "Name a TOML file.", file=told) from None
