from __future__ import annotations

import shutil

from tests.faces.web.accounts.staffed import PEOPLE, organization, token, with_people
from tests.faces.web.api.fuzzing import fuzzed

from smallfires.fires.access import RIGHTS, Role
from smallfires.verbs.desk import desk

AT_RANDOM = (Role.READER, Role.APPROVER)
"""Roles that are asked at random, too: an admin may do what somebody alone may, and a lighter less than an approver."""


def test_no_role_breaks_it(lived, tmp_path, capfd):
    """With a token of each role there is no fault of ours, and every answer is described; without one nothing is told."""
    folder = tmp_path / "worked"
    shutil.copytree(lived, folder)
    found = {}
    with desk(folder) as worked:
        accounts = with_people(worked)
        with organization(worked, accounts) as client:
            for name, role in PEOPLE.items():
                sent = token(worked, accounts, name, *RIGHTS[role])
                phases = "examples,fuzzing" if role in AT_RANDOM else "examples"
                few = ("--phases", phases, "--max-examples", "1")
                found[role] = fuzzed(str(client.base_url), *few, headers=sent, folder=tmp_path)
    assert {role: said for role, (code, said) in found.items() if code} == {}
    assert "fault of its own" not in "".join(capfd.readouterr())
