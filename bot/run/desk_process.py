"""`python -m bot.run.desk_process`: the staff desk, on loopback by default; a proxy of the kommun's with TLS stands in front."""

from __future__ import annotations


def main() -> None:
    from bot import log

    log.silence()
    from bot.run import absent

    absent.install()  # spaCy would load TensorFlow when an example is proposed
    from bot.desk.app import make_app
    from bot.desk.oidc import kommun_login
    from bot.desk.sessions import Sessions
    from bot.desk.throttle import KnownBrowsers, Throttle
    from bot.desk.visit import Desk, data_key
    from bot.run import strict_http
    from bot.settings import read_settings
    from bot.storage import desk, records
    from bot.storage.engine import open_database

    settings = read_settings()
    own, stored = open_database(settings.desk_database_url), open_database(settings.database_url)
    desk.create(own)
    records.create(stored)
    browsers = KnownBrowsers(data_key(settings.data_folder))
    held = Desk(settings, stored, own, Sessions(), Throttle(), browsers, kommun_login(settings))
    app = make_app(held)
    strict_http.install(app)
    app.run(host=settings.desk_host, port=settings.desk_port, workers=1, access_log=False, motd=False)


if __name__ == "__main__":
    main()
