"""Debian's nginx with the configuration of `deploy/nginx.conf`, on loopback, with a certificate of its own.

Only what a deployment adapts is replaced: names, ports, certificate, where logs go.
"""

import contextlib
import datetime
import ipaddress
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.environment.chromium import install_package
from tests.environment.patience import PATIENCE_S
from tests.environment.server import free_port

CONFIGURATION = Path(__file__).resolve().parent.parent.parent / "deploy" / "nginx.conf"
CURE = "nginx was not found: install it (Debian: apt-get install nginx)."
FRAME = """
daemon off; pid {home}/pid; error_log {home}/main.log emerg; worker_processes 1;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
    {site}
}}
"""


class Missing(Exception):
    """There is no nginx here; the message says how to get one."""


class Nginx:
    """A running proxy: `url` over TLS; `logs` is all that it wrote."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port, self.plain_port = free_port(), free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.live_url = f"wss://127.0.0.1:{self.port}/live"
        self.certificate = home / "certificate.pem"

    def logs(self) -> str:
        """The access log and the error logs."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.home.glob("*.log")))

    def configuration(self, upstreams: Sequence[int]) -> str:
        """The deployment's own, adapted."""
        site = CONFIGURATION.read_text(encoding="utf-8")
        adapted = {
            "server 127.0.0.1:8001": f"server 127.0.0.1:{upstreams[0]}",
            "server 127.0.0.1:8002": f"server 127.0.0.1:{upstreams[1]}",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen [::]:80;": "",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port} ssl http2;",
            "listen [::]:443 ssl http2;": "",
            "/etc/permanence/tls": str(self.home),
            "/var/log/nginx": str(self.home),
            "permanence.example": "127.0.0.1",
        }
        for theirs, ours in adapted.items():
            assert theirs in site, f"deploy/nginx.conf no longer says {theirs}"
            site = site.replace(theirs, ours)
        return FRAME.format(home=self.home, site=site)


def program() -> str | None:
    """Where nginx is."""
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


def find_or_install() -> str | None:
    """As `program`; as root on Debian, installs the distribution's package first."""
    return program() or (program() if install_package("nginx-light") else None)


@contextlib.contextmanager
def proxy(upstreams: Sequence[int]) -> Iterator[Nginx]:
    """A proxy before two servers, for the time of the block. Raises `Missing`."""
    found = program()
    if found is None:
        raise Missing(CURE)
    home = Path(tempfile.mkdtemp(prefix="permanence-nginx-"))
    home.chmod(0o755)
    nginx = Nginx(home)
    _write_certificate(home)
    (home / "nginx.conf").write_text(nginx.configuration(upstreams), encoding="utf-8")
    with (home / "told").open("wb") as told:
        process = subprocess.Popen([found, "-p", home, "-c", home / "nginx.conf"], stdout=told, stderr=told)
    try:
        _wait(process, nginx)
        yield nginx
    finally:
        process.terminate()
        process.wait(PATIENCE_S)
        shutil.rmtree(home, ignore_errors=True)


def _wait(process: "subprocess.Popen[bytes]", nginx: Nginx) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", nginx.port), 1):
            return
        time.sleep(0.05)
    raise Missing(f"nginx did not start: {(nginx.home / 'told').read_text(errors='replace')}")


def _write_certificate(home: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    alternatives = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(alternatives, critical=False)
        .sign(key, hashes.SHA256())
    )
    (home / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (home / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
