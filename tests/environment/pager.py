"""Whoever is paged, on loopback: takes JSON over HTTP, takes mail over SMTP, fails when told to."""

import json
import socketserver
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Pager:
    """Remembers every page it was sent; `status` is what it answers, `silent` makes it wait."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.status = 204
        self.location = ""
        self.lock = threading.Lock()
        pager = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with pager.lock:
                    pager.told.append({"path": self.path, **body})
                self.send_response(pager.status)
                if pager.location:
                    self.send_header("Location", pager.location)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook/secret-of-the-address"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Nothing of it is left."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Mailbox:
    """A mail server that takes everything and remembers it: just enough of SMTP for one sender."""

    def __init__(self) -> None:
        self.mails: list[str] = []
        mailbox = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 mailbox\r\n")
                while line := self.rfile.readline().strip().upper():
                    if line.startswith(b"DATA"):
                        self.wfile.write(b"354 go on\r\n")
                        mailbox.mails.append(self._mail())
                    self.wfile.write(b"221 bye\r\n" if line.startswith(b"QUIT") else b"250 well\r\n")
                    if line.startswith(b"QUIT"):
                        return

            def _mail(self) -> str:
                lines = []
                while (line := self.rfile.readline().rstrip(b"\r\n")) != b".":
                    lines.append(line.decode())
                return "\n".join(lines)

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        """Nothing of it is left."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
