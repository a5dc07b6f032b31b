"""The kinds of targets that statusgen brings: a bucket and a folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from statusgen import disk
from statusgen.config import Config, Target
from statusgen.errors import StatusgenError
from statusgen.publish.directory import DirectoryStore
from statusgen.publish.opening import Opened, read_options, shelf_folder
from statusgen.publish.s3 import S3Options, S3Store, make_client
from statusgen.publish.shelf import ShelvedStore

#: Folders of a project that hold what is published from, and no place for what is published.
_TAKEN = (disk.CONTENT, disk.SITE, disk.THEMES, disk.WORK, ".git")


class DirectoryOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a target of type ``directory`` may say in site.yaml."""

    path: str


def folder_of(options: DirectoryOptions, root: Path, what: str) -> Path:
    """Return the folder to publish to; a relative path starts at the project's folder *root*.

    Raises :class:`StatusgenError` where it is the project, or a part of it with its own use.
    """
    folder, project = (root / options.path).resolve(), root.resolve()
    inside = folder.relative_to(project).parts[:1] if folder.is_relative_to(project) else None
    if inside == () or (inside and inside[0] in _TAKEN):
        raise StatusgenError(
            f"{what}: '{options.path}' is {'a part of ' if inside else ''}the project itself",
            hint="name a folder of its own, e.g. path: ../published",
        )
    return folder


def open_directory(target: Target, config: Config, root: Path) -> Opened:  # noqa: ARG001
    """Open a folder. It has no address of its own unless ``url:`` says one."""
    what = f"target '{target.name}'"
    options = read_options(target.options, DirectoryOptions, what)
    store = DirectoryStore(folder_of(options, root, what))
    store.clean()
    return Opened(store=store, address=target.url)


def open_s3(target: Target, config: Config, root: Path) -> Opened:
    """Open a bucket; readers find it at ``url:``, or at the page's own address."""
    options = read_options(target.options, S3Options, f"target '{target.name}'")
    store = S3Store(make_client(options), options)
    return Opened(
        store=ShelvedStore(store, shelf_folder(root, target)),
        address=target.url or config.url,
        encoding=options.encoding,
        workers=options.workers,
    )
