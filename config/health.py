"""Is the process alive, is it ready: for whoever watches the server."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from config import jobs
from permanence.desk.paging import queries as paging
from permanence.vault import fitness

JOBS_LATE_AFTER_S = 60
_schema_fits = False


def healthz(_request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(_request: HttpRequest) -> JsonResponse:
    """The process may be given work: it reaches its database, whose schema is the one it needs, and has the keys; 503
    otherwise.

    Periodic work that is late, and calls to whoever is on call that do not go out, are told and do not make it unready:
    visitors are still answered.
    """
    try:
        schema = "ok" if schema_fits() else "behind"
        age = jobs.age_s() if schema == "ok" else None
        keys = "missing" if schema == "ok" and not fitness.is_ready() else "ok"
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    late = age is None or age > JOBS_LATE_AFTER_S
    told = {"age_s": None if age is None else round(age, 1), "state": "late" if late else "ok"}
    pages = paging.state().state if schema == "ok" else "unknown"
    found = {"database": "ok", "schema": schema, "keys": keys, "jobs": told, "pages": pages}
    if (schema, keys) != ("ok", "ok"):
        return JsonResponse({"status": "unavailable", **found}, status=503)
    return JsonResponse({"status": "ok", **found})


def schema_fits() -> bool:
    """Whether every migration that this program knows was applied; afterwards only whether it answers."""
    global _schema_fits  # noqa: PLW0603
    if _schema_fits:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    _schema_fits = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _schema_fits
