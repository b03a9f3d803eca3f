"""Floor 2; an article's text into facts, each with its sentence. Pure; standard library only.

`passage` parts the text into sentences. The lexer cuts each into chunks by the terms of the catalog: `tokens` are its words, of which
`vocabulary` knows what each is by itself, `naming` and `blocnames` tell where names end, `cutter` and `figures` cut, `postings` join posts
with bodies; `reader.Text` keeps the chunks. From chunks `lists` reads names (`items`, `heads`), and each kind of fact is read by a file of
its own: `blocs`, `events`, `members` (`counts`, `openings`, `parting`, `listings`), `ranks`, `awards` (`clauses`, `subjects`, `behind`,
`meant`, `repeats`) and `officers` (`offices`, `holders`, `taking`, `handovers`, `tenure`). `engine` calls one after the other. Rule ids such
as M1, A4 and O5 are those of the phrasing patterns.
"""

from .engine import ENGINE_VERSION, article_from_text, read_facts, shown, to_json
from .evaluate import Report, evaluate
from .relevance import concerns, relevance

__all__ = [
    "ENGINE_VERSION",
    "Report",
    "article_from_text",
    "concerns",
    "evaluate",
    "read_facts",
    "relevance",
    "shown",
    "to_json",
]
