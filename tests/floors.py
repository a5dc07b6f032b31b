"""How the floors of the building are checked; the rules themselves are in test_floors.py."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

Sources = Mapping[str, str]  #: module name → its text

#: Lowest first. A module imports from its own layer and from those above it in this table.
#: docs/design.md shows the same table to people.
LAYERS: Mapping[str, frozenset[str]] = {
    "errors": frozenset({"errors"}),
    "values": frozenset({"model", "artefacts"}),
    "sources": frozenset({"sources", "yaml_problems", "yaml_source"}),
    "settings": frozenset({"config"}),
    "parse": frozenset({"config_reader", "parse"}),
    "derive": frozenset({"derive"}),
    "words": frozenset({"messages"}),
    "advice": frozenset({"advice"}),
    "render": frozenset({"render"}),
    "servers": frozenset({"fallback"}),
    "disk": frozenset({"disk", "theme_files"}),
    "publish": frozenset({"publish"}),
    "infra": frozenset({"infra"}),
    "build": frozenset(
        {"archive", "beginning", "build", "cache", "changes", "formatting", "items", "load"}
        | {
            "making",
            "output",
            "request",
            "settings",
            "stamps",
            "starter",
            "trying",
            "weight",
            "workers",
        }
    ),
    "doctor": frozenset({"doctor"}),
    "edit": frozenset({"edit"}),
    "preview": frozenset({"desk", "serve"}),
    "commands": frozenset({"cli", "__main__"}),
}
#: What has no door to the outside: values in, values out.
PURE_LAYERS = (
    *("errors", "values", "sources", "settings", "parse", "derive", "words", "advice"),
    *("render", "servers"),
)
PURE_MODULES = (
    "statusgen.publish.plan",
    *(f"statusgen.edit.{name}" for name in ("affected", "beginnings", "document", "keys")),
    *(f"statusgen.edit.{name}" for name in ("moments", "naming", "reading", "updates", "writing")),
)
DOORS = """
  asyncio concurrent glob http io.FileIO io.open locale multiprocessing os pathlib platform
  random secrets select shutil signal socket socketserver sqlite3 ssl subprocess sys tempfile
  time urllib.request uuid.uuid1 uuid.uuid4 webbrowser importlib.metadata importlib.resources
  boto3 botocore requests rich urllib3 watchdog
  jinja2.FileSystemBytecodeCache jinja2.FileSystemLoader jinja2.PackageLoader
"""
#: Parts of those that only compute.
WINDOWS = ("pathlib.PurePath", "pathlib.PurePosixPath", "sys.intern")
CLOCKS = ("now", "today", "utcnow")
FILE_CALLS = ("read_bytes", "read_text", "write_bytes", "write_text")
TALK = ("breakpoint", "exit", "input", "print", "quit")
#: Where a forked child ends itself, so that nothing of its parent's is flushed twice.
FORKS = ("statusgen.workers",)
SYSTEM = ("sys.exit", "sys.stdin", "sys.stdout", "sys.stderr")


def unit_of(module: str) -> str:
    """Return the part that the table names; the package itself has none."""
    return module.partition(".")[2].partition(".")[0]


def layer_of(unit: str) -> str:
    return next((layer for layer, units in LAYERS.items() if unit in units), "")


def is_pure(module: str) -> bool:
    return layer_of(unit_of(module)) in PURE_LAYERS or module in PURE_MODULES


def within(name: str, roots: Iterable[str]) -> bool:
    """Return whether *name* is one of *roots* or inside one."""
    return any(name == root or name.startswith(f"{root}.") for root in roots)


def imports(module: str, sources: Sources) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of all that *module* imports, wherever in it that stands."""
    for node in ast.walk(ast.parse(sources[module])):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parent = module.rsplit(".", node.level)[0]
                base = f"{parent}.{base}".rstrip(".")
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def own_imports(module: str, sources: Sources) -> Iterator[tuple[int, str]]:
    """Yield (line, module) of the package's own modules that *module* imports."""
    for line, name in imports(module, sources):
        if within(name, ["statusgen"]):
            yield line, name if name in sources else name.rpartition(".")[0]


def upward(sources: Sources) -> list[str]:
    floors = ["", *LAYERS]  # what has no floor is found by another rule
    return [
        f"{module}:{line} imports {other}"
        for module in sources
        for line, other in own_imports(module, sources)
        if floors.index(layer_of(unit_of(other))) > floors.index(layer_of(unit_of(module)))
    ]


def circle(sources: Sources) -> list[str] | None:
    graph = {
        module: {other for _, other in own_imports(module, sources)} - {"statusgen"}
        for module in sources
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return None


def reached(modules: Iterable[str], sources: Sources) -> list[str]:
    """Return *modules* and all of the package that they import, directly or not."""
    found: dict[str, None] = {}
    pending = list(modules)
    while pending:
        module = pending.pop()
        if module not in found and module in sources:
            found[module] = None
            pending += [other for _, other in own_imports(module, sources)]
    return sorted(found)


def calls(module: str, sources: Sources) -> Iterator[tuple[int, str, bool]]:
    """Yield (line, name, has arguments) of each call; a method's name begins with a dot."""
    for node in ast.walk(ast.parse(sources[module])):
        if isinstance(node, ast.Call):
            given = bool(node.args or node.keywords)
            if isinstance(node.func, ast.Name):
                yield node.lineno, node.func.id, given
            elif isinstance(node.func, ast.Attribute):
                yield node.lineno, f".{node.func.attr}", given


def doors(module: str, sources: Sources) -> Iterator[str]:
    for line, name in imports(module, sources):
        if within(name, DOORS.split()) and not within(name, WINDOWS):
            yield f"{module}:{line} imports {name}"
    for line, name, given in calls(module, sources):
        method = name.removeprefix(".")
        local_time = name == ".astimezone" and not given
        if name == "open" or (name != method and method in CLOCKS + FILE_CALLS) or local_time:
            yield f"{module}:{line} calls {name}"


def talk(module: str, sources: Sources) -> Iterator[str]:
    for line, name in imports(module, sources):
        if within(name, ["click", "rich", "sys.exit", "sys.stdout", "sys.stderr"]):
            yield f"{module}:{line} imports {name}"
    for line, name, _ in calls(module, sources):
        if name in TALK or (name == "._exit" and module not in FORKS):
            yield f"{module}:{line} calls {name}"
    for node in ast.walk(ast.parse(sources[module])):
        ends = isinstance(node, ast.Raise) and "SystemExit" in ast.unparse(node)
        talks = isinstance(node, ast.Attribute) and ast.unparse(node) in SYSTEM
        if ends or talks:
            yield f"{module}:{getattr(node, 'lineno', 0)} uses {ast.unparse(node)}"
