"""The shape of an amendment file."""

from pydantic import Field

from quorate.charter.charter_shape import ClauseShape, DutyShape, FactShape, PropertyShape
from quorate.charter.shapes import Day, Id, Many, Shape, Table, Version, Words


class ChangeShape(Shape):
    """One change: `replace: ID` or `strike: ID`, or a new piece, `after: ID` or at the end."""

    replace: Id | None = Field(None, description="the id of the piece that gives way")
    strike: Id | None = Field(None, description="the id of the piece that goes")
    after: Id | None = Field(None, description="the id of the piece after which the new one stands")
    clause: ClauseShape | None = Field(None, description="the new clause, whole")
    duty: DutyShape | None = Field(None, description="the new duty, whole")
    property: PropertyShape | None = Field(None, description="the new property, whole")


class AmendmentShape(Shape):
    """A change to a charter."""

    quorate: Version = Field(description="the version of the file format")
    amends: Id = Field(description="the id of the charter that is changed")
    title: Words = Field(description="what people call it")
    text: Words | None = Field(None, description="what it is for, in a sentence")
    effective: Day | None = Field(None, description="the first day on which it applies")
    facts: Table[Table[FactShape]] | None = Field(
        None, description="what the new pieces read beside the charter's facts"
    )
    changes: Many[ChangeShape] = Field(description="what is changed, in this order")
