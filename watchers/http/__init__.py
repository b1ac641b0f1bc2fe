"""HTTP as the rest of watchers uses it: conditional GETs within limits, to public addresses only."""

from watchers.http.client import Downloads as Downloads
from watchers.http.client import Fetch as Fetch
from watchers.http.client import Fetcher as Fetcher
from watchers.http.client import Limits as Limits
from watchers.http.client import Network as Network
from watchers.http.guard import check_address as check_address
from watchers.http.posting import Answered as Answered
from watchers.http.posting import NotPosted as NotPosted
from watchers.http.posting import Poster as Poster
