"""`make bench`: every row, printed as it is done and kept in results.md; Ctrl-C prints what there is.

`--only TEXT` takes the rows whose name has it, `--resume` leaves out what an interrupted run has done.
"""

import argparse
import os
import platform
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date

from bench.printer import line, markdown, verdict
from bench.rows import Row, rows
from bench.runner import FOLDER, PEERS, TURNS, Measured, Worker, measured

RESULTS = FOLDER / "results.md"
DONE = FOLDER / ".bench.jsonl"


def main() -> int:
    asked = _arguments()
    wanted = [row for row in rows() if asked.only is None or asked.only in row.key]
    results = _known() if asked.resume else {}
    begun = time.monotonic()
    with ExitStack() as stack:
        workers = [stack.enter_context(Worker(name)) for name in PEERS]
        for worker in workers:
            print(f"{worker.name:20} {worker.version or f'not installed: {worker.missing}'}")
        try:
            _run(wanted, workers, results)
        except KeyboardInterrupt:
            print("\nstopped; `--resume` goes on from here")
        about = _about(workers, time.monotonic() - begun)
    text = "\n".join(markdown(rows(), results, PEERS, about)) + "\n"
    (RESULTS if asked.only is None else DONE.with_suffix(".md")).write_text(text, encoding="utf-8")
    said = [verdict(row, results[row.key]) for row in wanted if row.key in results]
    print(
        f"{len(said)} rows: {said.count('reached')} reached, {said.count('missed')} missed, {said.count('void')} void"
    )
    return 1 if "void" in said else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--only", metavar="TEXT")
    parser.add_argument("--resume", action="store_true")
    return parser.parse_args()


def _known() -> dict[str, Measured]:
    if not DONE.is_file():
        return {}
    found = [Measured.of(text) for text in DONE.read_text(encoding="utf-8").splitlines()]
    return {each.key: each for each in found}


def _run(wanted: Sequence[Row], workers: Sequence[Worker], results: dict[str, Measured]) -> None:
    with DONE.open("a" if results else "w", encoding="utf-8") as kept:
        for row in wanted:
            if row.key not in results:
                results[row.key] = measured(row, workers)
                kept.write(results[row.key].text() + "\n")
                kept.flush()
                print(line(row, results[row.key]), flush=True)


def _about(workers: Sequence[Worker], seconds: float) -> str:
    versions = ", ".join(f"{worker.name} {worker.version or 'not installed'}" for worker in workers)
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    return (
        f"Made by `make bench` on {date.today().isoformat()} in {seconds:.0f} s; {machine}. {versions}. "
        f"Medians of up to {TURNS} turns, in which the peers alternate; a peer's figure is its median divided by "
        "Quorate's, so more than 1 is slower than Quorate. Times are in-process, without imports, "
        "with the building of each peer's own constraints; Quorate's are from roster and charter as read to an "
        "answer replayed by the reference evaluator."
    )


if __name__ == "__main__":
    raise SystemExit(main())
