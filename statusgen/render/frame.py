"""What all pages have around their content: head, navigation, languages, foot."""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping
from functools import partial
from urllib.parse import quote
from weakref import WeakKeyDictionary

import msgspec
from jinja2 import UndefinedError
from markupsafe import Markup

from statusgen.errors import StatusgenError
from statusgen.render import links, tags
from statusgen.render.assets import brand_icon, logo_address, state_icon, static_files
from statusgen.render.env import RenderEnv
from statusgen.render.inline import make_inline
from statusgen.render.language import Language
from statusgen.render.views import Alternate, FeedLink, PageView, SiteView, Way

HTML = "text/html; charset=utf-8"
ATOM, RSS = "application/atom+xml", "application/rss+xml"
JSON_FEED = "application/feed+json"


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says of itself, beside its content."""

    kind: str  #: which styles and script it carries: a key of ``inline.STYLES``
    path: str  #: relative to the root of its language
    title: str  #: of the document: says the state where the page has one
    description: str = ""
    tone: str = ""  #: the key of the status that the tab's icon shows; else the brand's
    feeds: tuple[FeedLink, ...] = ()  #: the page's own, before the site's
    json_ld: Mapping[str, object] | None = None
    indexed: bool = True  #: whether search engines may list it
    og_type: str = "website"
    key: str = ""  #: changes when the page does: the script compares it
    anywhere: bool = False  #: whether a server shows it at any address: every link is absolute


_Shells = dict[tuple[str, str], dict[str, object]]
_SHELLS: WeakKeyDictionary[RenderEnv, _Shells] = WeakKeyDictionary()


def render_page(
    env: RenderEnv, language: Language, sheet: Sheet, template: str, **values: object
) -> bytes:
    """Return the page that *template* makes of *sheet* and *values*.

    Raises :class:`StatusgenError` where the template asks for what there is not.
    """
    config = env.config
    path = links.in_language(sheet.path, language.code, config)
    root, home = links.to_root(path), links.to_root(sheet.path)
    if sheet.anywhere:
        root, home = config.url, config.url + links.in_language("", language.code, config)
    found = env.theme.template(template)
    try:
        text = found.render(
            _shell(env, language, sheet.kind),
            page=_page(env, sheet, language, path),
            root=root,
            home=home,
            **values,
        )
    except UndefinedError as error:
        raise _theme_error(error, template) from error
    return text.encode()


def _theme_error(error: UndefinedError, template: str) -> StatusgenError:
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(".html")]
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else template
    return StatusgenError(
        f"themes: {where}: {error.message}",
        hint="docs/themes.md lists what each template is given",
    )


def _page(env: RenderEnv, sheet: Sheet, language: Language, path: str) -> PageView:
    return PageView(
        kind=sheet.kind,
        path=path,
        title=language.gettext("%(title)s – %(site)s", title=sheet.title, site=env.config.name),
        name=sheet.title,
        description=sheet.description,
        canonical=links.absolute(path, env.config),
        alternates=_alternates(env, sheet.path, language) if len(env.languages) > 1 else (),
        feeds=sheet.feeds,
        icon=state_icon(sheet.tone) if sheet.tone else brand_icon(env),
        json_ld=_json_ld(sheet.json_ld),
        indexed=sheet.indexed,
        og_type=sheet.og_type,
        key=sheet.key,
    )


def _alternates(env: RenderEnv, path: str, language: Language) -> tuple[Alternate, ...]:
    found = []
    for other in env.languages.values():
        there = links.in_language(path, other.code, env.config)
        url = links.absolute(there, env.config)
        found.append(Alternate(other.code, other.name, there, url, other is language))
    return tuple(found)


def _json_ld(data: Mapping[str, object] | None) -> Markup | None:
    """Return *data* so that it cannot end the element that it stands in."""
    if data is None:
        return None
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False)
    escaped = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(escaped)  # noqa: S704 - just escaped


def _shell(env: RenderEnv, language: Language, kind: str) -> dict[str, object]:
    """Return what is the same for all pages of *kind* in *language*."""
    shells = _SHELLS.setdefault(env, {})
    shell = shells.get((kind, language.code))
    if shell is None:
        files = static_files(env)
        shell = shells[kind, language.code] = {
            "lang": language,
            "_": language.markup,
            "ngettext": language.nmarkup,
            "time": partial(tags.moment, language.dates),
            "clock": partial(tags.clock, language.dates),
            "ago": partial(tags.ago, language.dates),
            "span": partial(tags.span, language.dates),
            "site": _site(env, language),
            "inline": make_inline(kind, theme=env.theme, brand=env.config.brand),
            "assets": {name: quote(path) for name, (path, _) in files.items()},
            "feeds": _site_feeds(env, language),
        }
    return shell


def _site_feeds(env: RenderEnv, language: Language) -> tuple[FeedLink, ...]:
    title = language.gettext("Updates – %(site)s", site=env.config.name)
    return (
        FeedLink(links.FEED_ATOM, ATOM, title),
        FeedLink(links.FEED_RSS, RSS, title),
        FeedLink(links.FEED_JSON, JSON_FEED, title),
    )


def _site(env: RenderEnv, language: Language) -> SiteView:
    config = env.config
    return SiteView(
        name=config.name,
        url=config.url,
        description=config.description,
        main_site=config.main_site,
        zone=config.timezone,
        logo=logo_address(env),
        email=config.contact.email,
        phone=config.contact.phone,
        contact_url=config.contact.url,
        alternatives=tuple(Way(language.alternative(one), one.url) for one in config.alternatives),
    )
