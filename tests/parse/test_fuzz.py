"""No text makes the parser raise: whatever is wrong comes back as problems with a place."""

from hypothesis import example, given
from hypothesis import strategies as st

from statusgen.config_reader import KEYS as SITE_KEYS
from statusgen.config_reader import read_config
from statusgen.errors import Problem
from statusgen.parse.incidents import KEYS
from statusgen.sources import SourceFile
from tests.parse.shop import PARSERS, parse

FOLDERS = st.sampled_from(sorted(PARSERS))
VALUES = st.sampled_from(
    [
        *(
            "",
            "~",
            "x",
            "'x'",
            '"',
            "[",
            "[]",
            "{}",
            "{a: b}",
            "[a, [b]]",
            "- a",
            "|\n  x",
            "*a",
            "&a b",
        ),
        *("all", "checkout", "[checkout, checkout]", "{checkout: major outage}", "{checkout: {}}"),
        *(
            "P1",
            "none",
            "yes",
            "-1",
            "9" * 30,
            "1e9",
            "nan",
            ".5",
            "2026-11-23",
            "2026-11-23 14:20",
        ),
        *(
            "2026-11-23 14:20 UTC",
            "9999-12-31 23:59 -12:00",
            "0001-01-01 00:00 +14:00",
            "30m",
            "10 years",
        ),
        *(
            "https://x.example/",
            "https://[",
            "tel:1",
            "#0b5fff",
            '"#0b5fff"',
            "en",
            "[en, fr]",
            "é" * 200,
        ),
        *(
            "{P1: 1h}",
            "{weights: {major_outage: 1}}",
            "[{id: a, name: A}]",
            "[{group: A, components: [a]}]",
        ),
        *(
            "[{name: a, type: s3}]",
            "{type: x}",
            "\u2028",
            "\x85",
            "a: b",
            "!!int 1",
            '"\\ud800"',
            '"\\0"',
        ),
    ]
)
#: A mapping's lines: mostly keys that are known.
LINES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([*KEYS, *SITE_KEYS, "starts", "ends", "effect"]), VALUES).map(
            ": ".join
        ),
        VALUES,
    )
).map("\n".join)
HEADINGS = st.lists(
    st.sampled_from(
        [
            *(
                "## Investigating — 2026-11-23 14:20 UTC",
                "## Resolved — 2026-11-23 15:20",
                "## x",
                "##",
            ),
            *(
                "Components: checkout = major outage",
                "Severity: P2",
                "Next update: in 5 years",
                "Id: x",
            ),
            *(
                "",
                "```",
                "<!--",
                "text",
                "    code",
                "> quote",
                "## Update — 9999-12-31 23:59 -12:00",
            ),
        ]
    )
).map("\n".join)
FILES = st.one_of(
    st.tuples(LINES, HEADINGS).map(lambda parts: "---\n{}\n---\n{}".format(*parts)),
    st.text(),
    st.text(alphabet=st.sampled_from("-:#[]{}'\"|>&*!% \n\tab1\0\ufeff")),
)


def check(problems: tuple[Problem, ...], path: str) -> None:
    for problem in problems:
        assert problem.at.path.startswith(path.removesuffix(".md"))
        assert problem.message
        assert "\n" not in problem.message + problem.hint
        assert len(problem.message) < 400


@given(folder=FOLDERS, source=FILES, translation=FILES)
def test_no_content_file_raises(folder: str, source: str, translation: str) -> None:
    path = f"content/{folder}/x.md"
    parsed = parse(path, source, {"fr": translation})
    check(parsed.problems, path)
    assert parsed.item is not None or parsed.problems or folder == "support"


@given(st.one_of(LINES, st.text()))
@example("name: x\nurl: https://x.example/\ncomponents: [{id: a, name: A}]")
def test_no_site_file_raises(source: str) -> None:
    path = "content/site.yaml"
    config, problems = read_config(SourceFile(path, source.encode()))
    check(problems, path)
    assert config is not None or problems


@given(st.binary())
def test_no_bytes_raise(data: bytes) -> None:
    check(read_config(SourceFile("content/site.yaml", data))[1], "content/site.yaml")
