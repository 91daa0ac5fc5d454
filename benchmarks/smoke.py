"""The figures that people feel: how long each command takes as a whole process, and how much memory."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
BOARD = "scenarios/aleris/board.yaml"
TIMES = 3
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
COMMANDS: list[tuple[str, float | None, list[str]]] = [
    ("help", None, ["--help"]),
    ("check a roster", 0.4, ["check", BOARD]),
    ("lint every policy and scenario", None, ["lint", "policies", "scenarios"]),
    (
        "trace a charter",
        None,
        ["trace", "policies/illustrative/audit.yaml", "--source", "policies/illustrative/audit.md"],
    ),
    ("best slates of three to five", 0.4, ["slates", BOARD, "--body", "compensation", "--size", "3..5", "--top", "5"]),
    ("count slates", None, ["slates", BOARD, "--body", "compensation", "--size", "3..5", "--count"]),
    ("schedule a year", None, ["schedule", BOARD, "--body", "compensation", "--year", "2027"]),
    ("stress a committee", None, ["stress", BOARD, "--body", "compensation"]),
    ("run the scenarios", None, ["test", "scenarios"]),
    ("tour", 15.0, ["tour"]),
]


def measure(arguments: list[str]) -> tuple[float, int, int]:
    """Seconds of the fastest of a few runs, peak memory in MB, exit status."""
    command = [str(Path(sys.executable).parent / "quorate"), *arguments]
    seconds, memory, status = float("inf"), 0, 0
    with tempfile.TemporaryFile() as output:
        for _ in range(TIMES):
            begin = time.perf_counter()
            process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, env=ENVIRONMENT)
            _, waited, usage = os.wait4(process.pid, 0)
            status, process.returncode = os.waitstatus_to_exitcode(waited), 0
            seconds = min(seconds, time.perf_counter() - begin)
            memory = max(memory, usage.ru_maxrss // 1024)
    return seconds, memory, status


def main() -> int:
    slow = 0
    print(f"fastest of {TIMES} whole processes, {os.cpu_count()} cores")
    print(f"{'what':34} {'seconds':>8} {'at most':>8} {'peak MB':>8} {'exit':>5}")
    for what, limit, arguments in COMMANDS:
        seconds, memory, status = measure(arguments)
        over = limit is not None and seconds > limit
        slow += over
        bound = f"{limit:8.1f}" if limit is not None else " " * 8
        print(f"{what:34} {seconds:8.2f} {bound} {memory:8} {status:5}{'   too slow' if over else ''}", flush=True)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
