"""What crawlers read: ``robots.txt`` (RFC 9309) and the sitemap (sitemaps.org, 0.9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from markupsafe import escape

from statusgen.artefacts import Artefact, Stage, key_of
from statusgen.config import Config
from statusgen.derive.maintenance import UNKNOWN
from statusgen.render import links
from statusgen.render.scenarios import Scenario
from statusgen.render.site import Site

ROBOTS, SITEMAP = "robots.txt", "sitemap.xml"
MOST = 50_000  #: addresses that one sitemap may hold

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_DECLARATION = "<?xml version='1.0' encoding='UTF-8'?>\n"
_XML = "application/xml; charset=utf-8"

#: A page's path in the default language, and when its content last changed.
_Page = tuple[str, datetime | None]


def robots_artefacts(site: Site, *, most: int = MOST) -> Iterator[Artefact]:
    """Yield ``robots.txt`` and ``sitemap.xml``.

    With more than *most* addresses, ``sitemap.xml`` is an index of ``sitemap-1.xml`` and
    so on.
    """
    config = site.config
    yield Artefact(
        path=ROBOTS,
        key=key_of(site.env.fingerprint, ROBOTS),
        media_type="text/plain; charset=utf-8",
        render=partial(_render_robots, config),
        stage=Stage.FRONT,
    )
    pages = _pages(site)
    per_file = most // len(config.languages)
    parts = [pages[start : start + per_file] for start in range(0, len(pages), per_file)]
    if len(parts) == 1:
        yield _artefact(site, SITEMAP, pages, partial(_render_sitemap, config, pages))
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield _artefact(site, name, part, partial(_render_sitemap, config, part))
    yield _artefact(site, SITEMAP, names, partial(_render_index, config, names))


def _artefact(site: Site, path: str, said: object, render: Callable[[], bytes]) -> Artefact:
    return Artefact(
        path=path,
        key=key_of(site.env.fingerprint, path, said),
        media_type=_XML,
        render=render,
        stage=Stage.FRONT,
    )


def _pages(site: Site) -> list[_Page]:
    """Return the pages that are worth finding, the oldest incidents last.

    The fallback page is not: it is a copy of what the site says when it is down.
    """
    state = site.state
    pages: list[_Page] = [(links.FRONT, None), (links.HISTORY, None)]
    pages += [(links.component(component.id), None) for component in site.config.components]
    pages += [(links.notice(notice.id), None) for notice in state.notices]
    pages += [(links.page(page.id), None) for page in state.pages]
    pages += [(links.month(month.key), None) for month in state.months]
    pages += [
        (links.maintenance(item.id), item.updated if item.updated > UNKNOWN else None)
        for item in state.maintenances
    ]
    pages += [(links.incident(summary.id), summary.updated) for summary in state.incidents]
    return pages


def _render_robots(config: Config) -> bytes:
    root = urlsplit(config.url).path
    hidden = [f"Disallow: {root}{scenario.path}" for scenario in Scenario]
    lines = ["User-agent: *", *hidden, "", f"Sitemap: {config.address(SITEMAP)}", ""]
    return "\n".join(lines).encode()


def _render_sitemap(config: Config, pages: Sequence[_Page]) -> bytes:
    front = config.address(links.FRONT)  # known as the folder that it is in
    parts = [_DECLARATION, f'<urlset xmlns="{_NAMESPACE}">']
    for code in config.languages:
        start = config.address(links.in_language("", code, config))
        written = str(escape(start))  # what follows are ids, which need no quoting
        parts += [
            f"<url><loc>{written}{'' if start + path == front else path}</loc></url>"
            if changed is None
            else f"<url><loc>{written}{path}</loc><lastmod>{changed.isoformat()}</lastmod></url>"
            for path, changed in pages
        ]
    parts.append("</urlset>")
    return "".join(parts).encode()


def _render_index(config: Config, names: Sequence[str]) -> bytes:
    entries = [f"<sitemap><loc>{escape(config.address(name))}</loc></sitemap>" for name in names]
    index = f'<sitemapindex xmlns="{_NAMESPACE}">{"".join(entries)}</sitemapindex>'
    return f"{_DECLARATION}{index}".encode()
