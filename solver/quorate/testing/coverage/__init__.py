"""What scenarios see of their charters."""

from quorate.testing.coverage.scenarios import covered as covered
