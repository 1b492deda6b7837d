"""The command line of SpineCoach: what a person types, and what a program talks to."""

__version__ = "0.1.0"
