"""The kinds of values that site.yaml has, each from its text and place."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from statusgen.errors import Location, Problem
from statusgen.parse.context import short
from statusgen.parse.zones import parse_zone

_ADDRESS = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")  # RFC 3986, section 2
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]+")  # the latter is IPv6
_COLOR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()./-]{2,30}(?:\s*(?:x|ext\.?)\s*[0-9]{1,6})?")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?")
_NUMBER = re.compile(r"[0-9]{0,3}\.?[0-9]{1,9}")
_FILE = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")
_THEME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_PLACE = re.compile(r"(?:write|did you mean) '?[A-Z][A-Za-z_]+/[A-Za-z_/]+(?:'\?)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

#: How else a customer may order: by phone, mail or text message, or elsewhere on the web.
WAYS = ("tel", "mailto", "sms", "https")
PICTURES = (".svg", ".png")
ICONS = (*PICTURES, ".ico")


_BARE = re.compile(r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:/\S*)?")  # an address without https://


def web_address(text: str, at: Location) -> str | Problem:
    """Return *text* if it is an absolute http or https address."""
    parts = _split(text.strip(), at)
    return parts if isinstance(parts, Problem) else parts.geturl()


def site_address(text: str, at: Location) -> str | Problem:
    """Return *text* as an address that paths can be put behind: it ends in ``/``."""
    parts = _split(text.strip(), at)
    if isinstance(parts, Problem):
        return parts
    if parts.query or parts.fragment:
        return Problem(
            at, "this address has a '?' or '#'", "the page's files go below it: leave that out"
        )
    if parts.path.endswith(".html"):
        return Problem(at, "this is the address of a file", "write the folder's, ending in '/'")
    return parts._replace(path=parts.path.rstrip("/") + "/").geturl()


def alternative_address(text: str, at: Location) -> str | Problem:
    """Return *text* if it is an address of one of the :data:`WAYS` to order."""
    address = text.strip()
    scheme, colon, rest = address.partition(":")
    if not colon or scheme.lower() not in WAYS:
        return Problem(
            at, f"'{short(text)}' is no way to order", "begin with tel:, mailto:, sms: or https://"
        )
    if scheme.lower() == "https":
        return web_address(address, at)
    if not rest or not _ADDRESS.fullmatch(rest):
        return Problem(
            at, f"'{short(text)}' is no address", "write e.g. tel:+442079460000, without spaces"
        )
    return f"{scheme.lower()}:{rest}"


def color(text: str, at: Location) -> str | Problem:
    """Return *text*, ``#rgb`` or ``#rrggbb``, as ``#rrggbb`` in small letters."""
    value = text.strip().lower()
    if not _COLOR.fullmatch(value):
        return Problem(at, f"'{short(text)}' is no colour", 'write it as "#0b5fff", in quotes')
    short_form = len(value) == len("#rgb")
    return "#" + "".join(c * 2 for c in value[1:]) if short_form else value


def email(text: str, at: Location) -> str | Problem:
    """Return *text* if it can be an e-mail address (WHATWG HTML, "valid e-mail address")."""
    value = text.strip().removeprefix("mailto:")
    if _EMAIL.fullmatch(value):
        return value
    return Problem(at, f"'{short(text)}' is no e-mail address", "write e.g. help@shop.example")


def phone(text: str, at: Location) -> str | Problem:
    """Return *text* if it can be a phone number, as people write it."""
    value = " ".join(text.split())
    if _PHONE.fullmatch(value):
        return value
    return Problem(at, f"'{short(text)}' is no phone number", 'write e.g. "+44 20 7946 0000"')


def picture(text: str, at: Location) -> str | Problem:
    """Return *text* if it names a picture beside site.yaml."""
    return _file(text, at, PICTURES)


def icon(text: str, at: Location) -> str | Problem:
    """Return *text* if it names an icon beside site.yaml."""
    return _file(text, at, ICONS)


def theme(text: str, at: Location) -> str | Problem:
    """Return *text* if it can be the name of a theme."""
    value = text.strip()
    if _THEME.fullmatch(value):
        return value
    return Problem(at, f"'{short(text)}' is no theme's name", "letters, digits, '-' and '_'")


