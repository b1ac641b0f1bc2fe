"""The migrations, one in each module, in the order of their names.

A released migration is frozen: it imports none of our code, so that its effect on an old file never changes.
Migrations create and alter tables; rows that are costly to compute are left to a background job
(``watchers.search``). Times are seconds since 1970 in UTC.
"""
