"""The site folder is only ever seen whole, and what is not ours is left alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from statusgen import disk
from statusgen.artefacts import Artefact, Stage, key_of
from statusgen.errors import StatusgenError
from statusgen.output import Known, Made, Outputs, Staging, put_in_place, staging, sweep


def an_artefact(path: str, text: str = "text", stage: Stage = Stage.PAGE) -> Artefact:
    return Artefact(
        path=path,
        key=key_of(path, text),
        media_type="text/plain; charset=utf-8",
        render=text.encode,
        stage=stage,
    )


def publish(root: Path, *artefacts: Artefact, stale: tuple[str, ...] = ()) -> list[Made]:
    with staging(root) as staged:
        made = [staged.write(artefact) for artefact in artefacts]
        put_in_place(staged, root / "site", made, stale)
    return made


def files(folder: Path) -> dict[str, str]:
    return {path: (folder / path).read_text() for path, _ in sorted(disk.list_files(folder))}


def test_files_and_folders_are_put_in_place(tmp_path: Path) -> None:
    publish(tmp_path, an_artefact("index.html"), an_artefact("api/v2/status.json", "{}"))
    assert files(tmp_path / "site") == {"index.html": "text", "api/v2/status.json": "{}"}


def test_a_second_build_adds_to_folders_that_are_there(tmp_path: Path) -> None:
    publish(tmp_path, an_artefact("incidents/a.html", "a"))
    publish(tmp_path, an_artefact("incidents/b.html", "b"), an_artefact("incidents/a.html", "a2"))
    assert files(tmp_path / "site") == {"incidents/a.html": "a2", "incidents/b.html": "b"}


def test_our_stale_files_go_with_the_folders_they_leave_empty(tmp_path: Path) -> None:
    publish(tmp_path, an_artefact("index.html"), an_artefact("fr/incidents/a.html"))
    publish(tmp_path, stale=("fr/incidents/a.html",))
    assert files(tmp_path / "site") == {"index.html": "text"}
    assert not (tmp_path / "site" / "fr").exists()
    assert disk.read_manifest(tmp_path / "site") == {"index.html"}


def test_files_of_others_are_never_removed(tmp_path: Path) -> None:
    publish(tmp_path, an_artefact("index.html"))
    other = tmp_path / "site" / ".well-known" / "security.txt"
    other.parent.mkdir()
    other.write_text("theirs")
    publish(tmp_path, an_artefact("index.html", "new"), stale=(".well-known/security.txt",))
    assert other.read_text() == "theirs"


def test_a_file_of_somebody_else_in_our_way_stops_the_build_before_anything_moves(
    tmp_path: Path,
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "about.html").write_text("theirs")
    with pytest.raises(StatusgenError, match=r"about\.html"):
        publish(tmp_path, an_artefact("about.html"), an_artefact("index.html"))
    assert files(site) == {"about.html": "theirs"}


def test_front_pages_move_after_the_pages_they_point_at(tmp_path: Path) -> None:
    """What a reader could see is asked for at each move."""
    site = tmp_path / "site"
    publish(tmp_path, an_artefact("index.html", "old", Stage.FRONT), an_artefact("a/1.html"))
    with staging(tmp_path) as staged:
        made = [
            staged.write(an_artefact("index.html", "points at a/2", Stage.FRONT)),
            staged.write(an_artefact("a/2.html", "there")),
            staged.write(an_artefact("logo.svg", "there", Stage.ASSET)),
        ]
        (staged.folder / "index.html").unlink()  # the last move fails: a crash, as readers see it
        with pytest.raises(StatusgenError):
            put_in_place(staged, site, made, ())
    assert files(site) == {
        "a/1.html": "text",
        "a/2.html": "there",
        "index.html": "old",
        "logo.svg": "there",
    }


def test_what_a_crashed_build_left_is_known_to_be_ours(tmp_path: Path) -> None:
    test_front_pages_move_after_the_pages_they_point_at(tmp_path)
    assert "a/2.html" in disk.read_manifest(tmp_path / "site")
    publish(tmp_path, an_artefact("a/2.html", "again"))
    assert files(tmp_path / "site")["a/2.html"] == "again"


def test_staging_is_removed_even_when_rendering_fails(tmp_path: Path) -> None:
    def fail() -> bytes:
        raise ZeroDivisionError

    broken = Artefact(path="a.html", key=b"", media_type="text/html", render=fail)
    with pytest.raises(ZeroDivisionError):
        publish(tmp_path, an_artefact("b.html"), broken)
    assert not list((tmp_path / disk.WORK).glob("staging-*"))


def test_the_staging_of_a_killed_build_is_swept_away(tmp_path: Path) -> None:
    left = tmp_path / disk.WORK / "staging-999999999"
    left.mkdir(parents=True)
    (left / "index.html").write_text("half a build")
    sweep(tmp_path)
    assert not left.exists()


@pytest.mark.parametrize(
    ("break_it", "known"),
    [
        pytest.param(lambda _: None, True, id="untouched"),
        pytest.param(lambda path: path.unlink(), False, id="removed"),
        pytest.param(lambda path: path.write_text("edited by hand"), False, id="edited"),
    ],
)
def test_a_file_that_somebody_changed_is_made_again(
    tmp_path: Path, break_it: Callable[[Path], None], known: bool
) -> None:
    (made,) = publish(tmp_path, an_artefact("incidents/a.html"))
    break_it(tmp_path / "site" / "incidents" / "a.html")
    written = made.written
    row = Known("incidents/a.html", "content/a.md", written.key, written.sha256, made.stamp)
    outputs = Outputs(lambda _: [row], lambda: dict(disk.list_files(tmp_path / "site")))
    assert (outputs.key("incidents/a.html") == made.written.key) is known
    assert outputs.owners_of_broken() == (set() if known else {"content/a.md"})


def test_a_written_artefact_is_described_by_its_bytes(tmp_path: Path) -> None:
    made = Staging(tmp_path / "aside").write(an_artefact("a.txt", "né"))
    assert made.written.size == len("né".encode())
    assert made.written.sha256 == hashlib.sha256("né".encode()).digest()
