"""Files and folders that look like content and are not read, because of their names.

In an outage the worst answer is none: who saves ``x.markdown`` waits for a page that never comes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from statusgen.errors import Level, Location, Problem

#: The folders of ``content/`` that hold Markdown.
FOLDERS = ("incidents", "maintenance", "notices", "pages", "support", "messages")
_SITE = "site.yaml"
_ALIKE = 0.85  # how like a folder's name another must be: "notes" is no "notices"

_MEANT: Mapping[str, str] = {
    **dict.fromkeys(("outage", "outages", "event", "events"), "incidents"),
    **dict.fromkeys(("planned", "scheduled", "planned-maintenance", "maintenances"), "maintenance"),
    **dict.fromkeys(("banner", "banners", "announcement", "announcements"), "notices"),
}
_SETTINGS = re.compile(r"site\.(?:ya?ml|json|toml)(?:\.txt)?", re.IGNORECASE)
#: Nobody takes these for content.
_ASIDE = re.compile(
    r"(?:readme|license|licence|changelog|contributing|codeowners)(?:\.\w+)?|thumbs\.db|desktop\.ini"
    r"|.*(?:\.(?:bak|old|orig|rej|tmp|temp|swp|swo|part|save|new|lock)|:zone\.identifier)",
    re.IGNORECASE,
)
_TRANSLATION = re.compile(r"(?P<stem>.+)\.md\.(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})?)")
_NEARLY = (
    *(".markdown", ".mdown", ".mkdn", ".mkd", ".mdwn", ".mdtxt", ".mdtext", ".mdx"),
    *(".txt", ".text", ".rst", ".adoc"),
)
#: ``.MD``, ``.md.txt``, ``.markdown``, and ``.md`` with a space or a stop behind it.
_ENDING = re.compile(
    rf"(?P<stem>.+?)(?P<ending>(?:\.md)?(?:{'|'.join(map(re.escape, _NEARLY))})|\.md[\s.,_]*)",
    re.IGNORECASE,
)
_OFFICE = (".doc", ".docx", ".odt", ".rtf", ".pages", ".html", ".htm")


def stray_file(path: str) -> Problem | None:
    """Return what to say of the file at *path* below ``content/``, which is not read; or None.

    An error where its name is nearly one that is read, advice where it is something else that
    nobody will see.
    """
    name = path.rpartition("/")[2]
    if _ASIDE.fullmatch(name):
        return None
    if path.count("/") == 1:
        return _beside_settings(path, name)
    at = Location(path)
    better, words = _better_name(name)
    if better:
        return Problem(at, f"this file is not read: {words}", f"rename it to {better}")
    if name.lower().endswith(_OFFICE):
        hint = "save its words as plain text, in a file whose name ends in .md"
        return Problem(at, "this file is not read: it is no plain text", hint)
    hint = "only files whose names end in .md are read: keep others elsewhere, and link to them"
    return Problem(at, "this file is not published", hint, Level.ADVICE)


def stray_folder(path: str, names: Collection[str]) -> Problem | None:
    """Return what to say of the folder *path* with files of these *names*, which is not read."""
    from difflib import get_close_matches

    name = path.rpartition("/")[2]
    word = "-".join(name.casefold().replace("_", " ").replace("-", " ").split())
    near = _MEANT.get(word) or next(iter(get_close_matches(word, FOLDERS, n=1, cutoff=_ALIKE)), "")
    if near:
        what = f"nothing in this folder is read: it is not called '{near}'"
        return Problem(
            Location(path), what, f"rename it to content/{near}/, or move its files there"
        )
    if any(one.lower().endswith(".md") and not _ASIDE.fullmatch(one) for one in names):
        hint = f"what is read stands in {', '.join(FOLDERS[:-1])} or {FOLDERS[-1]}"
        return Problem(Location(path), "nothing in this folder is read", hint, Level.ADVICE)
    return None


def beside_content(folder: str) -> Problem:
    """Return what to say of Markdown in a *folder* such as ``incidents/`` beside ``content/``."""
    what = "nothing in this folder is read: it stands beside content/, not in it"
    return Problem(Location(folder), what, f"move its files to content/{folder}/", Level.ADVICE)


def settings_hint(names: Collection[str]) -> str:
    """Return which of *names*, of files in ``content/``, was meant as site.yaml; or nothing."""
    meant = sorted(name for name in names if _SETTINGS.fullmatch(name) and name != _SITE)
    return f"content/{meant[0]} is there: rename it to {_SITE}" if meant else ""


def _beside_settings(path: str, name: str) -> Problem | None:
    at = Location(path)
    if _SETTINGS.fullmatch(name):
        hint = f"put what it says into content/{_SITE}, and remove it"
        return Problem(at, f"this file is not read: the settings are in {_SITE}", hint)
    if name.lower().endswith((".md", *_NEARLY[:8])):
        hint = "move it to content/incidents/, or to maintenance, notices or pages"
        return Problem(at, "this file is not read: it stands in none of content/'s folders", hint)
    return None


def _better_name(name: str) -> tuple[str, str]:
    """Return the name that was meant, and what is wrong with this one; or nothing."""
    translation = _TRANSLATION.fullmatch(name)
    if translation and f".{translation['language'].lower()}" not in _NEARLY:
        better = f"{translation['stem']}.{translation['language']}.md"
        return better, "the language stands before '.md'"
    if "." not in name:
        return f"{name}.md", "its name does not end in '.md'"
    found = _ENDING.fullmatch(name)
    if found is None:
        return "", ""
    return f"{found['stem']}.md", f"its name ends in '{found['ending']}', not in '.md'"
