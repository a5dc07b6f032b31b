"""Themes: layers, single templates, single blocks, and mistakes in them."""

from __future__ import annotations

import re

import pytest

from statusgen.errors import StatusgenError
from statusgen.render.scenarios import Scenario
from statusgen.render.theme import PROJECT, ThemeFiles, make_theme
from tests.render.markup import Document
from tests.render.shop import make_site, rendered
from tests.render.world import config, env, theme_layers

_KEY = re.compile(' data-key="[0-9a-f]*"')


def own(**templates: str) -> ThemeFiles:
    """A project's layer; ``page_html`` is ``page.html``."""
    return ThemeFiles(
        name=PROJECT,
        templates={name.replace("_html", ".html"): source for name, source in templates.items()},
    )


def pages_with(*layers: ThemeFiles) -> dict[str, str]:
    return rendered(make_site(renderer=env(config(), *layers)))


def test_a_project_replaces_a_single_template() -> None:
    pages = pages_with(own(footer_html="<p>Our own foot, {{ site.name }}.</p>"))
    plain = rendered(make_site())
    for path in ("index.html", "incidents/2026-11-23-checkout.html"):
        assert "<p>Our own foot, Northwind Shop.</p>" in pages[path]
        assert Document(pages[path]).one("main").text == Document(plain[path]).one("main").text


def test_a_project_replaces_a_single_block_and_keeps_what_was_in_it() -> None:
    template = (
        '{% extends "default/index.html" %}'
        "{% block subscribe %}<p>Ask us to call you.</p>{{ super() }}{% endblock %}"
    )
    page = pages_with(own(index_html=template))["index.html"]
    assert "<p>Ask us to call you.</p>" in page
    assert 'href="feed.atom"' in page
    without = _KEY.sub("", page.replace("<p>Ask us to call you.</p>", ""))
    assert without.split() == _KEY.sub("", rendered(make_site())["index.html"]).split()


def test_a_base_of_the_project_is_the_base_of_every_page() -> None:
    template = (
        '{% extends "default/base.html" %}{% block head %}<meta name="x" content="y">{% endblock %}'
    )
    pages = pages_with(own(base_html=template))
    for scenario in Scenario:
        del pages[scenario.path]  # stands alone: it must not break with the rest
    assert all('<meta name="x" content="y">' in html for html in pages.values())


def test_rules_and_files_of_the_project_come_after_the_theme_s() -> None:
    layer = ThemeFiles(
        name=PROJECT,
        templates={"footer.html": '<img src="{{ root }}{{ assets["flag.svg"] }}" alt="">'},
        static={"css/extra.css": b"h1 { color: teal }", "flag.svg": b"<svg/>"},
    )
    site = make_site(renderer=env(config(), layer))
    page = Document(rendered(site)["history/index.html"])
    assert page.one("style").text.endswith("h1{color:teal}")
    source = str(page.all("img")[-1].attributes["src"])
    assert source.startswith("../assets/flag.")
    assert source.endswith(".svg")


def test_the_first_layer_that_has_a_file_wins() -> None:
    one = ThemeFiles(name=PROJECT, templates={"a.html": "project"}, static={"s": b"project"})
    two = ThemeFiles(
        name="plain", templates={"a.html": "plain", "b.html": "plain"}, static={"s": b"plain"}
    )
    three = ThemeFiles(name="default", templates={"a.html": "default", "c.html": "default"})
    theme = make_theme((one, two, three))
    names = ("a.html", "b.html", "c.html", "plain/a.html", "default/a.html", "project/a.html")
    assert [theme.render(name, {}) for name in names] == [
        *("project", "plain", "default"),
        *("plain", "default", "project"),
    ]
    assert theme.static("s") == b"project"
    assert list(theme.every_static("s")) == [b"plain", b"project"]


def test_asking_for_what_there_is_not_names_the_template_and_the_line() -> None:
    layer = own(page_html='{% extends "base.html" %}\n{% block main %}\n{{ titel }}{% endblock %}')
    with pytest.raises(
        StatusgenError, match=r"project/templates/page\.html:3:1: 'titel' is"
    ) as why:
        pages_with(layer)
    assert "did you mean 'title'? docs/themes.md" in str(why.value)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param("{% if %}", r"templates/page\.html:1:1: ", id="syntax"),
        pytest.param('<p>\n{{ 1 + "a" }}', r"templates/page\.html:2:1: unsup", id="types"),
        pytest.param("{{ site.nothing }}", r"page\.html:1:1: \w+ has no 'nothing'", id="field"),
        pytest.param('{% extends "page.html" %}', r"page\.html:1:1: .*leads back", id="circle"),
        pytest.param("{% block a %}\n{% if x %}", r"page\.html:2:1: (?s:.*) not closed", id="x"),
        pytest.param('{% extends "nowhere.html" %}', r"no template 'nowhere\.html'", id="missing"),
        pytest.param(
            '{% include "default/x.html" %}', r"no template 'default/x\.html'", id="layer"
        ),
    ],
)
def test_a_template_that_cannot_be_used_is_a_mistake_of_the_user(source: str, message: str) -> None:
    with pytest.raises(StatusgenError, match=message):
        pages_with(own(page_html=source))


