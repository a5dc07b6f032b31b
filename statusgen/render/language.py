"""One language of the site: its words, its names for things, its dates and numbers."""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from babel import Locale
from babel.core import get_global, parse_locale
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup, escape

from statusgen.config import Alternative, Component, Config, Group
from statusgen.model import ComponentStatus, Impact, UpdateStatus
from statusgen.render.dates import MINUTE, Dates, digits_of, locale_of
from statusgen.render.theme import Theme

#: Languages that have a code of their own and one for each of their written forms.
_INCLUDES = {"no": ("nb",)}
_PHONE = re.compile(r"\+?\(?\d[\d ()./\u00a0\u202f-]{4,}\d")
_RIGHTWARDS = re.compile("[\u0590-\u08ff]")
_MO_MAGIC = (b"\xde\x12\x04\x95", b"\x95\x04\x12\xde")


@dataclass(frozen=True, kw_only=True, eq=False)
class Language:
    """Everything that differs from language to language, for one of them."""

    code: str  #: as in site.yaml, e.g. "fr"; the value of HTML's ``lang``
    locale: Locale
    dates: Dates
    catalog: gettext.NullTranslations
    component_names: Mapping[str, str]  #: component id → what it is called
    group_names: Mapping[str, str]  #: group id → what it is called
    _escaped: dict[str, Markup] = field(default_factory=dict, repr=False)
    _durations: dict[int, str] = field(default_factory=dict, repr=False)
    _lists: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False)
    _percents: dict[int, str] = field(default_factory=dict, repr=False)

    @property
    def direction(self) -> str:
        """Return ``ltr`` or ``rtl``."""
        return self.locale.text_direction

    @cached_property
    def name(self) -> str:
        """Return what its speakers call it, as it begins a line, e.g. ``Français``."""
        own = Locale.parse(self.code.replace("-", "_")).get_display_name() or self.code
        return own[:1].upper() + own[1:]

    def name_of(self, code: str) -> str:
        """Return what the language *code* is called in this one; nothing for none."""
        if not code:
            return ""
        other = Locale.parse(code.replace("-", "_"))
        return other.get_display_name(self.locale) or code

    def gettext(self, message: str, **values: object) -> str:
        """Return *message* in this language as plain text, ``%(name)s`` filled in."""
        text = self._said(message)
        return text % values if values else text

    def ngettext(self, one: str, many: str, n: int, **values: object) -> str:
        """Return *one* or *many* as *n* asks for, as plain text, ``%(n)s`` filled in."""
        text = self.catalog.ngettext(one, many, n).translate(self._digits)
        return text % {"n": self.number(n), **values}

    def markup(self, message: str, **values: object) -> Markup:
        """Return *message* as HTML; *values* are escaped unless they are markup."""
        text = self._escaped.get(message)
        if text is None:
            text = self._escaped[message] = escape(self._said(message))
        return text % values if values else text

    def nmarkup(self, one: str, many: str, n: int, **values: object) -> Markup:
        """Return *one* or *many* as *n* asks for, as HTML."""
        text = self.catalog.ngettext(one, many, n).translate(self._digits)
        return escape(text) % {"n": self.number(n), **values}

    def _said(self, message: str) -> str:
        return self.catalog.gettext(message).translate(self._digits)

    def number(self, value: float) -> str:
        """Return *value* with this language's digits and separators."""
        text = format_decimal(value, locale=self.locale, numbering_system="default")
        return text.translate(self._digits)

    def listed(self, names: Sequence[str]) -> str:
        """Return ``a, b and c``."""
        key = tuple(names)
        known = self._lists.get(key)
        if known is None:
            known = self._lists[key] = format_list(key, locale=self.locale)
        return known

    def percent(self, value: float) -> str:
        """Return a share such as ``99.98%``, cut and not rounded: 100 means all of it."""
        hundredths = round(value * 10_000) // 100  # four decimals are known
        known = self._percents.get(hundredths)
        if known is None:
            text = format_percent(
                Decimal(hundredths).scaleb(-4),
                locale=self.locale,
                decimal_quantization=False,
                numbering_system="default",
            )
            known = text.translate(self._digits).replace("%", self._percent_sign)
            self._percents[hundredths] = known
        return known

    def sentence(self, words: str) -> str:
        """Return *words* with the full stop of the language, plain text."""
        return self.gettext("%(words)s.", words=words)

    @cached_property
    def _percent_sign(self) -> str:
        symbols = self.locale.number_symbols.get(self.locale.default_numbering_system, {})
        return str(symbols.get("percentSign", "%"))

    @cached_property
    def _digits(self) -> Mapping[int, int]:
        return digits_of(self.locale)

    def component(self, component: Component) -> str:
        """Return the component's name."""
        return component.names.get(self.code, component.name)

    def group(self, group: Group) -> str:
        """Return the group's name."""
        return group.names.get(self.code, group.name)

    def alternative(self, alternative: Alternative) -> str:
        """Return the label of another way to order.

        Among words that are read from right to left, a phone number stays one from left to
        right (Unicode Bidirectional Algorithm): its groups would change places otherwise.
        """
        label = alternative.labels.get(self.code, alternative.label)
        if self.direction == "ltr" and not _RIGHTWARDS.search(label):
            return label
        return _PHONE.sub("\N{LEFT-TO-RIGHT ISOLATE}\\g<0>\N{POP DIRECTIONAL ISOLATE}", label)

    def duration(self, span: timedelta) -> str:
        """Return e.g. ``1 hour 25 minutes``: the largest unit that is not nought, and the next."""
        minutes = max(round(span / MINUTE), 0)
        known = self._durations.get(minutes)
        if known is None:
            known = self._durations[minutes] = self._duration(minutes)
        return known

    def _duration(self, minutes: int) -> str:
        days, rest = divmod(minutes, 24 * 60)
        hours, rest = divmod(rest, 60)
        parts = [
            self.ngettext("%(n)s day", "%(n)s days", days),
            self.ngettext("%(n)s hour", "%(n)s hours", hours),
            self.ngettext("%(n)s minute", "%(n)s minutes", rest),
        ]
        first = 0 if days else 1 if hours else 2
        if first == 2 or not (days, hours, rest)[first + 1]:  # noqa: PLR2004 - minutes alone
            return parts[first]
        return self.gettext("%(larger)s %(smaller)s", larger=parts[first], smaller=parts[first + 1])

    @cached_property
    def component_statuses(self) -> Mapping[ComponentStatus, str]:
        """Return what each component status is called."""
        _ = self.gettext
        return {
            ComponentStatus.OPERATIONAL: _("Operational"),
            ComponentStatus.UNDER_MAINTENANCE: _("Under maintenance"),
            ComponentStatus.DEGRADED_PERFORMANCE: _("Degraded performance"),
            ComponentStatus.PARTIAL_OUTAGE: _("Partial outage"),
            ComponentStatus.MAJOR_OUTAGE: _("Major outage"),
        }

    @cached_property
    def update_statuses(self) -> Mapping[UpdateStatus, str]:
        """Return what each status of an incident or maintenance is called."""
        _ = self.gettext
        return {
            UpdateStatus.INVESTIGATING: _("Investigating"),
            UpdateStatus.IDENTIFIED: _("Identified"),
            UpdateStatus.MONITORING: _("Monitoring"),
            UpdateStatus.RESOLVED: _("Resolved"),
            UpdateStatus.POSTMORTEM: _("Postmortem"),
            UpdateStatus.SCHEDULED: _("Scheduled"),
            UpdateStatus.IN_PROGRESS: _("In progress"),
            UpdateStatus.VERIFYING: _("Verifying"),
            UpdateStatus.COMPLETED: _("Completed"),
            UpdateStatus.CANCELLED: _("Cancelled"),
        }

    @cached_property
    def impacts(self) -> Mapping[Impact, str]:
        """Return what each impact is called."""
        _ = self.gettext
        return {
            Impact.NONE: _("None"),
            Impact.MAINTENANCE: _("Maintenance"),
            Impact.MINOR: _("Minor"),
            Impact.MAJOR: _("Major"),
            Impact.CRITICAL: _("Critical"),
        }


