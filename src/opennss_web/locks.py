"""Locks that last as long as a transaction. SQLite has one writer anyway; PostgreSQL is told who waits for whom.

Everybody takes them in one order: the round, its sheets, its invitations, their links, and the history last.
"""

from __future__ import annotations

from django.db import connection, transaction

HISTORY, ROUND = 1, 2
"""What is locked: the end of the history, or whether a round takes answers."""


def hold(what: int, number: int = 0, shared: bool = False) -> None:
    """Wait for a lock and keep it until the transaction ends; ``shared`` holders do not wait for each other.

    Respondents share a round, and its closing waits for them and lets nobody in: no answer is acknowledged that the
    closing does not see. Raises ``TransactionManagementError`` outside a transaction, where nothing would be held.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a lock is held inside a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock{'_shared' * shared}(%s, %s)", [what, number])
