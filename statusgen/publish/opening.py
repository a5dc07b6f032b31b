"""From what site.yaml says to what publishing works with; the edge of the real world."""

from __future__ import annotations

import hashlib
import os
import platform
import random
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from statusgen.config import Config, Target
from statusgen.disk import WORK
from statusgen.errors import StatusgenError
from statusgen.publish.ports import Ports, Progress, Session
from statusgen.publish.target import Cdn, Store

#: Type in site.yaml → a function ``(Target, root: Path) -> Opened``. Other packages add
#: theirs by an entry point of the group ``statusgen.targets``.
TARGETS: Mapping[str, str] = MappingProxyType(
    {
        "s3": "statusgen.publish.opening_targets:open_s3",
        "directory": "statusgen.publish.opening_targets:open_directory",
    }
)
#: Type in site.yaml → a function ``(options: Mapping[str, str]) -> Cdn``; the entry
#: points' group is ``statusgen.cdns``.
CDNS: Mapping[str, str] = MappingProxyType(
    {
        "cloudfront": "statusgen.publish.cloudfront:open_cdn",
        "cloudflare": "statusgen.publish.cloudflare:open_cdn",
        "fastly": "statusgen.publish.fastly:open_cdn",
    }
)
T = TypeVar("T", bound=msgspec.Struct)


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A target that is ready to be used."""

    store: Store
    address: str  #: where readers find it; empty: nowhere that we know of
    encoding: str = "none"
    workers: int = 8


def read_options(options: Mapping[str, str], kind: type[T], what: str) -> T:
    """Return *options* as the struct *kind*; StatusgenError says what is wrong with them."""
    try:
        return msgspec.convert(dict(options), kind, strict=False)
    except msgspec.ValidationError as error:
        known = ", ".join(field.name for field in msgspec.structs.fields(kind))
        raise StatusgenError(
            f"{what}: {_plain(str(error))}", hint=f"it may say: {known}"
        ) from error


def _plain(message: str) -> str:
    return message.replace("Object ", "").replace("`", "'").replace("$.", "")


def load_kind(name: str, table: Mapping[str, str], group: str, what: str) -> Callable[..., Any]:
    """Return the function that *table*, or an installed package, has for type *name*."""
    place = table.get(name)
    if place is not None:
        module, _, attribute = place.partition(":")
        function: Callable[..., Any] = getattr(import_module(module), attribute)
        return function
    others = {point.name: point for point in entry_points(group=group)}
    if name in others:
        loaded: Callable[..., Any] = others[name].load()
        return loaded
    known = sorted({*table, *others})
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"there are: {', '.join(known)}"
    raise StatusgenError(f"{what}: there is no type '{name}'", hint=hint)


def open_target(target: Target, config: Config, root: Path) -> Opened:
    """Open *target*; a relative path in it starts at the project's folder *root*."""
    what = f"target '{target.name}'"
    function = load_kind(target.type, TARGETS, "statusgen.targets", what)
    opened: Opened = function(target, config, root)
    return opened


def open_cdn(target: Target) -> Cdn | None:
    """Open what stands in front of *target*, or return None where nothing does."""
    if target.cdn.type == "none":
        return None
    what = f"target '{target.name}', cdn"
    cdn: Cdn = load_kind(target.cdn.type, CDNS, "statusgen.cdns", what)(target.cdn.options)
    return cdn


def open_session(
    target: Target, config: Config, root: Path, ports: Ports, *, seconds: float
) -> Session:
    """Return *target* ready for one command that must end in *seconds*."""
    opened = open_target(target, config, root)
    return Session(
        name=target.name,
        store=opened.store,
        ports=ports,
        deadline=ports.clock() + seconds,
        cdn=open_cdn(target),
        address=opened.address,
        encoding=opened.encoding,
        workers=opened.workers,
    )


def real_ports(tell: Callable[[Progress], None], *, stop: threading.Event | None = None) -> Ports:
    """Return this machine's clocks, chance and identity; *stop* is set by who wants no more."""
    host = hashlib.sha256(platform.node().encode()).hexdigest()[:8]
    stop = stop or threading.Event()
    return Ports(
        now=lambda: datetime.now(UTC).replace(microsecond=0),
        clock=time.monotonic,
        sleep=stop.wait,  # so that nobody who wants no more of it waits for the end of a pause
        jitter=random.random,
        nonce=lambda: secrets.token_hex(6),
        owner=f"{host}-{os.getpid()}-{secrets.token_hex(4)}",
        alive=lambda owner: is_alive(owner, host),
        tell=tell,
        stop=stop,
    )


def is_alive(owner: str, host: str) -> bool | None:
    """Return whether the process that wrote *owner* runs; None: it is not of this *host*."""
    there, _, rest = owner.partition("-")
    number = rest.partition("-")[0]
    if there != host or not number.isdigit() or os.name == "nt":
        return None
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def shelf_folder(root: Path, target: Target) -> Path:
    """Return where earlier bytes are kept on this machine for a target that keeps none."""
    return root / WORK / "kept" / target.name
