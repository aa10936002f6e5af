"""A small internet: names lead to servers of this machine by a proxy, as in offices, and one authority is trusted."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from benchmarks.ports import HOST
from tests.verify.listening import Listening

NAMES: Final = ("mara.example", "www.mara.example", "forms.mara.example", "test.example")
_PIECE: Final = 65536


@dataclass
class Internet:
    """A proxy. `ports` says to which port of this machine a name and a port lead; what isn't in it isn't there."""

    folder: Path
    ports: dict[tuple[str, int], int] = field(default_factory=dict)
    _listening: Listening = field(init=False)

    def __post_init__(self) -> None:
        self._listening = Listening(self._serve)

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which programs find this internet, and trust its authority."""
        address = f"http://{HOST}:{self._listening.port}"
        names = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
        trust = {"SSL_CERT_FILE": str(self.folder / "ca.pem"), "NO_PROXY": "", "no_proxy": ""}
        return dict.fromkeys(names, address) | trust

    def close(self) -> None:
        self._listening.close()

    def _serve(self, client: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = client.recv(_PIECE)
            if not piece:
                return
            head += piece
        first, _, rest = head.partition(b"\r\n")
        method, address, _ = first.decode().split(" ")
        where = address if method == "CONNECT" else address.partition("://")[2].partition("/")[0]
        name, _, port = where.partition(":")
        there = self.ports.get((name, int(port or 80)))
        if there is None:
            client.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            return
        with socket.create_connection((HOST, there)) as server:
            if method == "CONNECT":
                client.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
            else:
                path = address.partition("://")[2].partition("/")[2]
                server.sendall(f"{method} /{path} HTTP/1.1\r\nConnection: close\r\n".encode())
                server.sendall(b"".join(_lines(rest)))
            back = threading.Thread(target=_pump, args=(server, client), daemon=True)
            back.start()
            _pump(client, server)
            back.join()


def _lines(rest: bytes) -> list[bytes]:
    return [line for line in rest.splitlines(keepends=True) if not line.lower().startswith(b"connection:")]


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def certify(folder: Path, *, days: float = 60, whole: float = 90) -> None:
    """Make ca.pem, cert.pem and key.pem for NAMES: valid for `whole` days, and from now on for `days` of them."""
    now = datetime.now(UTC)  # noqa: TID251  # TLS goes by the real clock
    authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer, subject = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)]) for text in ("CA", NAMES[0]))
    root = _certificate(issuer, issuer, authority, (now - timedelta(900), now + timedelta(900)))
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    root = root.add_extension(_usage(), critical=True)
    root = root.add_extension(x509.SubjectKeyIdentifier.from_public_key(authority.public_key()), critical=False)
    ends = now + timedelta(days)
    leaf = _certificate(subject, issuer, own, (ends - timedelta(whole), ends))
    leaf = leaf.add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in NAMES]), critical=False)
    leaf = leaf.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()), critical=False
    )
    pem = serialization.Encoding.PEM
    for name, builder in (("ca.pem", root), ("cert.pem", leaf)):
        (folder / name).write_bytes(builder.sign(authority, hashes.SHA256()).public_bytes(pem))
    key = own.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key)


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, window: tuple[datetime, datetime]
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    return builder.serial_number(x509.random_serial_number()).not_valid_before(window[0]).not_valid_after(window[1])


def _usage() -> x509.KeyUsage:
    others = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    return x509.KeyUsage(
        **dict.fromkeys(others, False), key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False
    )
