"""What all pages have around their content: head, navigation, languages, foot."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple
from urllib.parse import quote
from weakref import WeakKeyDictionary

from markupsafe import Markup

from statusgen.artefacts import Artefact, Stage, key_of
from statusgen.render import links, tags
from statusgen.render.assets import brand_icon, logo_address, logo_is_mark, state_icon, static_files
from statusgen.render.bars import legend
from statusgen.render.env import RenderEnv
from statusgen.render.heads import head_tags
from statusgen.render.inline import make_inline
from statusgen.render.language import Language
from statusgen.render.views import Alternate, FeedLink, FrameView, PageView, Sheet, SiteView, Way

HTML = "text/html; charset=utf-8"
ATOM, RSS = "application/atom+xml", "application/rss+xml"
JSON_FEED = "application/feed+json"


def page_artefact(
    env: RenderEnv,
    language: Language,
    path: str,
    inputs: object,
    render: Callable[[str], bytes],
    *,
    stage: Stage = Stage.PAGE,
) -> Artefact:
    """Return the artefact of the page at *path*, which is relative to its language's root.

    *inputs* is all that the page depends on beside the settings and the theme.
    *render* is given a short form of the key, for the page to carry.
    """
    where = links.in_language(path, language.code, env.config)
    key = key_of(env.fingerprint, where, inputs)
    render_now = partial(render, key[:6].hex())
    return Artefact(path=where, key=key, media_type=HTML, render=render_now, stage=stage)


def render_page(
    env: RenderEnv, language: Language, sheet: Sheet, template: str, /, **values: object
) -> bytes:
    """Return the page that *template* makes of *sheet* and *values*.

    Raises :class:`StatusgenError` where the template asks for what there is not.
    """
    config = env.config
    path = links.in_language(sheet.path, language.code, config)
    root, home = links.to_root(path), links.to_root(sheet.path)
    if sheet.anywhere:
        root, home = config.url, config.url + links.in_language("", language.code, config)
    alternates = _alternates(env, sheet.path, language) if len(env.languages) > 1 else ()
    canonical = links.absolute(path, config)
    page = PageView(
        kind=sheet.kind,
        path=path,
        title=sheet.title,
        description=sheet.description,
        canonical=canonical,
        alternates=alternates,
        key=sheet.key,
        head=head_tags(
            sheet,
            title=language.gettext("%(title)s – %(site)s", title=sheet.title, site=config.name),
            canonical=canonical,
            icon=state_icon(sheet.tone) if sheet.tone else brand_icon(env),
            home=home,
            alternates=alternates,
        ),
    )
    shell = _shell(env, language, _Place(sheet.kind, root, home))
    return env.theme.render(template, shell, page=page, **values).encode()


def _alternates(env: RenderEnv, path: str, language: Language) -> tuple[Alternate, ...]:
    found = []
    for other in env.languages.values():
        there = links.in_language(path, other.code, env.config)
        url = links.absolute(there, env.config)
        found.append(Alternate(other.code, other.name, there, url, other is language))
    return tuple(found)


class _Place(NamedTuple):
    """What pages share whose frame is the same."""

    kind: str
    root: str
    home: str


_Shells = dict[tuple[str, _Place], dict[str, object]]
_SHELLS: WeakKeyDictionary[RenderEnv, _Shells] = WeakKeyDictionary()


def _shell(env: RenderEnv, language: Language, place: _Place) -> dict[str, object]:
    """Return what templates are given that is the same for all pages of *place*."""
    shells = _SHELLS.setdefault(env, {})
    shell = shells.get((language.code, place))
    if shell is None:
        shell = shells[language.code, place] = _make_shell(env, language, place)
    return shell


def _make_shell(env: RenderEnv, language: Language, place: _Place) -> dict[str, object]:
    inline = make_inline(place.kind, theme=env.theme, brand=env.config.brand)
    shell: dict[str, object] = {
        **speech_of(env, language),
        **place._asdict(),
        "inline": inline,
        "assets": {name: quote(path) for name, (path, _) in static_files(env).items()},
        "feeds": _site_feeds(env, language),
        "bar_legend": legend(language),
    }
    head, opening, header, footer = (
        Markup(env.theme.render(name, shell))  # noqa: S704 - a template's output
        for name in ("head.html", "opening.html", "header.html", "footer.html")
    )
    script = Markup("<script>%s</script>") % inline.script if inline.script else Markup()
    shell["frame"] = FrameView(
        head=head, opening=opening, header=header, footer=footer, script=script
    )
    return shell


def speech_of(env: RenderEnv, language: Language) -> dict[str, object]:
    """Return what a template speaks a language with."""
    return {
        "lang": language,
        "_": language.markup,
        "ngettext": language.nmarkup,
        "time": partial(tags.moment, language.dates),
        "clock": partial(tags.clock, language.dates),
        "ago": partial(tags.ago, language.dates),
        "span": partial(tags.span, language.dates),
        "site": _site(env, language),
    }


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
        logo_is_mark=logo_is_mark(env.logo),
        email=config.contact.email,
        phone=config.contact.phone,
        contact_url=config.contact.url,
        alternatives=tuple(Way(language.alternative(one), one.url) for one in config.alternatives),
    )
