"""cfn-lint within this process: starting it anew for each template takes longer than its work."""

from __future__ import annotations

from cfnlint.api import lint as cfn_lint
from cfnlint.config import ManualArgs
from cfnlint.core import get_rules

RULES = get_rules([], [], ["I"])


def lint(text: str, *regions: str) -> list[str]:
    """Return what the linter says of a template, hints included."""
    told = ManualArgs(include_checks=["I"], regions=list(regions))
    return [str(match) for match in cfn_lint(text, RULES, list(regions), told)]
