"""Receipts: the writes of one received command are done once, however often the command is carried out.

While a receipt is in effect, ``Database.write`` stores the result of each job in the transaction of the job itself.
If the process dies before the command is answered, the next one carries it out again: a job that was committed then
returns its stored result and changes nothing. Reads are repeated.

    with carrying_out(update_id):
        reply = await answer(request)
"""

from __future__ import annotations

import io
import pickle
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from watchers.store.failpoints import Failpoint, reach

if TYPE_CHECKING:
    from watchers.store.database import Transaction

P = ParamSpec("P")
T = TypeVar("T")


class Receipt:
    """The jobs of one update that were done so far in this process, by name."""

    def __init__(self, update: int) -> None:
        self._update = update
        self._begun: Counter[str] = Counter()

    def once(self, job: Callable[Concatenate[Transaction, P], T]) -> Callable[Concatenate[Transaction, P], T]:
        """Return a job that does ``job`` and stores its result, or returns the result that is stored."""
        name = f"{job.__module__}.{getattr(job, '__qualname__', type(job).__name__)}"
        self._begun[name] += 1
        key = (self._update, name, self._begun[name])

        def recorded(tx: Transaction, /, *args: P.args, **kwargs: P.kwargs) -> T:
            stored = tx.one("select result from effects where update_id = ? and job = ? and nth = ?", *key)
            if stored is not None:
                result: T = _Reader(io.BytesIO(stored[0])).load()
                return result
            result = job(tx, *args, **kwargs)
            tx.execute("insert into effects values (?, ?, ?, ?)", *key, pickle.dumps(result))
            reach(Failpoint.EFFECT)
            return result

        return recorded


current: ContextVar[Receipt | None] = ContextVar("receipt", default=None)
"""The receipt that is in effect for this task, or None."""


@contextmanager
def carrying_out(update: int) -> Iterator[None]:
    """Put the receipt of an update into effect for the writes of this task."""
    token = current.set(Receipt(update))
    try:
        yield
    finally:
        current.reset(token)


class _Reader(pickle.Unpickler):
    """Read values of this program and dates, and refuse anything else that a damaged file may name."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("watchers.") or module == "datetime" or (module, name) in _PLAIN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not a result of a job")


_PLAIN = {("builtins", "range"), ("builtins", "frozenset"), ("builtins", "set")}
