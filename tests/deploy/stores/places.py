"""A place on each of the real servers, and a store that is opened there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from benchmarks.ports import HOST
from site_gen.deploy.store import FileMeta, Store
from site_gen.deploy.stores.ftps import FtpsStore
from site_gen.deploy.stores.rsync import RsyncStore
from site_gen.deploy.stores.s3 import S3Store
from site_gen.deploy.stores.sftp import SftpStore
from site_gen.deploy.stores.webdav import WebdavStore
from site_gen.model.targets import TARGETS
from site_gen.model.targets.base import Target
from tests.deploy.stores import servers
from tests.deploy.stores.servers import BUCKET, PASSWORD, USER, Server

PAGE: Final = FileMeta("text/html; charset=utf-8", "no-cache")
STORES: Final[Mapping[str, Callable[[Any, Mapping[str, str]], Store]]] = MappingProxyType(
    {"ftps": FtpsStore, "rsync": RsyncStore, "s3": S3Store, "sftp": SftpStore, "webdav": WebdavStore}
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store can be opened: the server, the settings of its target, secrets, and this machine's environment."""

    server: Server
    settings: Mapping[str, object]
    secrets: Mapping[str, str]
    environment: Mapping[str, str]
    base: str = ""
    folder_key: str = "path"

    def store(self, folder: str, **settings: object) -> Store:
        """Return a store for a folder that needn't be there yet."""
        target = self.target(folder, **settings)
        return STORES[target.kind](target, self.secrets)

    def target(self, folder: str, **settings: object) -> Target:
        """Return what site.yaml would say of that folder."""
        path = f"{self.base}{folder}"
        return TARGETS[str(self.settings["to"])].model_validate({**self.settings, self.folder_key: path, **settings})

    def folder(self, folder: str) -> Path:
        """Return where the server keeps that folder."""
        path = Path(f"{self.base}{folder}")
        return path if path.is_relative_to(self.server.root) else self.server.root / str(path).lstrip("/")

    def with_secrets(self, secrets: Mapping[str, str]) -> Place:
        return replace(self, secrets=secrets)


@contextmanager
def openssh(folder: Path) -> Iterator[Place]:
    with servers.sshd() as server:
        (folder / ".ssh").mkdir()
        known = f"[{HOST}]:{server.port} {(server.client / 'host_key.pub').read_text()}"
        (folder / ".ssh" / "known_hosts").write_text(known, encoding="utf-8")
        settings = {"to": "sftp", "host": HOST, "port": server.port, "user": "nobody"}
        key = {"SITE_GEN_SSH_KEY": (server.client / "key").read_text()}
        yield Place(server, settings, key, {"HOME": str(folder), "SSH_AUTH_SOCK": ""}, base="/site/")


@contextmanager
def rsync(folder: Path) -> Iterator[Place]:
    servers.program("rsync")
    with servers.sshd(servers.SSHD_SHELL) as server:
        host_key = (server.client / "host_key.pub").read_text().strip()
        settings = {"to": "rsync", "host": HOST, "port": server.port, "user": "root", "host_key": host_key}
        key = {"SITE_GEN_SSH_KEY": (server.client / "key").read_text()}
        yield Place(server, settings, key, {"SSH_AUTH_SOCK": ""}, base=f"{server.root}/site/")


@contextmanager
def seaweedfs(folder: Path) -> Iterator[Place]:
    with servers.seaweedfs(folder) as server:
        yield _bucket(server)


@contextmanager
def rclone(folder: Path) -> Iterator[Place]:
    with servers.rclone_s3(folder) as server:
        (server.root / BUCKET).mkdir()
        yield replace(_bucket(server), server=replace(server, root=server.root / BUCKET))


def _bucket(server: Server) -> Place:
    settings = {"to": "s3", "bucket": BUCKET, "region": "us-east-1", "endpoint": f"http://localhost:{server.port}"}
    keys = {"AWS_ACCESS_KEY_ID": USER, "AWS_SECRET_ACCESS_KEY": PASSWORD}
    return Place(server, settings, keys, {}, folder_key="prefix")


@contextmanager
def pyftpdlib(folder: Path) -> Iterator[Place]:
    with servers.pyftpdlib(folder) as server:
        yield _ftp(server, USER)


@contextmanager
def plain_ftp(folder: Path) -> Iterator[Place]:
    with servers.pyftpdlib(folder, plain=True) as server:
        place = _ftp(server, USER)
        yield replace(place, settings={**place.settings, "plain": True})


@contextmanager
def vsftpd(folder: Path) -> Iterator[Place]:
    with servers.vsftpd() as server:
        yield replace(_ftp(server, "anonymous"), base="site/")


def _ftp(server: Server, user: str) -> Place:
    settings = {"to": "ftps", "host": HOST, "port": server.port, "user": user}
    trusted = {"SSL_CERT_FILE": str(server.client / "cert.pem")}
    return Place(server, settings, {"SITE_GEN_FTP_PASSWORD": PASSWORD}, trusted)


@contextmanager
def wsgidav(folder: Path) -> Iterator[Place]:
    with servers.wsgidav(folder) as server:
        settings = {"to": "webdav", "endpoint": f"http://{HOST}:{server.port}/", "user": USER, "plain": True}
        yield Place(server, settings, {"SITE_GEN_WEBDAV_PASSWORD": PASSWORD}, {})


PLACES: Final = MappingProxyType(
    {
        "openssh": openssh,
        "plain_ftp": plain_ftp,
        "pyftpdlib": pyftpdlib,
        "rclone": rclone,
        "rsync": rsync,
        "seaweedfs": seaweedfs,
        "vsftpd": vsftpd,
        "wsgidav": wsgidav,
    }
)
"""Each way to start a server, by the name that tests have it by."""

WRONG_PASSWORD: Final = f"not-{PASSWORD}"
