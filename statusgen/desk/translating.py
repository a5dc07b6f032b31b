"""A file's words in another language, beside the original: ``<id>.fr.md``."""

from __future__ import annotations

from babel import Locale

from statusgen.config import Config
from statusgen.edit.writing import write_heading, write_value
from statusgen.items import PARSERS
from statusgen.model import Incident, Maintenance, Text
from statusgen.parse.context import ParseContext
from statusgen.sources import SourceFile


def languages_to_write(config: Config) -> list[dict[str, str]]:
    """Return the languages beside the first: ids, and names as their readers write them."""
    return [
        {"id": language, "name": Locale.parse(language, sep="-").get_display_name() or language}
        for language in config.languages[1:]
    ]


def text_to_translate(
    original: SourceFile, written: SourceFile | None, language: str, context: ParseContext
) -> str:
    """Return the translation as it is to be written on.

    It has what is *written*, and an empty heading for each update that has no words yet:
    what stays empty is shown in the original. A file with mistakes is left as it is.
    """
    text = written.data.decode("utf-8-sig", "replace") if written else ""
    parse = PARSERS[original.path.split("/")[1]]
    parsed = parse(original, {language: written} if written else {}, context)
    if parsed.item is None or not parsed.texts:
        return text
    updates = parsed.item.updates if isinstance(parsed.item, Incident | Maintenance) else ()
    there = next((one for one in parsed.texts[1:] if one.language == language), None)
    bodies = there.updates if there else (None,) * len(updates)
    headings = [write_heading(None if u.says_update else u.status, u.at) for u in updates]
    missing = [
        heading
        for heading, body in zip(headings, bodies, strict=True)
        if body is None and heading not in text.splitlines()
    ]
    first = text.rstrip("\n") if written else _front_matter(parsed.texts[0])
    return "\n\n".join([first, *missing]) + "\n"


def _front_matter(original: Text) -> str:
    keys = [f"title: {write_value(original.title)}"]
    if original.effect:
        keys.append(f"effect: {write_value(original.effect)}")
    return "\n".join(["---", *keys, "---"])
