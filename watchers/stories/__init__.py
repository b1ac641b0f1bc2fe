"""Which items are about the same story, in whatever language, and which continue it (pure, except for filing)."""

from watchers.stories.relation import PROCEDURE_LASTS as PROCEDURE_LASTS
from watchers.stories.relation import SAME_WITHIN as SAME_WITHIN
from watchers.stories.relation import Relation as Relation
from watchers.stories.relation import relation as relation
from watchers.stories.telling import Teller as Teller
from watchers.stories.telling import Telling as Telling
