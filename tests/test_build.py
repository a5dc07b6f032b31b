"""A build does what is needed, all of it, and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from statusgen import disk
from statusgen.build import BuildRequest, Built, build_project, check_project
from statusgen.errors import ContentError, Level, StatusgenError
from tests.bench.made_up import NOW, make_project

Edit = Callable[[Path], None]

DAMAGED_FACTS = "update items set remembered = substr(remembered, 1, length(remembered) - 1)"
DAMAGED_WORDS = "update records set record = substr(record, 1, length(record) - 1)"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_project(tmp_path, incidents=12, seed=1)
    return tmp_path


def build(root: Path, *, workers: int = 1, **options: object) -> Built:
    request = BuildRequest(root=root, now=NOW, workers=workers)
    return build_project(replace(request, **options))


def contents(root: Path) -> dict[str, bytes]:
    site = root / "site"
    return {path: (site / path).read_bytes() for path, _ in disk.list_files(site)}


def newest(root: Path) -> Path:
    return max((root / "content" / "incidents").iterdir())


def oldest(root: Path) -> Path:
    return min((root / "content" / "incidents").iterdir())


def in_cache(root: Path, statement: str) -> None:
    """Change the cache behind statusgen's back, and what makes a build look at it."""
    with closing(sqlite3.connect(root / ".statusgen/cache/cache.sqlite")) as cache:
        cache.execute(statement)
        cache.commit()
    append_update(newest(root))


def append_update(place: Path, minutes: int = 1) -> None:
    when = NOW - timedelta(minutes=minutes)
    with place.open("a") as file:
        file.write(f"\n## Update — {when:%Y-%m-%d %H:%M} UTC\n\nOne thing more.\n")


def test_a_first_build_makes_everything(root: Path) -> None:
    built = build(root)
    assert built.changed == built.total == len(contents(root)) == len(built.written)
    assert {"index.html", "feed.atom", "status.json", "api/v2/summary.json"} <= contents(
        root
    ).keys()


def test_a_second_build_does_nothing(root: Path) -> None:
    first = build(root)
    before = contents(root)
    second = build(root)
    assert (second.changed, second.total) == (0, first.total)
    assert contents(root) == before


def test_one_edit_renders_a_handful_of_files(root: Path) -> None:
    build(root)
    before = contents(root)
    append_update(newest(root))
    built = build(root)
    after = contents(root)
    changed = {path for path in after if after[path] != before.get(path)}
    assert built.changed == len(changed)
    assert f"incidents/{newest(root).stem}.html" in changed
    others = {p for p in changed if p.startswith("incidents/") and newest(root).stem not in p}
    assert others == set()


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda root: append_update(newest(root)), id="edited"),
        pytest.param(
            lambda root: newest(root).write_text(
                re.sub("title: .*", "title: Another title", newest(root).read_text())
            ),
            id="retitled",
        ),
        pytest.param(
            lambda root: oldest(root).write_text(oldest(root).read_text().replace("again", "now")),
            id="words-of-an-old-one-edited",
        ),
        pytest.param(lambda root: oldest(root).unlink(), id="an-old-one-removed"),
        pytest.param(lambda root: newest(root).unlink(), id="removed"),
        pytest.param(
            lambda root: newest(root).rename(newest(root).with_name("z.md")), id="renamed"
        ),
        pytest.param(
            lambda root: (
                (root / "content/notices").mkdir(exist_ok=True)
                or (root / "content/notices/n.md").write_text("---\ntitle: Hello\n---\n\nWords.\n")
            ),
            id="notice-added",
        ),
        pytest.param(
            lambda root: (root / "content/site.yaml").write_text(
                (root / "content/site.yaml").read_text().replace("Checkout", "Till")
            ),
            id="settings-changed",
        ),
        pytest.param(lambda root: (root / "site/index.html").unlink(), id="output-removed"),
        pytest.param(lambda root: (root / "site/feed.atom").write_text("?"), id="output-edited"),
        pytest.param(
            lambda root: (root / f"site/incidents/{newest(root).stem}.html").write_text("?"),
            id="incident-page-edited",
        ),
        pytest.param(lambda root: shutil.rmtree(root / ".statusgen"), id="cache-removed"),
        pytest.param(lambda root: shutil.rmtree(root / "site"), id="site-removed"),
        pytest.param(
            lambda root: (root / ".statusgen/cache/cache.sqlite").write_bytes(b"damage" * 999),
            id="cache-damaged",
        ),
        pytest.param(lambda root: in_cache(root, DAMAGED_FACTS), id="facts-damaged"),
        pytest.param(lambda root: in_cache(root, DAMAGED_WORDS), id="words-damaged"),
        pytest.param(lambda root: in_cache(root, "delete from items"), id="facts-lost"),
    ],
)
def test_an_incremental_build_gives_what_a_fresh_one_gives(
    root: Path, tmp_path_factory: pytest.TempPathFactory, edit: Edit
) -> None:
    build(root)
    edit(root)
    build(root)
    fresh = tmp_path_factory.mktemp("fresh")
    shutil.copytree(root / "content", fresh / "content")
    build(fresh)
    assert contents(root) == contents(fresh)


