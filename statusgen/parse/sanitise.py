"""HTML that anyone may have written, made safe: only what is listed here gets through.

It goes into pages under a strict content security policy, into feeds and into other
people's sites by the API, so that it must be safe by itself: no script, no style, no
identifier, nothing that a browser would load from elsewhere.
"""

from __future__ import annotations

import re
from functools import cache

import nh3

TAGS = frozenset(
    {"p", "br", "hr", "h3", "h4", "h5", "h6", "blockquote", "pre", "code"}
    | {"ul", "ol", "li", "dl", "dt", "dd", "details", "summary"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
    | {"a", "img", "em", "strong", "b", "i", "s", "del", "ins", "mark", "small", "sub", "sup"}
    | {"kbd", "samp", "var", "abbr", "q", "cite"}
)
URL_SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms"})
#: Tags that go with everything in them; of all others that are not listed the content stays.
CONTENT_TOO = frozenset(
    {"script", "style", "title", "template", "iframe", "object", "noscript", "svg", "math"}
)
#: Attributes that may have any value; an address still has to be of the schemes above. "*" is
#: every tag: the language of a part of the text (WCAG 2.2, 3.1.2), and its direction.
FREE_ATTRIBUTES = {"*": {"lang", "dir"}, "a": {"href", "title"}, "abbr": {"title"}}
_ANYTHING = re.compile(".*", re.DOTALL)
_NUMBER = re.compile(r"[0-9]{1,9}")
_ALIGNMENT = re.compile("left|center|right")
#: A picture comes from the site itself: no scheme, no other host in any of the spellings
#: that browsers read as one.
_LOCAL = re.compile(r"(?!//)[^\s\\:]+")
#: Attributes whose value is looked at.
CHECKED_ATTRIBUTES = {
    "img": {"src": _LOCAL, "alt": _ANYTHING, "title": _ANYTHING},
    "code": {"class": re.compile(r"language-[A-Za-z0-9_+#.-]{1,40}")},
    "ol": {"start": _NUMBER},
    "td": {"class": _ALIGNMENT, "colspan": _NUMBER, "rowspan": _NUMBER},
    "th": {"class": _ALIGNMENT, "colspan": _NUMBER, "rowspan": _NUMBER},
}
#: What needs more than the plain cleaner. Most updates have none of it.
_SPECIAL = re.compile(rf"<(?:/?h[12]\b|(?:{'|'.join(CHECKED_ATTRIBUTES)})[\s/])", re.IGNORECASE)
_TOP_HEADINGS = re.compile(r"<(/?)h[12](?=[\s>])", re.IGNORECASE)
#: How Python-Markdown says which way a column is aligned; inline styles are not allowed.
_ALIGNED = re.compile(r'<(t[hd]) style="text-align: (left|center|right);">')
#: A picture that has lost its address, in canonical HTML.
_LOST_PICTURE = re.compile(r'<img((?: (?:alt|title)="[^"]*")*)>')
_ALT = re.compile(r' alt="([^"]*)"')
#: What no XML document may hold (XML 1.0, section 2.2) and nobody can see.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def sanitise(html: str) -> str:
    """Return *html* as canonical, well-formed HTML with nothing dangerous left.

    Headings of level 1 and 2 become level 3: those levels are the page's own. A picture
    from elsewhere becomes its text. Attributes are always in double quotes, and ``<`` and
    ``>`` always stand for tags.
    """
    special = _SPECIAL.search(html) is not None
    if special:
        html = _ALIGNED.sub(r'<\1 class="\2">', _TOP_HEADINGS.sub(r"<\1h3", html))
    cleaner = _checking_cleaner() if special else _plain_cleaner()
    clean = cleaner.clean(html)
    if _CONTROLS.search(clean):
        # Cleaned once more: what was "java&#1;script:" is another address without the &#1;.
        clean = cleaner.clean(_CONTROLS.sub("", clean))
    return _LOST_PICTURE.sub(_words_of_picture, clean) if special else clean


def _words_of_picture(picture: re.Match[str]) -> str:
    words = _ALT.search(picture[1])
    return words[1] if words else ""


@cache
def _plain_cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(CONTENT_TOO),
        attributes=FREE_ATTRIBUTES,
        link_rel=None,  # links open where the reader is: there is no opener to protect
        url_schemes=set(URL_SCHEMES),
    )


@cache
def _checking_cleaner() -> nh3.Cleaner:
    checked = {tag: set(names) for tag, names in CHECKED_ATTRIBUTES.items()}
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(CONTENT_TOO),
        attributes=FREE_ATTRIBUTES | checked,
        attribute_filter=_check,
        link_rel=None,
        url_schemes=set(URL_SCHEMES),
    )


def _check(tag: str, attribute: str, value: str) -> str | None:
    pattern = CHECKED_ATTRIBUTES.get(tag, {}).get(attribute)
    return value if pattern is None or pattern.fullmatch(value) else None
