"""Our reading, whole: from the file to the answer with everything behind it. JSON on the output stream.

python our_read.py FILE.parquet [--rules]
"""

from __future__ import annotations

import json
import sys
import time

from smallfires import read

TARGET = "5d"
RULES = (
    "Approve only after Assess",
    "Receive is followed by Check within 5d",
    "begins with Receive",
    "ends with Close",
    "Inspect at most 1 times",
    "Close exactly once",
    "Approve is followed by Order",
    "Ask and Answer by different people",
    "Check and Assess by the same person",
    "Answer only after Ask",
)


def main() -> None:
    stages: dict[str, float] = {}
    begun = last = time.perf_counter()
    current = "opening"

    def progress(stage: str, share: float | None) -> None:
        nonlocal last, current
        now = time.perf_counter()
        stages[current] = stages.get(current, 0.0) + now - last
        last, current = now, stage

    rules = {"rules": RULES} if "--rules" in sys.argv else {}
    reading = read(sys.argv[1], target=TARGET, unit="site", type="type", progress=progress, **rules)
    progress("done", None)
    found = {"call": reading.answer.call.value, "steps": reading.log.steps, "variants": reading.log.variants}
    print(json.dumps({"seconds": time.perf_counter() - begun, "parts": stages, "found": found}))


if __name__ == "__main__":
    main()
