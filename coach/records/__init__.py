"""What is kept of a person, put in order: pictures, papers for the doctor, and what the numbers say."""

from coach.records.data import Records, read
from coach.records.plots import Plot, plots

__all__ = ["Plot", "Records", "plots", "read"]
