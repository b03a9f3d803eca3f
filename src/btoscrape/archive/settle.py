"""Floor 2. What facts add up to, kept in step with them: after each batch for what it touched, wholly by `rebuild`."""

from __future__ import annotations

from sqlite_utils import Database

from . import alike, blocs, decided, doubts, events, ledger, organizations, outlived, stories
from .changes import Changes
from .contradictions import contradictions
from .dossier import dossiers

_WHOLE = (
    "SELECT id FROM articles",
    "SELECT id FROM organizations",
    "SELECT topic FROM awards UNION SELECT topic FROM award_stories",
)


def settle(db: Database, changes: Changes) -> None:
    """Each in its turn: what a later one is made of comes before it."""
    organizations.forget_names(db, changes)
    blocs.rename(db, changes.left)
    stories.settle(db, changes)
    events.settle(db, changes)
    merged = organizations.successors(db)
    for dossier in dossiers(db, changes.blocs):
        ledger.settle(db, dossier)
        doubts.replace(db, f"bloc {dossier.province} {dossier.key}", contradictions(dossier, merged))
    alike.settle(db, changes)
    outlived.settle(db, changes)
    decided.settle(db, changes)
    blocs.drop(db, changes.left)
    organizations.drop(db, changes.names)


def everything(db: Database) -> Changes:
    """As if all that the archive holds had been touched."""
    articles, bodies, topics = ({row[0] for row in db.execute(sql)} for sql in _WHOLE)
    blocs = set(db.execute("SELECT province, key FROM blocs UNION SELECT province, key FROM ledger").fetchall())
    return Changes(articles, bodies, topics, blocs, corrections=True)
