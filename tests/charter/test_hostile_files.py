"""A hostile file ends at once: in an error where it is wrong, within a second of work and 200 MB in any case."""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest

from hostile import HOSTILE

HARMLESS = {"comments", "ignore comments", "many clauses", "many facts"}
"""What is large and yet a charter: it has to be read, and as quickly."""

SECONDS = 1.0
MEGABYTES = 200

READ = """
import json, os, resource, sys, time
from pathlib import Path
from quorate.charter.library import Library
from quorate.charter.survey import surveyed
from quorate.questions.lint import lint
from quorate.source.diagnostic import Severity

def read(path):
    begun = time.process_time()
    answer = lint([surveyed(path, Library())])
    spent = time.process_time() - begun
    errors = [f"{finding.code}: {finding.message}" for finding in answer.at_least(Severity.ERROR)]
    return {"errors": errors[:3], "spent": spent, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}

for path in sorted(Path(sys.argv[1]).iterdir()):
    sys.stdout.flush()
    if os.fork() == 0:  # each file in a process of its own: its memory is its own
        print(json.dumps({"name": path.stem, **read(path)}), flush=True)
        os._exit(0)
    os.wait()
"""


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What became of each file, by its name."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, write in HOSTILE.items():
        (folder / f"{name}.yaml").write_text(write(), encoding="utf-8")
    command = [sys.executable, "-c", READ, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, cwd=folder, check=True)
    return {said["name"]: said for said in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_at_once(name: str, readings: Mapping[str, Any]) -> None:
    reading = readings[name]
    assert bool(reading["errors"]) == (name not in HARMLESS)
    assert reading["spent"] < SECONDS * 1.5, "a margin for slow machines; measured: below 1.0"
    assert reading["memory"] < MEGABYTES
