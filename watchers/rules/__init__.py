"""The meaning of a watch: rule text to Rule and back. Law: ``reread(str(rule)) == rule``."""

from watchers.rules.canonical import canonical as canonical
from watchers.rules.names import Give as Give
from watchers.rules.names import OwnName as OwnName
from watchers.rules.names import OwnNames as OwnNames
from watchers.rules.names import Show as Show
from watchers.rules.names import TakeBack as TakeBack
from watchers.rules.names import only_words as only_words
from watchers.rules.names import own_name as own_name
from watchers.rules.parse import parse as parse
from watchers.rules.parse import reread as reread
from watchers.rules.syntax import And as And
from watchers.rules.syntax import Entity as Entity
from watchers.rules.syntax import Field as Field
from watchers.rules.syntax import InTitle as InTitle
from watchers.rules.syntax import Near as Near
from watchers.rules.syntax import Not as Not
from watchers.rules.syntax import Or as Or
from watchers.rules.syntax import Phrase as Phrase
from watchers.rules.syntax import Prefix as Prefix
from watchers.rules.syntax import Rule as Rule
from watchers.rules.syntax import Term as Term
from watchers.rules.syntax import Word as Word
from watchers.rules.syntax import joined as joined
from watchers.rules.syntax import terms as terms
