"""A LibreTranslate of the tests' own, on loopback."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class Translator:
    """A LibreTranslate on loopback that answers what a test wants and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.status = 200
        self.answer = b'{"translatedText": "Il est devant la porte", "detectedLanguage": {"language": "en"}}'
        self.headers: dict[str, str] = {}
        self.silent = threading.Event()
        self.silent.set()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                fake.asked.append({"path": self.path, **json.loads(self.rfile.read(length))})
                fake.silent.wait(10)
                self.send_response(fake.status)
                for name, value in fake.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(fake.answer)

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Nothing of it is left."""
        self.silent.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
