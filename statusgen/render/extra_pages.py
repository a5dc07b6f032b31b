"""Notices, extra pages, and the page for what is not found."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import msgspec

from statusgen.artefacts import Artefact
from statusgen.model import Notice, Page
from statusgen.render import links
from statusgen.render.frame import page_artefact, render_page
from statusgen.render.language import Language
from statusgen.render.prose import Passage
from statusgen.render.site import Site
from statusgen.render.viewer import Viewer
from statusgen.render.views import Sheet


class NoticeView(msgspec.Struct, frozen=True):
    """A banner that is no incident."""

    path: str
    title: str
    lang: str
    written_in: str
    body: Passage | None


class MenuItem(msgspec.Struct, frozen=True):
    """A link to an extra page."""

    path: str
    title: str


def extra_artefacts(site: Site) -> Iterator[Artefact]:
    """Yield notices and extra pages in each language, and the page for what is not found."""
    for language in site.env.languages.values():
        for notice in site.state.notices:
            path = links.notice(notice.id)
            yield _artefact(site, language, path, notice, "notice.html")
        for page in site.state.pages:
            yield _artefact(site, language, links.page(page.id), page, "page.html")
        yield _not_found(site, language)


def menu(site: Site, language: Language) -> tuple[MenuItem, ...]:
    """Return the extra pages that the menu lists."""
    viewer = Viewer(site.env, language, site.archive)
    return tuple(
        MenuItem(links.page(page.id), viewer.prose(page.path).title)
        for page in site.state.pages
        if page.menu
    )


def notice_view(viewer: Viewer, notice: Notice) -> NoticeView:
    """Return a notice's view."""
    prose = viewer.prose(notice.path)
    return NoticeView(
        links.notice(notice.id),
        prose.title,
        prose.lang,
        viewer.language.name_of(prose.lang),
        prose.summary(level=3),
    )


def _artefact(
    site: Site, language: Language, path: str, item: Notice | Page, template: str
) -> Artefact:
    render = partial(_render, site, language, path, item.path, template)
    menu_inputs = [(page.id, page.digest) for page in site.state.pages if page.menu]
    return page_artefact(site.env, language, path, (item, menu_inputs), render)


def _render(
    site: Site, language: Language, path: str, source: str, template: str, key: str
) -> bytes:
    root = links.to_root(links.in_language(path, language.code, site.config))
    prose = Viewer(site.env, language, site.archive, root).prose(source)
    body = prose.summary(level=2)
    sheet = Sheet(
        kind="plain",
        path=path,
        title=prose.title,
        description=first_words("" if body is None else body.html.striptags()),
        og_type="article",
        key=key,
    )
    return render_page(
        site.env,
        language,
        sheet,
        template,
        title=prose.title,
        title_lang=prose.lang,
        written_in=language.name_of(prose.lang),
        body=body,
        menu=menu(site, language),
    )


def first_words(text: str, limit: int = 160) -> str:
    """Return the beginning of *text* in one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[:limit].rpartition(" ")[0] + " …"


def _not_found(site: Site, language: Language) -> Artefact:

    def render(key: str) -> bytes:
        title = language.gettext("Page not found")
        sheet = Sheet(
            kind="plain", path=links.NOT_FOUND, title=title, indexed=False, anywhere=True, key=key
        )
        return render_page(site.env, language, sheet, "404.html")

    return page_artefact(site.env, language, links.NOT_FOUND, (), render)
