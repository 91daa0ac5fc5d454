"""Coverage-guided fuzzing of what reads files: `make robustness`, or `python tests/robustness/run.py TARGET [SECONDS]`.

By atheris (libFuzzer). What breaks is kept in `.robustness/TARGET/` beside the corpus that was found.
"""

import sys
from pathlib import Path

try:
    import atheris
except ImportError:
    sys.exit(
        "atheris cannot be imported: `pip install quorate[robustness]` needs Linux or macOS and CPython up to 3.13"
    )

with atheris.instrument_imports(include=["quorate", "yaml"]):
    from targets import TARGETS, seeds

FOLDER = Path(".robustness")
WORDS = Path(__file__).with_name("words.dict")
LARGEST = 20_000
"""Bytes of the largest input that is tried."""


def main(name: str, seconds: int) -> None:
    """Feeds a target for so many seconds; ends with status 77 at the first input that breaks it."""
    corpus, broken = FOLDER / name / "corpus", FOLDER / name / "broken"
    for folder in (corpus, broken):
        folder.mkdir(parents=True, exist_ok=True)
    for key, text in seeds(name).items():
        (corpus / key).write_bytes(text[:LARGEST])
    options = [
        f"-max_total_time={seconds}", f"-max_len={LARGEST}", "-timeout=10", "-rss_limit_mb=2048",
        f"-artifact_prefix={broken}/", f"-dict={WORDS}", "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 600)
