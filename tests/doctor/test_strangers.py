"""A page loads nothing from elsewhere."""

from __future__ import annotations

import pytest

from statusgen.doctor.findings import UnansweredError
from statusgen.doctor.strangers import check_strangers
from tests.doctor.world import World, only, scene_of, verdicts


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<script src="//cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="https://cdn.example/x.css">',
        '<link rel="preconnect" href="https://cdn.example">',
        '<img src="https://cdn.example/x.png">',
        '<img srcset="a.png 1x, https://cdn.example/x.png 2x">',
        '<iframe src="https://cdn.example/"></iframe>',
        '<video poster="https://cdn.example/x.png"></video>',
        "<style>@import 'https://cdn.example/x.css';</style>",
        "<style>b{background:url(https://cdn.example/x.png)}</style>",
        '<p style="background:url(https://cdn.example/x.png)">',
        '<base href="https://cdn.example/">',
    ],
)
def test_whatever_a_browser_would_load_from_elsewhere_is_found(markup: str) -> None:
    seen = only(check_strangers, scene_of(World(), pages={"index.html": markup}))
    assert seen.verdict == "fail"
    assert "cdn.example" in seen.found
    assert "index.html" in seen.found


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="https://other.example/">a link is no loading</a>',
        '<link rel="canonical" href="https://other.example/">',
        '<link rel="alternate" type="application/atom+xml" href="https://other.example/a">',
        '<img src="logo.png">',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="https://northwind-status.example/logo.png">',
        "<p>url(https://other.example/) in words</p>",
    ],
)
def test_what_it_does_not_load_is_left_alone(markup: str) -> None:
    assert only(check_strangers, scene_of(World(), pages={"index.html": markup})).verdict == "ok"


def test_one_stranger_on_many_pages_is_told_once() -> None:
    page = '<img src="https://cdn.example/x.png">'
    pages = {"a.html": page, "b.html": page}
    assert verdicts(check_strangers, scene_of(World(), pages=pages)) == ["fail"]


def test_nothing_built_is_nothing_known() -> None:
    with pytest.raises(UnansweredError) as raised:
        list(check_strangers(scene_of(World())))
    assert "statusgen build" in raised.value.hint
