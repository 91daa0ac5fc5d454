"""The properties that can be asked of a charter: its own and those of packs, and which of them a name means."""

from collections.abc import Iterable, Iterator, Sequence

from quorate.charter.document import Charter, Property
from quorate.charter.library import Library
from quorate.source.diagnostic import CallError, Diagnostic, did_you_mean

FOLDER = "properties"
"""Where packs lie whose properties every charter is asked."""
_LIST = "`quorate prove CHARTER --list` lists those there are"


def properties_asked(charter: Charter, names: Sequence[str], library: Library) -> tuple[Property, ...]:
    """The properties that names mean, each once, in the order named; without names all that every charter is asked.

    A name is the id of a property of the charter's own, `PACK/ID`, or a pack's id for all that it has.
    """
    if not names:
        return tuple(claim for document in (charter, *shared(library)) for claim in document.properties)
    found: dict[tuple[str, str], Property] = {}
    wrong: list[Diagnostic] = []
    for name in names:
        meant = tuple(_meant(charter, name, library))
        found.update({(claim.charter, claim.id): claim for claim in meant})
        if not meant:
            wrong.append(_unknown(charter, name, library))
    if wrong:
        raise CallError(wrong)
    return tuple(found.values())


def shared(library: Library) -> Iterator[Charter]:
    """The packs whose properties every charter is asked, by their ids."""
    return (library.charter(name) for name in library.inside(FOLDER))


def _meant(charter: Charter, name: str, library: Library) -> Iterable[Property]:
    own = [claim for claim in charter.properties if claim.id == name]
    if own:
        return own
    if name == charter.id:
        return charter.properties
    pack = _pack(name, library)
    if pack is not None:
        return pack.properties
    before, _, claim_id = name.rpartition("/")
    document = charter if before == charter.id else _pack(before, library)
    return () if document is None else (claim for claim in document.properties if claim.id == claim_id)


def _pack(name: str, library: Library) -> Charter | None:
    """The pack of an id; a charter's own properties are asked of no other."""
    document = library.charter(name) if library.path(name) is not None else None
    return document if document is not None and document.kind is None else None


def _unknown(charter: Charter, name: str, library: Library) -> Diagnostic:
    if _pack(name, library) is not None:
        return Diagnostic("unknown-property", f"the pack `{name}` has no properties", help=_LIST)
    packs = tuple(shared(library))
    full = [f"{pack.id}/{claim.id}" for pack in packs for claim in pack.properties]
    namesakes = [each for each in full if each.rpartition("/")[2] == name]
    own = [claim.id for claim in charter.properties]
    advice = f"did you mean {' or '.join(f'`{each}`' for each in namesakes)}?" if namesakes else None
    advice = advice or did_you_mean(name, (*own, *full, *(pack.id for pack in packs)))
    advice = advice or _LIST
    return Diagnostic("unknown-property", f"`{charter.id}` is asked no property `{name}`", help=advice)
