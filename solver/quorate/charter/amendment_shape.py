"""The shape of an amendment file."""

from quorate.charter.charter_shape import ClauseShape, DutyShape, FactShape, PropertyShape
from quorate.charter.leaves import DAY, ID, VERSION, WORDS
from quorate.charter.relief_shape import ReliefShape
from quorate.charter.shapes import Shape, many, optional, required, shape, table


class ChangeShape(Shape):
    """One change: `replace: ID` or `strike: ID`, or a new piece, `after: ID` or at the end."""

    replace = optional(ID, "the id of the piece that gives way")
    strike = optional(ID, "the id of the piece that goes")
    after = optional(ID, "the id of the piece after which the new one stands")
    clause = optional(shape(ClauseShape), "the new clause, whole")
    duty = optional(shape(DutyShape), "the new duty, whole")
    property = optional(shape(PropertyShape), "the new property, whole")
    relief = optional(shape(ReliefShape), "the new waiver, cure or phase-in, whole")


class AmendmentShape(Shape):
    """A change to a charter."""

    quorate = required(VERSION, "the version of the file format")
    amends = required(ID, "the id of the charter that is changed")
    title = required(WORDS, "what people call it")
    text = optional(WORDS, "what it is for, in a sentence")
    effective = optional(DAY, "the first day on which it applies")
    facts = optional(table(table(shape(FactShape))), "what the new pieces read beside the charter's facts")
    changes = required(many(shape(ChangeShape)), "what is changed, in this order")
