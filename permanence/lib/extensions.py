"""ASGI extensions: what our server (`config/channel.py`) can do beyond the standard, by its name in a scope.

Whoever uses one asks the scope first: under another server the application does without.
"""

SEVERAL_TEXTS = "permanence.texts"
"""`websocket.send` takes `texts`, a list of texts that leave in one write, beside `text`."""
