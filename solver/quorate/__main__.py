"""`python -m quorate`, and what the `quorate` script calls."""

from quorate.cli.app import main

if __name__ == "__main__":
    main()
