"""The same Markdown through Eleventy, to have something to compare with.

A plain template: a page per incident with its title and its Markdown, and an index. No
status, no feeds, no API. Its preprocessing of Markdown as a template is off, which makes it
faster: nothing in the incidents uses it.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

VERSION = "3.1.8"

FILES = {
    "eleventy.config.mjs": """\
export default function () {
  return { dir: { input: "content", output: "site" }, markdownTemplateEngine: false };
}
""",
    "content/incidents/incidents.json": '{ "layout": "incident.njk", "tags": "incidents" }\n',
    "content/_includes/incident.njk": """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{{ title }}</title>
<h1>{{ title }}</h1>
{{ content | safe }}
</html>
""",
    "content/index.njk": """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Incidents</title>
<ul>
{%- for incident in collections.incidents %}
<li><a href="{{ incident.url }}">{{ incident.data.title }}</a></li>
{%- endfor %}
</ul>
</html>
""",
}


class NoEleventyError(Exception):
    """There is no Node here, or Eleventy cannot be installed; says why."""


def install(folder: Path) -> list[str]:
    """Install Eleventy into *folder*, unless it is there, and return the command that runs it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise NoEleventyError("there is no node and npm here")
    command = folder / f"node_modules-{VERSION}" / "node_modules/@11ty/eleventy/cmd.cjs"
    if not command.exists():
        place = folder / f"node_modules-{VERSION}"
        place.mkdir(parents=True, exist_ok=True)
        (place / "package.json").write_text('{ "private": true }\n', "utf-8")
        quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
        done = subprocess.run(
            [npm, "install", *quiet, f"@11ty/eleventy@{VERSION}"],
            cwd=place,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode or not command.exists():
            raise NoEleventyError(f"npm cannot install Eleventy:\n{done.stderr}")
    return [node, str(command), "--quiet"]


def prepare(root: Path) -> None:
    """Add to the made-up project in *root* what Eleventy needs."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
