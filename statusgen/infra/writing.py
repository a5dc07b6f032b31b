"""Data as YAML or JSON for other programs and for people; the data itself is made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import yaml

#: What a template or pipeline is made of.
Data = Mapping[str, Any]


class _Dumper(yaml.SafeDumper):
    """Writes scripts as blocks and never an anchor: the readers are people, and not all parsers."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's signature
        """Write everything out where it stands."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's signature
        """Indent lists below their key."""
        super().increase_indent(flow, indentless=False)


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def to_yaml(
    data: Data, *, head: Sequence[str] = (), remarks: Mapping[str, str] | None = None
) -> str:
    """Return *data* as YAML in its own order, below *head* as lines of comment.

    A line that ends with a key of *remarks* has the value as a comment behind it.
    """
    comment = "".join(f"# {line}".rstrip() + "\n" for line in head)
    text: str = yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)
    for said, remark in (remarks or {}).items():
        text = text.replace(f"{said}\n", f"{said}  # {remark}\n")
    return f"{comment}\n{text}" if comment else text


def to_json(data: Data) -> str:
    """Return *data* as indented JSON, with a line end."""
    return msgspec.json.format(msgspec.json.encode(data)).decode() + "\n"
