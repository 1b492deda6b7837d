"""From a person's words to canonical values: a lexicon and rules, no model."""

from coach.understand.answers import parse_answer, to_the_point
from coach.understand.codes import told_code
from coach.understand.commands import command, holds_up, is_stop, phrases, silencing
from coach.understand.entities import extract, relevant
from coach.understand.languages import language_wish
from coach.understand.models import ACTING, Answer, Ask, Entity, Value
from coach.understand.persons import Identified, identified
from coach.understand.speaking import speaking_wish

__all__ = [
    "ACTING",
    "Answer",
    "Ask",
    "Entity",
    "Identified",
    "Value",
    "command",
    "extract",
    "holds_up",
    "identified",
    "is_stop",
    "language_wish",
    "parse_answer",
    "phrases",
    "relevant",
    "silencing",
    "speaking_wish",
    "to_the_point",
    "told_code",
]
