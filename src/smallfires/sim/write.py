"""A run as files that people have: CSV, Parquet, XES."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from smallfires.errors import UsageError
from smallfires.sim.run import Run


def write(run: Run, folder: Path | str, formats: Sequence[str] = ("csv",)) -> tuple[Path, ...]:
    """Write the log of a run, one file a format.

    Args:
        run: what was simulated.
        folder: made where it is not there.
        formats: of ``csv``, ``parquet``, ``xes`` and ``xes.gz``.

    Returns:
        The files, ``<folder>/<organization's name>.<format>``, in the order of the formats.

    Raises:
        UsageError: for another format.
    """
    unknown = [name for name in formats if name not in WRITERS]
    if unknown:
        raise UsageError(f"{unknown[0]!r} is no format of a written log.", f"Name some of {', '.join(WRITERS)}.")
    Path(folder).mkdir(parents=True, exist_ok=True)
    paths = tuple(Path(folder) / f"{run.organization.name}.{name}" for name in formats)
    for name, path in zip(formats, paths, strict=True):
        WRITERS[name](run.log, path)
    return paths


def _csv(log: pa.Table, path: Path) -> None:
    for column in ("start", "end"):
        text = pc.strftime(pc.cast(log[column], pa.timestamp("s", "UTC")), "%Y-%m-%dT%H:%M:%S+00:00")
        log = log.set_column(log.schema.get_field_index(column), column, text)
    pyarrow.csv.write_csv(log, path, pyarrow.csv.WriteOptions(quoting_style="needed"))


def _parquet(log: pa.Table, path: Path) -> None:
    pyarrow.parquet.write_table(log, path)


def _xes(log: pa.Table, path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(_lines(log))


def _xes_gz(log: pa.Table, path: Path) -> None:
    with gzip.GzipFile(path, "wb", mtime=0) as packed:
        for line in _lines(log):
            packed.write(line.encode())


def _lines(log: pa.Table) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849-2016" xmlns="http://www.xes-standard.org/">\n'
    for name in ("Concept", "Time", "Lifecycle", "Organizational", "Cost"):
        yield f'<extension name="{name}" prefix="{name.lower()}" uri="http://www.xes-standard.org/{name.lower()}.xesext"/>\n'
    case = None
    for row in log.sort_by([("case", "ascending"), ("end", "ascending"), ("start", "ascending")]).to_pylist():
        if row["case"] != case:
            yield ("</trace>\n" if case else "") + "<trace>\n" + _trace(row)
            case = row["case"]
        yield _event(row, "start", row["start"]) + _event(row, "complete", row["end"])
    yield ("</trace>\n" if case else "") + "</log>\n"


def _trace(row: dict[str, Any]) -> str:
    head = _attribute("string", "concept:name", row["case"]) + _attribute("string", "site", row["site"])
    return head + _attribute("string", "type", row["type"]) + _attribute("float", "value", row["value"])


def _event(row: dict[str, Any], transition: str, moment: Any) -> str:
    return (
        "<event>"
        + _attribute("string", "concept:name", row["activity"])
        + _attribute("string", "lifecycle:transition", transition)
        + _attribute("date", "time:timestamp", moment.isoformat())
        + _attribute("string", "org:resource", row["resource"])
        + (_attribute("float", "cost:total", row["cost"]) if transition == "complete" else "")
        + "</event>\n"
    )


def _attribute(kind: str, key: str, value: Any) -> str:
    return "" if value is None else f"<{kind} key={quoteattr(key)} value={quoteattr(str(value))}/>"


WRITERS: dict[str, Callable[[pa.Table, Path], None]] = {
    "csv": _csv,
    "parquet": _parquet,
    "xes": _xes,
    "xes.gz": _xes_gz,
}
