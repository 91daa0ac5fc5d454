"""The Hypothesis strategies that Quorate offers to those who test charters of their own.

>>> from quorate.testing.strategies import policies, rosters
"""

from quorate.testing.calendars import calendars
from quorate.testing.charters import charter_texts, charters, policies
from quorate.testing.expressions import well_typed
from quorate.testing.rosters import changed, exceptions, losses, organisation, rosters, some_of, usual, vacancies

__all__ = [
    "calendars",
    "changed",
    "charter_texts",
    "charters",
    "exceptions",
    "losses",
    "organisation",
    "policies",
    "rosters",
    "some_of",
    "usual",
    "vacancies",
    "well_typed",
]
