"""Classify: the ICS classes and the committee of a text that has none, derived, with a score; see ``docs``."""

from opennss.catalogue.classify.keeping import load, of_catalogue, save
from opennss.catalogue.classify.model import HEADS, Candidate, Classifier, Derived, classify
from opennss.catalogue.classify.training import train

__all__ = ["HEADS", "Candidate", "Classifier", "Derived", "classify", "load", "of_catalogue", "save", "train"]
