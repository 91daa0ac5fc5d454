"""`python -m quorate`, and what the `quorate` script calls."""

import gc
import sys

gc.set_threshold(100_000, 50, 50)  # a command mostly builds what stays to its end: looking for garbage costs a tenth


def main() -> None:
    """Run the command line. Most of a short command is imports: they are made here, where Ctrl-C is heard."""
    try:
        from quorate.cli.app import main as run  # noqa: PLC0415

        run()
    except KeyboardInterrupt:
        _interrupted()


def _interrupted() -> None:
    """Ctrl-C before a command was there to answer it, or after it had."""
    try:
        sys.stderr.write("interrupted\n")
    finally:
        sys.exit(130)


if __name__ == "__main__":
    main()
