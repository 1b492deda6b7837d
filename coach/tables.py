"""What the journal's database holds: every table of it, so that all that is kept of a person can be found.

A table with a column `person` belongs to people by their names in the spelling of `one_name`; the journal
deletes the rows of a person from all of these.
"""

from __future__ import annotations

import sqlalchemy as sa

NAME = 200
"""Characters of a name, and of a place."""

meta = sa.MetaData()
people = sa.Table(
    "people",
    meta,
    sa.Column("name", sa.String(NAME), primary_key=True),
    sa.Column("profile", sa.JSON, nullable=False),
)
events = sa.Table(
    "events",
    meta,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("person", sa.String(NAME), nullable=False, index=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
)
places = sa.Table(
    "places",
    meta,
    sa.Column("person", sa.String(NAME), primary_key=True),
    sa.Column("sheet", sa.String(100), nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Column("at", sa.Float, nullable=False),
)
paired = sa.Table(
    "paired",
    meta,
    sa.Column("place", sa.String(NAME), primary_key=True),
    sa.Column("person", sa.String(NAME), nullable=False, index=True),
    sa.Column("at", sa.Float, nullable=False),
)
codes = sa.Table(
    "codes",
    meta,
    sa.Column("code", sa.String(6), primary_key=True),
    sa.Column("person", sa.String(NAME), nullable=False, unique=True),
    sa.Column("at", sa.Float, nullable=False),
)
guesses = sa.Table(
    "guesses",
    meta,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("place", sa.String(NAME), nullable=False, index=True),
    sa.Column("at", sa.Float, nullable=False),
)


def of_people() -> dict[sa.Table, sa.Column[str]]:
    """The tables that hold something of a person, each with the column of the person's name."""
    owned = {table: table.c.person for table in meta.sorted_tables if "person" in table.c}
    return {people: people.c.name, **owned}
