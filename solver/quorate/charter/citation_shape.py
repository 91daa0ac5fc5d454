"""The shape of a citation: where a clause comes from."""

from quorate.charter.leaves import WORDS
from quorate.charter.shapes import Shape, one_or_many, optional


class CitationShape(Shape):
    """Where a clause comes from."""

    section = optional(WORDS, "the heading in the document, or the section number of a law")
    quote = optional(one_or_many(WORDS), "short fragments by which the text is found, word for word")
    source = optional(WORDS, "an outside source, such as a statute")
