"""An extra page's files to its facts and its words; also those for the support team."""

from __future__ import annotations

from collections.abc import Mapping

from statusgen.errors import Problem
from statusgen.model import Page
from statusgen.parse.context import ParseContext, Parsed
from statusgen.parse.fields import Fields
from statusgen.parse.frontmatter import read_front_matter
from statusgen.parse.identity import stem_of
from statusgen.parse.translations import Original, digest_of, languages_of, read_translations
from statusgen.parse.words import page_text, read_title
from statusgen.sources import SourceFile

SUPPORT = "content/support/"
KEYS = ("title", "order", "menu", "draft")
SUPPORT_KEYS = (*KEYS, "public")


def parse_page(
    original: SourceFile, translations: Mapping[str, SourceFile], context: ParseContext
) -> Parsed[Page]:
    """Return the page that *original* and its *translations* (by language) tell.

    Its words are the ``summary`` of its texts. A file of ``content/support/`` is for the
    support team alone, and so no item, unless it says ``public: true``; problems in it
    are told all the same.
    """
    front = read_front_matter(original)
    if isinstance(front, Problem):
        return Parsed(None, (), (front,))
    problems = list(front.problems)
    support = original.path.startswith(SUPPORT)
    texts, more = read_translations(translations, Original(original.path, None), context)
    item, title = None, ""
    if front.keys is not None:
        keys = SUPPORT_KEYS if support else KEYS
        fields = Fields(front.keys, path=original.path, known=keys, problems=problems)
        title = read_title(fields)
        page = Page(
            id=f"support/{stem_of(original.path)}" if support else stem_of(original.path),
            path=original.path,
            order=fields.whole("order"),
            menu=fields.flag("menu", default=True),
            draft=fields.flag("draft"),
            languages=languages_of(translations, context),
            digest=digest_of(original, translations),
        )
        item = page if not support or fields.flag("public") else None
    language = context.config.languages[0]
    text, faults = page_text(title, front, path=original.path, language=language)
    return Parsed(item, (text, *texts), (*problems, *faults, *more))
