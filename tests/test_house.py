"""The house of the README: an import points to a lower floor only, and each third-party library has one owner."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "btoscrape"
GROUND = ("models", "errors", "text", "urls", "content", "edits")
"""On the ground floor each may use those before it."""
FLOORS = (
    set(GROUND),
    {"catalog", "sheets"},
    {"fetch", "pages", "facts", "archive"},
    {"reading", "crew", "survey", "choice", "health", "moving", "asking"},
    {
        "crawl",
        "add",
        "extract",
        "explain",
        "rebuild",
        "correct",
        "export",
        "status",
        "schedule",
        "probe",
        "console",
        "publish",
        "verify",
        "backup",
        "past",
        "web",
        "sample",
    },
    {"cli"},
    {"__main__"},
)
OWNERS = {
    "httpx": {"fetch"},
    "httpcore": {"fetch"},
    "protego": {"fetch"},
    "selectolax": {"pages"},
    "trafilatura": {"pages"},
    "sqlite_utils": {"archive"},
    "sqlite3": {"archive"},
    "warcio": {"archive"},
    "xlsxwriter": {"sheets"},
    "datasette": {"web"},
    "uvicorn": {"web"},
    "click": {"cli", "console"},
    "distributed": {"crew"},
    "dask": {"crew"},
}
FILES = sorted(PACKAGE.rglob("*.py"))


def room(file: Path) -> str:
    """The top-level module or package of a file; "" for the package itself."""
    name = file.relative_to(PACKAGE).with_suffix("").parts[0]
    return "" if name == "__init__" else name


def floor(name: str) -> int:
    return next(number for number, rooms in enumerate(FLOORS) if name in rooms)


def imports(file: Path) -> set[str]:
    """Dotted names that a file imports, ours absolute; those that only a type checker sees are left out."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    hidden = {
        id(node) for branch in ast.walk(tree) if isinstance(branch, ast.If) and "TYPE_CHECKING" in ast.dump(branch.test) for node in ast.walk(branch)
    }
    package = ("btoscrape", *file.relative_to(PACKAGE).parent.parts)
    found = set()
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = ".".join((*package[: len(package) - node.level + 1], *filter(None, [node.module])))
            base = base if node.level else node.module
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_point_down(file):
    mine = room(file)
    if not mine:
        return
    for name in imports(file):
        parts = name.split(".")
        if parts[0] != "btoscrape" or parts[1] == mine or parts[1].startswith("__version"):
            continue
        if mine in GROUND and parts[1] in GROUND:
            assert GROUND.index(parts[1]) < GROUND.index(mine), f"{mine} imports {parts[1]}"
            continue
        assert floor(parts[1]) < floor(mine), f"{mine} (floor {floor(mine)}) imports {parts[1]} (floor {floor(parts[1])})"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_libraries_have_one_owner(file):
    for name in imports(file):
        library = name.split(".")[0]
        assert room(file) in OWNERS.get(library, {room(file)}), f"{room(file)} imports {library}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_each_file_says_its_floor(file):
    mine = room(file)
    if mine in ("", "__main__"):
        return
    first = (ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or "").splitlines()[0]
    assert first.startswith(f"Floor {floor(mine)}"), f"{file.name} stands on floor {floor(mine)}"


def test_every_room_stands_on_a_floor():
    rooms = {room(file) for file in FILES} - {""}
    assert rooms == set().union(*FLOORS)
