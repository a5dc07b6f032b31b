"""The stages in their order: sources → facts → state → artefacts → ``site/``.

The only place that knows all of them. Only what changed is parsed, and only what
has a new key is rendered.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import starmap

import msgspec

from statusgen import disk
from statusgen.artefacts import Artefact
from statusgen.cache import Cache, Head, open_cache
from statusgen.derive.values import SiteState
from statusgen.disk import Listing
from statusgen.items import Rendering
from statusgen.load import Loaded, LoadRequest, derive, load
from statusgen.output import Known, Made, Outputs, Staging, put_in_place, staging, sweep
from statusgen.render.everything import site_artefacts
from statusgen.render.site import Site
from statusgen.request import BuildRequest, Built, Stopwatch, report
from statusgen.settings import Settings, read_settings
from statusgen.stamps import checksum, corrected
from statusgen.workers import each


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """How things were when the build began."""

    listing: Listing
    inputs: int  #: checksum over all that a build reads
    outputs: Callable[[], int]  #: waits for the checksum over what is in ``site/``
    left: int | None  #: that which the last build left there
    read_ns: int


def make_site(request: BuildRequest, cache: Cache, scene: Scene, watch: Stopwatch) -> Built:
    """Go through every stage."""
    sweep(request.root)
    bytecode = cache.get("bytecode", dict[str, bytes]) or {}
    compiled = len(bytecode)
    settings = read_settings(request.root, bytecode=bytecode)
    outputs = Outputs(
        lambda owners: starmap(Known, cache.known(owners)),
        lambda: None if scene.outputs() == scene.left else dict(disk.list_files(request.site)),
    )
    watch.lap("settings")
    with staging(request.root, outputs) as staged:
        loaded = load(
            _load_request(request, settings, scene.listing, scene.read_ns),
            cache,
            lambda: open_cache(request.root),
            Rendering(staged=staged, drafts=request.drafts),
        )
        watch.lap("parse and render items")
        state = derive(loaded, now=request.now, drafts=request.drafts)
        watch.lap("derive")
        made, planned = _render_lists(request, loaded, state, staged)
        watch.lap("render lists")
        made += loaded.made
        stale = (outputs.lists - planned) | loaded.stale
        if not outputs.intact:
            ours = disk.read_manifest(request.site)
            stale |= outputs.left_over(loaded.facts.keys(), ours) - {one.path for one in made}
        put_in_place(staged, request.site, made, stale)
        total = _sum_of_site(request, scene, outputs, made, stale)
        loaded.archive.close()
        watch.lap("put in place")
    head = _commit(cache, _head(request, scene, state, total), settings, made, stale)
    if len(bytecode) != compiled:
        cache.put("bytecode", bytecode)
    watch.lap("remember")
    built = report(
        request,
        head,
        watch,
        changed=sum(not m.same for m in made) + len(stale),
        advice=loaded.advice,
        weight=sum(m.written.size for m in made if not m.same),
    )
    return msgspec.structs.replace(built, built_with=settings.config)


def _sum_of_site(
    request: BuildRequest, scene: Scene, outputs: Outputs, made: list[Made], stale: set[str]
) -> int:
    """Return the checksum over what is in ``site/`` now."""
    if not outputs.intact:
        return checksum(disk.list_files(request.site))
    moved = {m.path: m.stamp for m in made if not m.same}
    gone = ((path, stamp) for path in stale | moved.keys() if (stamp := outputs.stamp(path)))
    return corrected(scene.outputs(), gone, moved.items())


def _head(request: BuildRequest, scene: Scene, state: SiteState, outputs: int) -> Head:
    return Head(
        inputs=scene.inputs,
        outputs=outputs,
        drafts=request.drafts,
        as_of=state.as_of.timestamp(),
        holds_until=None if state.holds_until is None else state.holds_until.timestamp(),
        total=0,
    )


def load_facts(request: BuildRequest, cache: Cache, listing: Listing, read_ns: int) -> Loaded:
    """Read and check everything, and render nothing."""
    settings = read_settings(request.root)
    return load(
        _load_request(request, settings, listing, read_ns),
        cache,
        lambda: open_cache(request.root),
    )


def _load_request(
    request: BuildRequest, settings: Settings, listing: Listing, read_ns: int
) -> LoadRequest:
    return LoadRequest(
        root=request.root,
        settings=settings,
        listing=listing,
        read_ns=read_ns,
        now=request.now,
        drafts=request.drafts,
        strict=request.strict,
        advise=request.advise,
        lenient=request.lenient,
        workers=request.workers,
        tell=request.tell,
    )


def _render_lists(
    request: BuildRequest,
    loaded: Loaded,
    state: SiteState,
    staged: Staging,
) -> tuple[list[Made], set[str]]:
    """Render what depends on more than one item and has a new key."""
    site = Site(env=loaded.settings.env, state=state, archive=loaded.archive)
    planned: set[str] = set()
    due: list[Artefact] = []
    for artefact in site_artefacts(site):
        planned.add(artefact.path)
        if staged.outputs.key(artefact.path) != artefact.key:
            due.append(artefact)
    made: list[Made] = []
    places = range(len(due))
    for one in each(lambda at: staged.write(due[at]), places, workers=request.workers):
        made.append(one)
        request.tell("rendering lists", len(made), len(due))
    return made, planned


def _commit(
    cache: Cache, head: Head, settings: Settings, made: list[Made], stale: set[str]
) -> Head:
    with cache.writing():
        cache.drop_outputs(stale)
        cache.put_outputs((m.path, m.owner, m.written, m.stamp) for m in made)
        head = msgspec.structs.replace(head, total=cache.output_count())
        cache.put("fingerprint", settings.env.fingerprint)
        cache.put("drafts", head.drafts)
        cache.drop("pending")
        cache.put("head", head)
    return head
