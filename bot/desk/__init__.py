"""The staff desk: a web application of its own, on a port of its own, never reachable through the public door.

`app.py` takes a request in, `routes.py` names every page with the permission it needs, `permissions.py` who has it,
`views/` hold a page's handler each, `templates/` the HTML. All SQL is in bot/storage/.
"""