def zone(text: str, at: Location) -> str | Problem:
    """Return *text* as the IANA name of a time zone, or ``UTC``.

    An offset is a problem: it would be wrong for half of the year in most places.
    """
    found = parse_zone(text, at=at)
    if isinstance(found, Problem):  # what it offers may be an offset
        meant = _PLACE.search(found.hint)
        return Problem(at, found.message, meant[0] if meant else "write e.g. Europe/London, or UTC")
    if isinstance(found, ZoneInfo) and found.key:
        return found.key
    if text.strip()[-1:].isdigit():
        return Problem(
            at, f"'{short(text)}' knows no summer time", "name a place, e.g. Europe/London, or UTC"
        )
    return "UTC"


def language(text: str, at: Location) -> str | Problem:
    """Return *text* as a language's code, e.g. ``en`` or ``pt-BR`` (RFC 5646).

    It must be one that dates and plurals are known in (Unicode CLDR).
    """
    from babel.core import Locale, UnknownLocaleError  # takes tens of milliseconds

    parts = _LANGUAGE.fullmatch(text.strip().replace("_", "-").lower())
    if parts is None:
        called = {name.lower(): code for code, name in Locale("en").languages.items()}
        meant = called.get(text.strip().lower())
        hint = f"did you mean '{meant}'?" if meant else "write e.g. en, fr or pt-BR"
        return Problem(at, f"'{short(text)}' is no language's code", hint)
    base, script, territory = parts.groups("")
    names = (base, script.title(), territory.upper())
    code = "-".join(name for name in names if name)
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return Problem(at, f"unknown language '{code}'", "write e.g. en, fr or pt-BR")
    return code


def day(text: str, at: Location) -> date | Problem:
    """Return *text* as a day, e.g. ``2026-11-23``."""
    value = text.strip()
    try:
        return date.fromisoformat(value if _DAY.fullmatch(value) else "")
    except ValueError:
        return Problem(at, f"'{short(text)}' is no day", "write e.g. 2026-11-23")


def weight(text: str, at: Location) -> float | Problem:
    """Return *text* as a number from 0 to 1."""
    value = text.strip()
    number = float(value) if _NUMBER.fullmatch(value) else -1.0
    if 0 <= number <= 1:
        return number
    return Problem(at, f"'{short(text)}' is no share", "a number from 0 (none of it) to 1 (all)")


def _split(text: str, at: Location) -> SplitResult | Problem:
    """Return the parts of the absolute web address *text*, scheme and host in small letters."""
    example = "write e.g. https://status.shop.example/"
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        return Problem(at, f"'{short(text)}' is no web address: {error}", example)
    if parts.scheme.lower() not in ("http", "https") or not host:
        bare = not parts.scheme and _BARE.fullmatch(text)
        hint = f"write https://{text}" if bare else example
        return Problem(at, f"'{short(text)}' is no web address", hint)
    if "@" in parts.netloc:
        return Problem(
            at,
            "this address has a name or password in it",
            "take it out: everyone can read it here",
        )
    if not _ADDRESS.fullmatch(text) or not _HOST.fullmatch(host):
        return Problem(at, f"'{short(text)}' is no web address", _ascii(host) or example)
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower())


def _ascii(host: str) -> str:
    """Return a hint with the spelling of *host* that all software understands, if it needs one."""
    if host.isascii():
        return ""
    try:
        return f"write the host as {host.encode('idna').decode()}"
    except UnicodeError:
        return ""


def _file(text: str, at: Location, endings: tuple[str, ...]) -> str | Problem:
    value = text.strip().removeprefix("./")
    if not _FILE.fullmatch(value):
        return Problem(
            at, f"'{short(text)}' is no file beside site.yaml", "write its name, e.g. logo.svg"
        )
    if not value.lower().endswith(endings):
        return Problem(
            at, f"'{short(text)}' is of another kind", f"it must end in {' or '.join(endings)}"
        )
    return value
