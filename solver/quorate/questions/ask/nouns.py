"""The nouns of a questionnaire: what is asked of whom, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quorate.cel.types import Type
from quorate.charter.document import Clause, Duty, Force


class Kind(StrEnum):
    """Whom a sheet of the questionnaire is for, or about."""

    PERSON = "person"
    BODY = "body"
    ORGANISATION = "organisation"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Reason:
    """A clause or duty whose verdict for a body hangs on the answer.

    `joining` says that it is the verdict on the body with this person in it beside its members; `occasions` are the
    meetings, votes or periods, where it is one on those. `shown` is whether two answers are known under which the
    verdict differs, all else being the same; where it is not, nothing says either that there are none.
    """

    subject: Clause | Duty
    body: str
    joining: bool = False
    occasions: tuple[str, ...] = ()
    shown: bool = True

    @property
    def binds(self) -> bool:
        return self.subject.force is not Force.SHOULD


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that is not known. `answer` is how it may be answered; `type` is none of what is no declared fact.

    `board` says that the answer is a determination, which the board makes and not the person. `fields` are those of an
    entry of a list of records, with what they take.
    """

    fact: str
    text: str
    answer: str
    type: Type | None
    reasons: tuple[Reason, ...]
    board: bool = False
    fields: Mapping[str, str] | None = None
    counsel: bool = False

    @property
    def shown(self) -> bool:
        return any(reason.shown for reason in self.reasons)

    @property
    def binds(self) -> bool:
        return any(reason.binds for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The questions about one person, body or organisation, or about what the records should say."""

    kind: Kind
    id: str
    name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class AskAnswer:
    """`open` counts the verdicts that are not known, `settled` those among them that no answer could change."""

    roster: str
    title: str
    illustrative: bool
    as_of: date
    sheets: tuple[Sheet, ...]
    open: int
    settled: int

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for sheet in self.sheets for question in sheet.questions)
