"""The ASGI extension by which a server takes several texts in one `websocket.send`, as `texts` beside `text`.

`config/channel.py` offers it, `permanence/live` uses it where it is offered.
"""

SEVERAL_TEXTS = "permanence.texts"
"""Its name among the extensions of a scope."""
