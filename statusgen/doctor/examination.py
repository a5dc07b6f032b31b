"""All checks in their order, each with why it matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType

from statusgen.doctor.address import check_domain, check_https, check_ttl
from statusgen.doctor.findings import Finding, Seen, UnansweredError, Verdict
from statusgen.doctor.independence import (
    check_addresses,
    check_dns,
    check_host,
    check_provider,
)
from statusgen.doctor.ports import Scene
from statusgen.doctor.reading import (
    NotThereError,
    check_age,
    check_api,
    check_feeds,
    check_headers,
)
from statusgen.doctor.strangers import check_strangers
from statusgen.doctor.targets import (
    check_releases,
    check_targets,
    check_versions,
    check_writing,
)

Check = Callable[[Scene], Iterator[Seen]]

#: In the order that findings are shown.
CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "host": check_host,
        "dns": check_dns,
        "provider": check_provider,
        "addresses": check_addresses,
        "certificate": check_https,
        "domain": check_domain,
        "ttl": check_ttl,
        "headers": check_headers,
        "api": check_api,
        "feeds": check_feeds,
        "age": check_age,
        "third-party": check_strangers,
        "targets": check_targets,
        "releases": check_releases,
        "versions": check_versions,
        "writing": check_writing,
    }
)
#: Why anybody should care.
WHY: Mapping[str, str] = MappingProxyType(
    {
        "host": (
            "What takes the main site's domain down (an expiry, a lost registrar account, a wrong "
            "record) must leave the page alone."
        ),
        "dns": (
            "When one DNS provider is down, or a wrong change spreads, every name there is gone: "
            "the page must not be among them."
        ),
        "provider": (
            "CDNs and clouds have gone down as a whole, their dashboards along with them; "
            "customers then look for the page."
        ),
        "addresses": "One attack or one cut line takes down everything in the same network.",
        "certificate": "With an expired certificate browsers show a warning instead of the page.",
        "domain": "A domain that is not renewed is gone for everybody at once.",
        "ttl": (
            "When the page must move, readers follow only after their caches have forgotten "
            "where it was."
        ),
        "headers": (
            "They keep others from showing the page as theirs, from downgrading its connection, "
            "and from running scripts in it."
        ),
        "api": "Monitoring, chat and the main site's own banner read the page by its API.",
        "feeds": "Subscribers hear of an incident by the feeds alone.",
        "age": "A page that nobody publishes says 'all is well' for ever.",
        "third-party": "A page that loads something from elsewhere is down when that is down.",
        "targets": (
            "One place is one outage. With a second one that shares no provider, account or CDN "
            "there is somewhere to point the name at."
        ),
        "releases": "A second place with old news is worse than none: it is found when needed.",
        "versions": "Going back to an earlier release needs the bytes that were overwritten.",
        "writing": (
            "Credentials and networks change; the night of the outage is too late to find out. "
            "Try it from the machine that would be used then."
        ),
    }
)


def examine(scene: Scene, *, at_once: int = 8) -> tuple[Finding, ...]:
    """Return what all checks find, in their order."""
    with ThreadPoolExecutor(at_once) as pool:
        found = pool.map(lambda name: tuple(_findings(name, scene)), CHECKS)
        return tuple(finding for findings in found for finding in findings)


def _findings(name: str, scene: Scene) -> Iterator[Finding]:
    why = WHY[name]
    try:
        for seen in CHECKS[name](scene):
            yield Finding(
                check=name, verdict=seen.verdict, found=seen.found, why=why, todo=seen.todo
            )
    except UnansweredError as error:
        verdict = Verdict.FAIL if isinstance(error, NotThereError) else Verdict.UNKNOWN
        yield Finding(check=name, verdict=verdict, found=str(error), why=why, todo=error.hint)
