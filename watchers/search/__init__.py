"""Search stored items with a rule: its full-text question, its results, and the job that indexes items."""

from watchers.search.query import Blocker as Blocker
from watchers.search.query import Candidates as Candidates
from watchers.search.query import Find as Find
from watchers.search.query import Found as Found
from watchers.search.query import Page as Page
from watchers.search.query import Turn as Turn
from watchers.search.query import back_test as back_test
from watchers.search.query import blocker as blocker
from watchers.search.query import browse as browse
from watchers.search.query import candidates as candidates
from watchers.search.query import every as every
