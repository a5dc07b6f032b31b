"""Markdown to HTML by Python-Markdown, with the product's fixed set of extensions.

The extensions are tables, fenced code, sane lists, and two of our own: links for bare
addresses, and lists right under a line of text. HTML in the text passes through: the result
is not safe before it has been sanitised.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown import Markdown

_local = threading.local()  # a Markdown object holds the text that it is at work on


class CannotConvert(Exception):  # noqa: N818 - what it says, for the one place that catches it
    """Python-Markdown cannot follow the text."""


def convert(text: str) -> str:
    """Return the HTML of the Markdown *text*, unsafe as it is; or raise :class:`CannotConvert`.

    It does so where things are nested more deeply than Python's stack, and, with releases of
    Python-Markdown before 3.8.1, where the text has a ``<![`` that opens no CDATA.
    """
    converter: Markdown | None = getattr(_local, "converter", None)
    # Not kept unless all goes well: one that failed half-way holds remains of the text.
    _local.converter = None
    converter = converter or _make_converter()
    try:
        html = converter.reset().convert(text)
    except (RecursionError, AssertionError) as error:
        raise CannotConvert from error
    _local.converter = converter
    return html


def _make_converter() -> Markdown:
    # Imported here: 40 ms that most commands do not need.
    from markdown import Markdown
    from markdown.extensions.fenced_code import FencedCodeExtension
    from markdown.extensions.sane_lists import SaneListExtension
    from markdown.extensions.tables import TableExtension

    from statusgen.parse.bare_links import BareLinkExtension
    from statusgen.parse.close_lists import CloseListExtension

    return Markdown(
        extensions=[
            TableExtension(),
            FencedCodeExtension(),
            SaneListExtension(),
            BareLinkExtension(),
            CloseListExtension(),
        ],
    )
