"""The REST interface asked in ways that nobody thought of, for long: by schemathesis, over the worked workspace.

    python -m bench.fuzz_api [MINUTES] [SEED]

It asks alone on a laptop, then with a token of each role of an organization, each for the same time. Every answer has to be one
that the description has, and none a fault of ours.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.faces.web.accounts.staffed import PEOPLE, organization, token, with_people
from tests.faces.web.api.fuzzing import fuzzed
from tests.faces.web.serving import serving

from smallfires.fires.access import RIGHTS
from smallfires.verbs.bench import bench
from smallfires.verbs.desk import desk
from smallfires.verbs.life import live

EACH = "20"
"""Times that a call is asked before the next one is; then all are asked again."""


def main(minutes: str = "3", seed: str = "1") -> int:
    """Ask; and say what came of it."""
    seconds = max(1, round(60 * float(minutes) / (1 + len(PEOPLE))))
    settings = ("--max-examples", EACH, "--max-time", str(seconds), "--seed", seed)
    with tempfile.TemporaryDirectory() as place, bench() as ground:
        folder = Path(place) / "worked"
        live(folder, ground)
        with desk(folder) as worked:
            with serving(worked, board=True) as client:
                codes = [told("alone", *fuzzed(str(client.base_url), *settings, folder=Path(place)))]
            accounts = with_people(worked)
            with organization(worked, accounts) as client:
                for name, role in PEOPLE.items():
                    sent = token(worked, accounts, name, *RIGHTS[role])
                    # So many a minute as a token may ask.
                    more = (*settings, "--rate-limit", "550/m")
                    codes.append(told(role, *fuzzed(str(client.base_url), *more, headers=sent, folder=Path(place))))
    return max(codes)


def told(who: str, code: int, said: str) -> int:
    """Say how it ended: all of it where something was found, else its last lines."""
    print(f"{who}: {'something was found' if code else 'nothing was found'}")
    print(said if code else "\n".join(said.strip().splitlines()[-6:]), flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
