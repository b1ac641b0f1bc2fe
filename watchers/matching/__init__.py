"""Matching of an item against all rules at once: which rules it meets, by which words, and where."""

from watchers.matching.evaluator import Reading as Reading
from watchers.matching.evaluator import explain as explain
from watchers.matching.index import Index as Index
from watchers.matching.index import Sample as Sample
from watchers.matching.index import sample as sample
from watchers.matching.recognizer import Recognizer as Recognizer
from watchers.matching.recognizer import load as load
from watchers.matching.surroundings import FIELD_NAMES as FIELD_NAMES
