"""The kinds of targets that statusgen brings: a bucket and a folder."""

from __future__ import annotations

from pathlib import Path

import msgspec

from statusgen.config import Config, Target
from statusgen.publish.directory import DirectoryStore
from statusgen.publish.opening import Opened, read_options, shelf_folder
from statusgen.publish.s3 import S3Options, S3Store, make_client
from statusgen.publish.shelf import ShelvedStore


class DirectoryOptions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a target of type ``directory`` may say in site.yaml."""

    path: str


def open_directory(target: Target, config: Config, root: Path) -> Opened:  # noqa: ARG001
    """Open a folder. It has no address of its own unless ``url:`` says one."""
    options = read_options(target.options, DirectoryOptions, f"target '{target.name}'")
    store = DirectoryStore((root / options.path).resolve())
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
