"""How the documentation is built: ``sphinx-build -W docs docs/_build``. It needs no network."""

from __future__ import annotations

from pathlib import Path

import smallfires
from smallfires.faces.jsonable import schema
from smallfires.faces.kinds import KINDS
from smallfires.faces.web.api.openapi import document
from smallfires.faces.web.api.routes import CALLS
from smallfires.faces.web.api.shown import shown

project = "Smallfires"
author = "The Smallfires developers"
copyright = "The Smallfires developers, Apache-2.0"  # noqa: A001
version = release = smallfires.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Smallfires"
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#b3400e", "color-brand-content": "#b3400e"},
    "dark_css_variables": {"color-brand-primary": "#ff9a62", "color-brand-content": "#ff9a62"},
}
pygments_style = "friendly"
pygments_dark_style = "github-dark"

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_member_order = "bysource"
napoleon_google_docstring = True
napoleon_use_ivar = True
napoleon_custom_sections = [("Source", "notes_style")]
nitpicky = False

GENERATED = Path(__file__).parent / "_build" / "generated"


def fields_of_json() -> str:
    """Every field of the JSON as tables, out of the schemas that are shipped."""
    lines = []
    for record in (each.record for each in KINDS):
        made = schema(record)
        lines += [f"## {made['title']}\n", *table(record.__name__, made)]
        for name, definition in made["$defs"].items():
            lines += table(name, definition)
    return "\n".join(lines)


def table(name: str, definition: dict) -> list[str]:
    """One table of fields."""
    lines = [
        f"### {name}\n",
        definition.get("description", ""),
        "",
        "| field | type | what it is |",
        "| --- | --- | --- |",
    ]
    for field, found in definition.get("properties", {}).items():
        lines.append(f"| `{field}` | {kind(found)} | {found.get('description', '').replace('``', '`')} |")
    return [*lines, ""]


def kind(found: dict) -> str:
    """A field's type in a few words."""
    if "$ref" in found:
        return found["$ref"].rsplit("/", 1)[1]
    if "anyOf" in found:
        return " or ".join(kind(each) for each in found["anyOf"])
    if "enum" in found or "const" in found:
        return "text"
    if found.get("type") == "array":
        return "list" if "items" not in found else f"list of {kind(found['items'])}"
    names = {
        "string": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "true or false",
        "object": "table",
    }
    told = found.get("type", "anything")
    return " or ".join(names.get(each, each) for each in ([told] if isinstance(told, str) else told))


def calls_of_rest() -> str:
    """Every call of the REST interface with the command that asks for it, out of its description."""
    lines, group = [], ""
    for call in shown(document(CALLS, signs_in=False)):
        lines += [f"## {call.group}\n"] if call.group != group else []
        group = call.group
        lines += [f"### `{call.method} {call.path}`\n", f"{call.says} {call.right}\n", "```sh", call.curl, "```\n"]
    return "\n".join(lines)


GENERATED.mkdir(parents=True, exist_ok=True)
(GENERATED / "json-fields.md").write_text(fields_of_json(), encoding="utf-8")
(GENERATED / "rest-calls.md").write_text(calls_of_rest(), encoding="utf-8")
