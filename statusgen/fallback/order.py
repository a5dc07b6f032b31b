"""From a site's settings to what a server is to serve."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from urllib.parse import urlsplit

from statusgen.errors import StatusgenError
from statusgen.fallback.values import Order
from statusgen.render.env import RenderEnv
from statusgen.render.fallback import render_fallback
from statusgen.render.scenarios import Scenario

#: What stands in configurations of nine kinds without being quoted in any.
_FOLDER = re.compile(r"/[A-Za-z0-9._/-]*[A-Za-z0-9._-]")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)+/?")


def make_order(
    env: RenderEnv,
    *,
    scenarios: Sequence[Scenario],
    languages: Sequence[str],
    folder: str,
    paths: Sequence[str],
    retry_after: int,
) -> Order:
    """Return what is to be served: the full page, and those of *scenarios*.

    Raises :class:`StatusgenError` for a language that the site has not, and for a
    folder or path that would have to be quoted.
    """
    config = env.config
    for code in languages:
        if code not in config.languages:
            near = get_close_matches(code, config.languages, n=1)
            raise StatusgenError(
                f"the site does not speak '{code}'",
                hint=f"did you mean '{near[0]}'?"
                if near
                else f"languages in site.yaml: {', '.join(config.languages)}",
            )
    if folder and not _FOLDER.fullmatch(folder):
        raise StatusgenError(
            f"'{folder}' cannot be the folder on the server",
            hint="from the root, without spaces: /etc/nginx/statusgen",
        )
    for path in paths:
        if not _PATH.fullmatch(path):
            raise StatusgenError(
                f"'{path}' cannot be the path of a partial outage", hint="write it as /checkout"
            )
    wanted = [one for one in Scenario if one is Scenario.FULL or one in scenarios]
    return Order(
        pages={one: render_fallback(env, one, tuple(dict.fromkeys(languages))) for one in wanted},
        folder=folder,
        paths=tuple(dict.fromkeys(path.rstrip("/") for path in paths)),
        retry_after=retry_after,
        shop=urlsplit(config.main_site).hostname or "www.example.com",
        status_url=config.url,
    )
