"""The shape of what spares a broken clause, of what ends a breach, and of classes of seats."""

from quorate.charter.citation_shape import CitationShape
from quorate.charter.document import ReliefKind
from quorate.charter.leaves import AMOUNT, DAY, FLAG, ID, RULE, WHOLE, WORDS, words_of
from quorate.charter.shapes import Shape, many, optional, required, shape

CHOICES = ("all", "by_agreement", "latest", "earliest", "by_lot")


class InForceShape(Shape):
    """The first and the last day on which a clause applies."""

    from_ = optional(DAY, "the first day", name="from")
    until = optional(DAY, "the last day")


class ReliefShape(Shape):
    """What spares a body a broken clause for a time: a waiver, a cure or a phase-in."""

    id = required(ID, "its name, unlike every other in the file")
    kind = required(words_of(ReliefKind, "kind of relief"), "waiver, cure or phase_in")
    text = optional(WORDS, "what it says, in one's own words")
    cite = optional(shape(CitationShape), "where it comes from")
    helps = optional(
        many(WORDS), "the clauses it helps, `pack/clause` for those of packs; all of scope body unless stated"
    )
    start = optional(RULE, "the events that begin it, or the day on which it begins")
    given = optional(RULE, "which `waived` events that name it in `relief` grant it")
    who = optional(RULE, "the members `m` without whom the clause is judged again; without it, it is suspended")
    while_ = optional(RULE, "what must be so all the time since it began", name="while")
    until = optional(RULE, "its last day")
    alone = optional(FLAG, "true where it does not stack with other relief of the same clause")
    at_most = optional(WHOLE, "how many members it covers at once")
    in_force = optional(shape(InForceShape), "the first and last day on which it can begin")
    verified = optional(FLAG, "false where nobody has yet compared it with its source")


class RemedyShape(Shape):
    """One step of what ends a breach: who leaves."""

    leave = required(RULE, "the members `m` of whom somebody, or all, leave")
    choose = optional(words_of(CHOICES, "way to choose"), "all unless stated")
    by = optional(RULE, "the last day for it; it sees `breach`")
    then = optional(WORDS, "what follows when it is done, such as an election")


class SeatShape(Shape):
    """The seats of one class."""

    class_ = required(WORDS, "the name of the class, as members have it in `seat`", name="class")
    text = optional(WORDS, "what it is, in one's own words")
    cite = optional(shape(CitationShape), "where it comes from")
    count = optional(WHOLE, "how many there are; 1 unless stated")
    selected_by = optional(WORDS, "who fills them: a body, an office, or anybody else in words")
    term = optional(AMOUNT, "how long a term is: `years(2)` or `months(18)`")
    most_terms = optional(WHOLE, "how many terms in a row somebody may serve")
    cohorts = optional(many(WHOLE), "how many of the terms end together: one number for each year in turn")
    hold_over = optional(FLAG, "true where a member stays until somebody follows")
    votes = optional(WHOLE, "how many votes each has; 1 unless stated, 0 for none")
    ex_officio = optional(WORDS, "`offices.NAME`: whoever holds the office has the seat")
