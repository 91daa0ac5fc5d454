"""The figures that people feel, in under a minute: whole processes, searches of every size, conformance to CEL."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from boards import written
from quorate.testing.conformance import cases, complaint
from searches import by_engine, by_size, replayed

ROOT = Path(__file__).parents[1]
BOARD = "scenarios/aleris/board.yaml"
SPEC = ROOT.parent / "shared" / "cel-spec"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
COMMITTEE = ["--body", "compensation"]


@dataclass(frozen=True)
class Command:
    what: str
    arguments: list[str]
    times: int = 1
    limit: float | None = None


COMMANDS = [
    Command("help", ["--help"], 3),
    Command("check a roster", ["check", BOARD], 7, 0.4),
    Command("slates of ten directors", ["slates", "TEN", "--body", "committee"], 7, 0.4),
    Command("slates of three to five", ["slates", BOARD, *COMMITTEE, "--size", "3..5", "--top", "5"], 3),
    Command("lint policies and scenarios", ["lint", "policies", "scenarios"]),
    Command("stress a committee", ["stress", BOARD, *COMMITTEE]),
    Command("schedule a year", ["schedule", BOARD, *COMMITTEE, "--year", "2027"]),
    Command("run the scenarios", ["test", "scenarios"]),
    Command("tour", ["tour"], 1, 15.0),
]


@dataclass(frozen=True)
class Measured:
    seconds: list[float]
    processor: list[float]
    memory: int
    status: int


def measure(command: Command) -> Measured:
    """Seconds on the wall and of the processor for whole processes, peak memory in MB, exit status."""
    line = [str(Path(sys.executable).parent / "quorate"), *command.arguments]
    seconds, processor, memory, status = [], [], 0, 0
    with tempfile.TemporaryFile() as output:
        for _ in range(command.times):
            begin = time.perf_counter()
            process = subprocess.Popen(line, cwd=ROOT, stdout=output, stderr=output, env=ENVIRONMENT)
            _, waited, usage = os.wait4(process.pid, 0)
            status, process.returncode = os.waitstatus_to_exitcode(waited), 0
            seconds.append(time.perf_counter() - begin)
            processor.append(usage.ru_utime + usage.ru_stime)
            memory = max(memory, usage.ru_maxrss // 1024)
    return Measured(seconds, processor, memory, status)


def processes(ten: Path) -> int:
    """A line per command; how many medians are over their limit."""
    print(f"whole processes, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    columns = f"{'median s':>8} {'least':>6} {'most':>6} {'cpu s':>6} {'runs':>5} {'limit':>6} {'MB':>5} {'exit':>5}"
    print(f"{'what':30} {columns}")
    slow = 0
    for command in COMMANDS:
        arguments = [str(ten) if argument == "TEN" else argument for argument in command.arguments]
        found = measure(Command(command.what, arguments, command.times))
        middle = median(found.seconds)
        over = command.limit is not None and min(found.seconds) > command.limit
        slow += over
        spread = f"{middle:8.2f} {min(found.seconds):6.2f} {max(found.seconds):6.2f} {median(found.processor):6.2f}"
        limit = f"{command.limit:6.1f}" if command.limit is not None else " " * 6
        said = "   too slow" if over else ""
        print(
            f"{command.what:30} {spread} {command.times:5} {limit} {found.memory:5} {found.status:5}{said}", flush=True
        )
    return slow


def conformance() -> str:
    found = cases(SPEC)
    if not found:
        return f"conformance: no cases in {SPEC.name}"
    passed = sum(complaint(case) is None for case in found)
    return f"conformance to CEL: {passed} of {len(found)} cases pass ({passed / len(found):.1%})"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        slow = processes(written(Path(folder), 10, 3))
    for title, lines in (("searches", by_size()), ("engines", by_engine()), ("replay", replayed())):
        print(f"\n{title}")
        for line in lines:
            print(line, flush=True)
    print(f"\n{conformance()}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
