"""The only package that contains SQL: one module for each kind of row; all jobs run through ``Database``."""

from watchers.store.database import Database as Database
from watchers.store.database import Rows as Rows
from watchers.store.database import Transaction as Transaction
from watchers.store.database import amend as amend
from watchers.store.database import database_bytes as database_bytes
from watchers.store.database import look_into as look_into