def test_both_cores_give_what_one_gives(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    one, two = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")
    for folder in (one, two):
        make_project(folder, incidents=220, seed=2)
    build(one, workers=1)
    build(two, workers=2)
    assert contents(one) == contents(two)


_BUILD = """
import sys
from pathlib import Path
from datetime import datetime
from statusgen.build import BuildRequest, build_project
build_project(BuildRequest(root=Path(sys.argv[1]), now=datetime.fromisoformat(sys.argv[2])))
"""


def test_the_same_content_gives_the_same_bytes_anywhere(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """From another folder, in another zone and locale, with another hash seed and umask."""
    made = []
    for seed, zone, locale in (("1", "UTC", "C"), ("77", "Pacific/Auckland", "tr_TR.UTF-8")):
        folder = tmp_path_factory.mktemp(f"deep-{seed}") / ("x" * int(seed[0]))
        make_project(folder, incidents=8, seed=3)
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "LANG": locale}
        subprocess.run(
            [sys.executable, "-c", _BUILD, str(folder), NOW.isoformat()],
            check=True,
            env=env,
            cwd=folder,
        )
        made.append(contents(folder))
    assert made[0] == made[1]


def test_a_mistake_leaves_the_site_as_it_was(root: Path) -> None:
    build(root)
    before = contents(root)
    newest(root).write_text("---\ntitle: x\nseverity: P7\n---\n")
    with pytest.raises(ContentError):
        build(root)
    assert contents(root) == before


def test_all_mistakes_are_told_at_once_and_in_order(root: Path) -> None:
    folder = root / "content" / "incidents"
    (folder / "a-one.md").write_text("---\ntitle: x\nseverity: P7\n---\n")
    (folder / "a-two.md").write_text("no front matter\n")
    with pytest.raises(ContentError) as raised:
        build(root)
    paths = [problem.at.path for problem in raised.value.problems]
    assert {"content/incidents/a-one.md", "content/incidents/a-two.md"} == set(paths)
    assert paths == sorted(paths)


def test_mistakes_in_settings_and_content_are_told_together(root: Path) -> None:
    place = root / "content/site.yaml"
    place.write_text(place.read_text() + "\ntheme: none-such\nbrnad: {}\n")
    newest(root).write_text("no front matter\n")
    with pytest.raises(ContentError) as raised:
        build(root)
    told = {(problem.at.path.split("/")[1], problem.message) for problem in raised.value.problems}
    assert {"site.yaml", "incidents"} == {place for place, _ in told}
    assert any("none-such" in message for _, message in told)
    assert any("brnad" in message for _, message in told)


def test_after_a_mistake_is_mended_the_site_is_complete(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    build(root)
    place = newest(root)
    good = place.read_text()
    append_update(min((root / "content" / "incidents").iterdir()))
    place.write_text("broken")
    with pytest.raises(ContentError):
        build(root)
    place.write_text(good)
    build(root)
    fresh = tmp_path_factory.mktemp("fresh")
    shutil.copytree(root / "content", fresh / "content")
    build(fresh)
    assert contents(root) == contents(fresh)


def test_a_file_that_there_was_advice_on_can_be_taken_back(root: Path) -> None:
    build(root)
    before = contents(root)
    place = newest(root).with_name("2026-11-22-extra.md")
    place.write_text(
        "---\ntitle: Extra\nseverity: P3\ncomponents: [checkout]\n---\n\n"
        "## Resolved — 2026-11-22 10:00 UTC\n\nOver.\n\nComponents: checkout = operational\n"
    )
    assert [problem.level for problem in build(root).advice] == [Level.ADVICE]
    assert contents(root) != before
    place.unlink()
    build(root)
    assert contents(root) == before


def test_a_check_begins_a_damaged_cache_anew(root: Path) -> None:
    build(root)
    in_cache(root, DAMAGED_FACTS)
    assert check_project(root, now=NOW).items == 12


def test_drafts_and_drills_are_shown_only_when_asked_for(root: Path) -> None:
    place = root / "content/incidents/2026-11-23-drill.md"
    for key in ("draft", "drill"):
        place.write_text(
            f"---\ntitle: Secret rehearsal\nseverity: P1\n{key}: true\n---\n\n"
            "## Investigating — 2026-11-23 14:00 UTC\n\nOnly a rehearsal.\n"
        )
        build(root)
        assert not any(b"ehearsal" in data for data in contents(root).values())
        build(root, drafts=True)
        assert "incidents/2026-11-23-drill.html" in contents(root)
        build(root)
        assert not any(b"ehearsal" in data for data in contents(root).values())


def test_the_clock_alone_turns_the_page(root: Path) -> None:
    folder = root / "content" / "maintenance"
    folder.mkdir(exist_ok=True)
    (folder / "upgrade.md").write_text(
        "---\ntitle: Upgrade\ncomponents: all\nstarts: 2026-11-23 18:00 UTC\n"
        "ends: 2026-11-23 19:00 UTC\n---\n"
    )
    first = build(root)
    assert first.holds_until == NOW + timedelta(hours=3)
    assert build(root, now=NOW + timedelta(hours=2, minutes=59)).changed == 0
    assert build(root, now=NOW + timedelta(hours=3)).changed > 0


def test_a_full_disk_is_told_and_leaves_the_site(root: Path) -> None:
    """A folder where the staging folder must go stands in for any write that fails."""
    build(root)
    before = contents(root)
    work = root / disk.WORK
    shutil.rmtree(work)
    work.write_text("in the way")
    append_update(newest(root))
    with pytest.raises(StatusgenError):
        build(root)
    assert contents(root) == before


def test_a_file_where_the_site_should_be_is_told(root: Path) -> None:
    (root / "site").write_text("in the way")
    with pytest.raises(StatusgenError, match="cannot write"):
        build(root)


def test_a_template_that_is_no_text_is_told(root: Path) -> None:
    place = root / "themes/default/templates/footer.html"
    place.parent.mkdir(parents=True)
    place.write_bytes("<p>Grüße</p>".encode("latin-1"))
    with pytest.raises(ContentError) as why:
        build(root)
    assert str(why.value) == (
        "themes/default/templates/footer.html:1:6: this is not UTF-8: byte 0xFC\n"
        "  hint: if it should be 'ü', the file is in another encoding: save it as UTF-8"
    )


def test_every_mistake_in_templates_is_told_with_those_in_the_content(root: Path) -> None:
    for name, text in (
        ("footer.html", "<p>\n{% if x %}"),
        ("index.html", '{% extends "default/index.html" %}\n{% block subscrib %}x{% endblock %}'),
    ):
        place = root / "themes/default/templates" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    newest(root).write_text("nothing of use")
    with pytest.raises(ContentError) as why:
        check_project(root, now=NOW)
    told = [str(problem.at) for problem in why.value.problems]
    assert told == [
        f"content/incidents/{newest(root).name}:1:1",
        f"content/incidents/{newest(root).name}:1:1",
        "themes/default/templates/footer.html:2:1",
        "themes/default/templates/index.html:2:1",
    ]


def test_a_mistake_that_a_page_shows_is_told_with_the_template_s_path(root: Path) -> None:
    build(root)
    before = contents(root)
    place = root / "themes/default/templates/footer.html"
    place.parent.mkdir(parents=True)
    place.write_text("<p>\n{{ config.nam }}</p>")
    with pytest.raises(ContentError) as why:
        build(root)
    assert [str(problem.at) for problem in why.value.problems] == [
        "themes/default/templates/footer.html:2:1"
    ]
    assert contents(root) == before


def test_a_check_writes_nothing(root: Path) -> None:
    check_project(root, now=NOW)
    assert not (root / "site").exists()


def test_a_summary_says_what_was_done(root: Path) -> None:
    build(root)
    append_update(newest(root))
    built = build(root)
    assert built.summary().startswith(f"{built.changed} of {built.total} artefacts changed, ")
