"""The public words: exact, and there."""

from __future__ import annotations

import importlib.metadata
import inspect
import pickle
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

import smallfires
from smallfires.verbs.inquiry import Inquiry
from smallfires.verbs.question import Question
from smallfires.verbs.wish import Wish

PUBLIC = [
    "Adoption", "Bounds", "Budget", "Charter", "Cost", "Designed", "Gates", "Guardrail", "Horizon", "Hypothesis", "Intent",
    "Person", "Risk", "Scope", "Subject", "Success", "Threshold", "Workspace", "charter", "design", "init", "learn",
    "read", "workspace",
]  # fmt: skip


def test_the_public_words_are_these() -> None:
    """Nothing becomes public, or ceases to be, by accident."""
    assert smallfires.__all__ == PUBLIC
    assert [name for name in dir(smallfires) if not name.startswith("_")] == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_each_is_there(name: str) -> None:
    """Each public word can be had, and says what it is for."""
    assert inspect.getdoc(getattr(smallfires, name))


def test_a_word_that_is_not_there_is_said_so() -> None:
    """A word that there is not raises as in any module."""
    with pytest.raises(AttributeError, match="no attribute 'write'"):
        _ = smallfires.write


def test_the_version_is_the_packages() -> None:
    """The version of the words is that of the package."""
    assert smallfires.__version__ == importlib.metadata.version("smallfires")


@pytest.mark.parametrize(("verb", "asked"), [("read", Question), ("learn", Inquiry), ("design", Wish)])
def test_a_verb_shows_every_setting(verb: str, asked: type) -> None:
    """Help and completion show every setting of a verb, with its default."""
    shown = inspect.signature(getattr(smallfires, verb)).parameters
    for setting in fields(asked):
        assert setting.name in shown
        if setting.name != "touch":
            assert shown[setting.name].default == getattr(asked(), setting.name)


def test_types_are_shipped() -> None:
    """Type checkers of others see the package's types."""
    assert (Path(smallfires.__file__).parent / "py.typed").exists()


def test_a_reading_is_frozen_and_can_be_kept(tmp_path: Path) -> None:
    """A reading cannot be changed, and survives being pickled."""
    rows = [
        f"{case},{step},2026-03-{day + case % 9:02d} 09:00" for case in range(60) for day, step in ((1, "a"), (5, "b"))
    ]
    log = tmp_path / "log.csv"
    log.write_text("\n".join(["case,activity,end", *rows]) + "\n")
    reading = smallfires.read(log)
    with pytest.raises(FrozenInstanceError):
        reading.version = "another"
    assert pickle.loads(pickle.dumps(reading)) == reading
