"""`python -m bot.run.actions_process`: the action server, on loopback, which repeats nothing it was sent."""

from __future__ import annotations

import logging
import os


def main() -> None:
    from bot import log

    log.silence()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    from rasa_sdk.endpoint import create_app
    from sanic import Request
    from sanic.exceptions import SanicException
    from sanic.response import HTTPResponse, json

    from bot.run import strict_http
    from bot.settings import read_settings

    app = create_app("actions")
    strict_http.install(app)

    def failed(_request: Request, error: Exception) -> HTTPResponse:
        # The SDK's own handler answers with the request in it: every word of the conversation.
        logging.getLogger(__name__).error("action failed: %s", type(error).__name__)
        status = error.status_code if isinstance(error, SanicException) else 500
        return json({"error": type(error).__name__}, status=status)

    app.error_handler.add(Exception, failed)
    app.run(host="127.0.0.1", port=read_settings().actions_port, workers=1, access_log=False)


if __name__ == "__main__":
    main()
