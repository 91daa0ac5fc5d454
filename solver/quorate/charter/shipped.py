"""Where the charters and scenarios that come with Quorate lie: inside an installed wheel, or in the checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped(folder: str) -> Path:
    """The shipped `policies` or `scenarios`: beside the package's files in a wheel, else in the checkout.

    A wheel carries them as `quorate/_policies` and `quorate/_scenarios`; an editable install reads the checkout.
    """
    packed = _PACKAGE / f"_{folder}"
    return packed if packed.is_dir() else _PACKAGE.parents[1] / folder
