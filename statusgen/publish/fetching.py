"""Fetching pages as a reader's browser does."""

from __future__ import annotations

from statusgen import __version__
from statusgen.publish.cdn_http import CONNECT_TIMEOUT, READ_TIMEOUT, Answer
from statusgen.publish.errors import TargetError
from statusgen.publish.verify import Fetch


def open_fetch() -> Fetch:
    """Return a function that fetches one address, as compressed as a browser takes it."""
    import urllib3

    pool = urllib3.PoolManager(
        retries=False,
        timeout=urllib3.Timeout(connect=CONNECT_TIMEOUT, read=READ_TIMEOUT),
        maxsize=16,
        headers={
            "User-Agent": f"statusgen/{__version__}",
            "Accept-Encoding": "gzip, br",
            # As a script of another site: some CDNs send CORS headers to nobody else.
            "Origin": "https://reader.example",
        },
    )

    def fetch(url: str) -> Answer:
        try:
            got = pool.request("GET", url, redirect=False)
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise TargetError(f"no whole answer ({type(error).__name__})", passing=True) from error
        return Answer(got.status, {k.lower(): v for k, v in got.headers.items()}, got.data)

    return fetch
