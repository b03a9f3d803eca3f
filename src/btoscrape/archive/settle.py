"""Floor 2. What facts add up to, kept in step with them: after each batch for what it touched, wholly by `rebuild`."""

from __future__ import annotations

from sqlite_utils import Database

from . import events, ledger, stories
from .changes import Changes
from .dossier import dossiers

_WHOLE = {
    "topics": "SELECT DISTINCT topic FROM awards UNION SELECT topic FROM award_stories",
    "articles": "SELECT id FROM articles",
    "organizations": "SELECT id FROM organizations",
}


def settle(db: Database, changes: Changes) -> None:
    """Each in its turn: what a later one is made of comes before it."""
    stories.settle(db, changes)
    events.settle(db, changes)
    for dossier in dossiers(db, changes.blocs):
        ledger.settle(db, dossier)


def everything(db: Database) -> Changes:
    """As if all that the archive holds had been touched."""
    found = {name: {row[0] for row in db.execute(sql)} for name, sql in _WHOLE.items()}
    return Changes(**found, blocs=set(db.execute("SELECT province, key FROM blocs UNION SELECT province, key FROM ledger").fetchall()))