def test_a_block_that_is_shown_nowhere_is_told_with_the_nearest_that_is() -> None:
    layer = own(
        index_html='{% extends "default/index.html" %}\n\n{% block subscrib %}x{% endblock %}',
        page_html='{% extends "base.html" %}{% block main %}{% block mine %}{% endblock %}'
        "{% endblock %}",
        notice_html="{% block anything %}it stands alone{% endblock %}",
    )
    (problem,) = make_theme(theme_layers(layer)).problems()
    assert str(problem) == (
        "project/templates/index.html:3:1: what this template extends has no block 'subscrib'\n"
        "  hint: did you mean 'subscribe'?"
    )


class Broken:
    """A value that cannot be shown."""

    def __str__(self) -> str:
        raise ValueError("cannot be shown")


def test_an_error_in_which_no_template_of_the_project_takes_part_keeps_its_traceback() -> None:
    theme = make_theme((ThemeFiles(name="default", templates={"a.html": "{{ value }}"}),))
    with pytest.raises(ValueError, match="cannot be shown"):
        theme.render("a.html", {}, value=Broken())


class Kept(dict[str, bytes]):
    """Compiled templates, and how often one was put there."""

    writes = 0

    def __setitem__(self, key: str, value: bytes) -> None:
        self.writes += 1
        super().__setitem__(key, value)


def test_compiled_templates_are_kept_and_used_again() -> None:
    kept = Kept()
    layers = (ThemeFiles(name="default", templates={"a.html": "{{ 6 * 7 }}"}),)
    for _ in range(2):
        assert make_theme(layers, bytecode=kept).render("a.html", {}) == "42"
    assert kept.writes == 1


def test_damaged_bytecode_is_compiled_anew() -> None:
    kept: dict[str, bytes] = {}
    layers = (ThemeFiles(name="default", templates={"a.html": "{{ 6 * 7 }}"}),)
    make_theme(layers, bytecode=kept).render("a.html", {})
    (key,) = kept
    for damage in (b"", b"nonsense", kept[key][:-5]):
        kept[key] = damage
        assert make_theme(layers, bytecode=kept).render("a.html", {}) == "42"


def test_a_changed_template_is_not_taken_from_what_was_kept() -> None:
    kept: dict[str, bytes] = {}
    for source in ("one", "two"):
        layers = (ThemeFiles(name="default", templates={"a.html": source}),)
        assert make_theme(layers, bytecode=kept).render("a.html", {}) == source


def test_indentation_goes_but_not_where_it_is_seen() -> None:
    layers = (
        ThemeFiles(
            name="default",
            templates={"a.html": "<p>\n    one\n</p>", "b.html": "<pre>\n    one\n</pre>"},
        ),
    )
    theme = make_theme(layers)
    assert theme.render("a.html", {}) == "<p>\none\n</p>"
    assert theme.render("b.html", {}) == "<pre>\n    one\n</pre>"


def test_every_file_counts_for_the_digest() -> None:
    base = ThemeFiles(
        name="default", templates={"a": "x"}, static={"b": b"y"}, catalogs={"fr": b"z"}
    )
    others = [
        ThemeFiles(name="plain", templates={"a": "x"}, static={"b": b"y"}, catalogs={"fr": b"z"}),
        ThemeFiles(
            name="default", templates={"a": "xx"}, static={"b": b"y"}, catalogs={"fr": b"z"}
        ),
        ThemeFiles(
            name="default", templates={"a": "x"}, static={"b": b"yy"}, catalogs={"fr": b"z"}
        ),
        ThemeFiles(
            name="default", templates={"a": "x"}, static={"b": b"y"}, catalogs={"fr": b"zz"}
        ),
        ThemeFiles(name="default", templates={"a": "x"}, static={"b": b"y"}, catalogs={"de": b"z"}),
    ]
    digests = {make_theme((layer,)).digest for layer in (base, *others)}
    assert len(digests) == 6
    assert make_theme((base,)).digest in digests
