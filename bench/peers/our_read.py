"""Our reading, whole: from the file to the answer with everything behind it. JSON on the output stream.

python our_read.py FILE.parquet
"""

from __future__ import annotations

import json
import sys
import time

from smallfires import read

TARGET = "5d"


def main() -> None:
    stages: dict[str, float] = {}
    begun = last = time.perf_counter()
    current = "opening"

    def progress(stage: str, share: float | None) -> None:
        nonlocal last, current
        now = time.perf_counter()
        stages[current] = stages.get(current, 0.0) + now - last
        last, current = now, stage

    reading = read(sys.argv[1], target=TARGET, unit="site", type="type", progress=progress)
    progress("done", None)
    found = {"call": reading.answer.call.value, "steps": reading.log.steps, "variants": reading.log.variants}
    print(json.dumps({"seconds": time.perf_counter() - begun, "parts": stages, "found": found}))


if __name__ == "__main__":
    main()
