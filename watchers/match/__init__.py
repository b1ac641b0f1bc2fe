"""Which rules an item meets, by which words, and where: reverse search over all rules at once."""

from watchers.match.evaluate import Reading as Reading
from watchers.match.evaluate import explain as explain
from watchers.match.filing import Sample as Sample
from watchers.match.filing import sample as sample
from watchers.match.index import Index as Index
from watchers.match.reading import FIELD_NAMES as FIELD_NAMES
from watchers.match.recognise import Recogniser as Recogniser
