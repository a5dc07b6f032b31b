"""What the templates are made by has no door to the outside."""

from pathlib import Path

from tests.floors import doors

INFRA = Path(__file__).parents[2] / "statusgen" / "infra"


def test_templates_are_made_from_settings_alone() -> None:
    sources = {
        f"statusgen.infra.{path.stem}": path.read_text("utf-8")
        for path in INFRA.glob("*")
        if path.suffix == ".py"
    }
    assert len(sources) > 5
    assert [found for module in sources for found in doors(module, sources)] == []
