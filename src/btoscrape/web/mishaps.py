"""Floor 4. What went wrong, said to people in their language, without the names of files that an error may hold."""

from __future__ import annotations

import sys
import traceback
from typing import Any

from datasette import Response
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Request
from datasette.views.base import DatasetteError

from .asking import Row


async def mishap(datasette: Any, request: Request, error: Exception) -> Response:  # noqa: ANN401
    """The page for an error: not there, not allowed, took too long, wrongly asked; or our mistake, which goes to standard error."""
    status, said = _told(error)
    if status == 500:
        traceback.print_exception(error, file=sys.stderr)
    context: Row = {"status": status, "said": said, "here": request.path}
    return Response.html(await datasette.render_template("error.html", context, request=request), status=status)


def _told(error: Exception) -> tuple[int, str]:
    """The status, and what may be shown of the message."""
    if isinstance(error, QueryInterrupted):
        return 503, ""
    if isinstance(error, Base400):
        return error.status, str(error.args[0]) if error.args and error.status == 400 else ""
    if isinstance(error, DatasetteError):
        if error.message_is_html:
            return 503, ""
        return 400 if error.status == 500 else error.status, str(error.message)  # a column or filter that is not there
    return 500, ""
