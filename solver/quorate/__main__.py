"""`python -m quorate`, and what the `quorate` script calls."""

import gc

gc.set_threshold(100_000, 50, 50)  # a command mostly builds what stays to its end: looking for garbage costs a tenth

from quorate.cli.app import main  # noqa: E402

if __name__ == "__main__":
    main()