def make_language(code: str, *, config: Config, theme: Theme) -> Language:
    """Return the language *code* with the words of *theme*'s catalogues.

    A catalogue of a layer that wins may hold a few messages only: what it does
    not say, the next one does, then that of the language without its territory,
    and in the end the English source.
    """
    locale = locale_of(code, config.timezone)
    catalog: gettext.NullTranslations = gettext.NullTranslations()
    found = [data for name in _catalog_names(code) for data in theme.catalogs(name)]
    for data in reversed(found):
        translations = _read_catalog(data)
        translations.add_fallback(catalog)
        catalog = translations
    return Language(
        code=code,
        locale=locale,
        dates=Dates(locale, config.zone),
        catalog=catalog,
        component_names={c.id: c.names.get(code, c.name) for c in config.components},
        group_names={g.id: g.names.get(code, g.name) for g in config.groups},
    )


def spoken(theme: Theme) -> tuple[str, ...]:
    """Return the codes of the languages that *theme* has words in, English too, sorted."""
    found = {name.replace("_", "-") for layer in theme.layers for name in layer.catalogs}
    return tuple(sorted({"en", *found}))


def unspoken(languages: Sequence[str], theme: Theme) -> tuple[str, ...]:
    """Return those of *languages* whose interface would stand in English, for want of words."""
    return tuple(
        code
        for code in languages
        if code.partition("-")[0] != "en"
        and not any(any(theme.catalogs(name)) for name in _catalog_names(code))
    )


def _catalog_names(code: str) -> Iterator[str]:
    """Yield the folders in which words of *code* may be, the nearest first.

    ``zh-CN`` is spoken by ``zh_CN``, ``zh_Hans`` and ``zh``; ``zh-TW`` by the first and
    ``zh_Hant``, but not by ``zh``: that is written in another script (CLDR, likely subtags).
    """
    own = str(Locale.parse(code, sep="-"))
    likely = get_global("likely_subtags")
    language, _, script, *_ = parse_locale(own)
    usual = parse_locale(likely.get(language, language))[2]
    script = script or parse_locale(likely.get(own, own))[2] or usual
    names = [own, f"{language}_{script}", *([language] if script == usual else [])]
    for name in dict.fromkeys([code, *names, *_INCLUDES.get(language, ())]):
        yield name
        if "_" in name:
            yield name.replace("_", "-")


def _read_catalog(data: bytes) -> gettext.NullTranslations:
    if data[:4] not in _MO_MAGIC:
        data = compile_catalog(data)
    return gettext.GNUTranslations(io.BytesIO(data))


def compile_catalog(po: bytes) -> bytes:
    """Return the ``.mo`` of a ``.po`` file; fuzzy messages are left out."""
    # Only for what is not compiled: a slow import.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    out = io.BytesIO()
    write_mo(out, read_po(io.BytesIO(po)))
    return out.getvalue()
