"""What all errors have in common whose message is a plain sentence for a person, with what to do."""

from __future__ import annotations


class PlainError(Exception):
    """Its message may be shown as it is; anything else that is raised is a fault of the program.

    `status` is the exit status of a command that ends with it.
    """

    status = 1
