"""Floor 2. The lexer: sentences as chunks (awards, names of bodies, people, counts, roles, verbs and marks) by the terms of the catalog."""

from __future__ import annotations

from collections.abc import Iterable

from ..catalog.terms import Terms
from .chunks import Chunks
from .cutter import Cutter
from .known import KnownNames
from .tokens import Tokens


class Lexer:
    """Cuts the sentences of one article into chunks. `seen` collects the ids of the catalog's entries that decided something."""

    def __init__(self, terms: Terms, names: Iterable[str] = ()) -> None:
        """One lexer an article; its words are looked up in the catalog once, however often they are cut. The `names` are taken whole."""
        self._terms = terms
        self._known = KnownNames(names, terms.begins_body)
        self._tokens: dict[tuple[str, bool], Tokens] = {}
        self._rests: dict[tuple[str, int], Tokens] = {}
        self.seen: set[str] = set()

    def knowing(self, names: Iterable[str]) -> Lexer:
        """A lexer of the same article that takes these names whole."""
        lexer = Lexer(self._terms, names)
        lexer._tokens, lexer.seen = self._tokens, self.seen
        return lexer

    def chunks(self, text: str, start: int = 0, *, eager: bool = False, listed: bool = False) -> Chunks:
        """The chunks of a text that stands at `start`.

        `listed`: it is a list of names, no sentence; `eager`: small letters behind a comma go on with a name.
        """
        return Cutter(self._terms, self._known, self._words(text, listed=listed), start, eager=eager).run()

    def rest(self, text: str, start: int, place: int, *, eager: bool) -> Chunks:
        """The chunks of the list of names that goes on from that place of a text, which stands at `start`, to its end."""
        tokens = self._rests.get((text, place))
        if tokens is None:
            tokens = self._rests[text, place] = self._words(text, listed=False).rest(place)
        return Cutter(self._terms, self._known, tokens, start, eager=eager).run()

    def names(self, text: str, start: int) -> set[tuple[int, int]]:
        """The spans of the known names in a text that stands at `start`."""
        tokens = self._words(text, listed=False)
        return {(start + tokens.starts[i], start + tokens.ends[end - 1]) for i, end in self._known.places(tokens.low)}

    def _words(self, text: str, *, listed: bool) -> Tokens:
        """The text's tokens, looked up once."""
        tokens = self._tokens.get((text, listed))
        if tokens is None:
            tokens = self._tokens[text, listed] = Tokens(self._terms, text, self.seen, listed=listed)
        return tokens
