"""How many wrong ledgers the ledger's tests would notice: ``python -m tests.mutation``.

mutmut changes the ledger in one place at a time, in a copy of the sources, and runs the tests that concern it. A mutant
is killed when a test fails, or never ends. Those that live are listed above the figure; most of them spell SQL in
another case, which changes nothing.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("bot", "handlers", "messages", "storage", "tests", "pyproject.toml")
CHECKED = ("storage/ledger.py", "storage/holds.py", "storage/lots.py")
TESTS = ("test_ledger.py", "test_holds.py", "test_lots.py")
AIM = 0.9  # of all mutants

SETTINGS = """
[tool.mutmut]
source_paths = ["storage"]
only_mutate = {checked}
also_copy = ["bot", "handlers", "messages"]
pytest_add_cli_args_test_selection = {tests}
"""


def main() -> int:
    """Count, and print what was found; returns 1 when too many live."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        copy = Path(folder)
        _copy_to(copy)
        _mutmut(copy, "run")
        living = _mutmut(copy, "results")
        _mutmut(copy, "export-cicd-stats")
        figures = json.loads((copy / "mutants" / "mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    killed, total = figures["killed"] + figures["timeout"], figures["total"]
    print(living)
    print(
        f"{', '.join(CHECKED)}: {killed} of {total} mutants killed, {killed / max(total, 1):.1%} (aim {AIM:.0%})"
    )
    return int(not total or killed / total < AIM)


def _copy_to(folder: Path) -> None:
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    tests = [f"tests/unit/storage/{name}" for name in TESTS]
    settings = SETTINGS.format(checked=json.dumps(CHECKED), tests=json.dumps(tests))
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(settings)


def _mutmut(folder: Path, *arguments: str) -> str:
    """Run mutmut there; returns what it says. Raises CalledProcessError, with that, when it fails."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if run.returncode:
        print(run.stdout[-2000:], run.stderr[-2000:], sep="\n", file=sys.stderr)
    run.check_returncode()
    return run.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
