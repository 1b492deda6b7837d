"""What is kept of a person, put in order: pictures, papers for the doctor, and what the numbers say."""

from coach.records.data import Records, read
from coach.records.fhir import fhir
from coach.records.pdf import pdf
from coach.records.plots import Plot, plots
from coach.records.summary import Summary, summary
from coach.records.table import csv

__all__ = ["Plot", "Records", "Summary", "csv", "fhir", "pdf", "plots", "read", "summary"]
