"""nginx, Caddy and Apache, each told of a site by what `site-gen hosting` prints."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import pytest

from benchmarks.ports import HOST, free_port
from site_gen.model.host_rules import HostRules
from site_gen.pages.hosts import HOSTS
from tests.support_servers import await_port, certify

_MODULES: Final = ("mpm_event", "authz_core", "dir", "mime", "headers", "rewrite", "ssl", "socache_shmcb")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server keeps its things; the site is below `root`. It listens on two ports, one of them for HTTPS."""

    folder: Path
    root: Path
    plain: int
    secure: int

    @property
    def certificate(self) -> Path:
        return self.folder / "cert.pem"

    @property
    def key(self) -> Path:
        return self.folder / "key.pem"


Command = tuple[str, ...]
Start = Callable[[str, Place, str], Command]


def _nginx(program: str, place: Place, text: str) -> Command:
    folder, config = place.folder, place.folder / "nginx.conf"
    names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in names)
    config.write_text(
        f"{'user root;' if _is_root() else ''}\ndaemon off;\nworker_processes 1;\npid {folder}/pid;\nevents {{}}\n"
        f"http {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{temporary}server {{\n"
        f"listen {HOST}:{place.plain};\nlisten {HOST}:{place.secure} ssl;\nroot {place.root};\n"
        f"ssl_certificate {place.certificate};\nssl_certificate_key {place.key};\n{text}}}\n}}\n",
        encoding="utf-8",
    )
    return (program, "-e", f"{folder}/log", "-c", str(config))


def _caddy(program: str, place: Place, text: str) -> Command:
    config = place.folder / "Caddyfile"
    body = f"\tbind {HOST}\n\troot * {place.root}\n{text}"
    config.write_text(
        f"{{\n\tadmin off\n\tauto_https off\n\tpersist_config off\n}}\nhttp://:{place.plain} {{\n{body}}}\n"
        f"https://:{place.secure} {{\n\ttls {place.certificate} {place.key}\n{body}}}\n",
        encoding="utf-8",
    )
    return (program, "run", "--config", str(config), "--adapter", "caddyfile")


def _apache(program: str, place: Place, text: str) -> Command:
    """Write .htaccess into the site, where AllowOverride is what hosts allow."""
    config, site = place.folder / "apache.conf", next(path.parent for path in place.root.rglob("robots.txt"))
    (site / ".htaccess").write_text(text, encoding="utf-8")
    folder = Path("/usr/lib/apache2/modules")
    modules = "".join(f"LoadModule {name}_module {folder}/mod_{name}.so\n" for name in _MODULES)
    config.write_text(
        f"{modules}ServerName {HOST}\nServerRoot {place.folder}\nDefaultRuntimeDir {place.folder}\n"
        f"PidFile {place.folder}/pid\nErrorLog {place.folder}/log\nTypesConfig /etc/mime.types\n"
        f"Listen {HOST}:{place.plain}\nListen {HOST}:{place.secure}\nDocumentRoot {place.root}\n"
        f"<Directory {place.root}>\nAllowOverride FileInfo Indexes\nRequire all granted\n</Directory>\n"
        f"<VirtualHost *:{place.secure}>\nSSLEngine on\nSSLCertificateFile {place.certificate}\n"
        f"SSLCertificateKeyFile {place.key}\n</VirtualHost>\n",
        encoding="utf-8",
    )
    return (program, "-X", "-f", str(config))


def _is_root() -> bool:
    return Path("/proc/self").exists() and Path("/proc/self").stat().st_uid == 0


SERVERS: Final[Mapping[str, Start]] = {"nginx": _nginx, "caddy": _caddy, "apache": _apache}
_PROGRAMS: Final = {"apache": "apache2"}


def find_program(name: str) -> str:
    """Return the path of a server; without it the test is skipped."""
    program = _PROGRAMS.get(name, name)
    beside = Path(sys.executable).parent / program
    found = str(beside) if beside.exists() else shutil.which(program) or shutil.which(f"/usr/sbin/{program}")
    if found is None:
        pytest.skip(f"{program} is not installed: tools/install-servers.sh")
    return found


@dataclass(frozen=True, slots=True)
class Front:
    """A server at work."""

    place: Place

    def get(self, path: str, *, secure: bool = False) -> httpx.Response:
        """Ask for a path; redirects are not followed."""
        origin = f"https://{HOST}:{self.place.secure}" if secure else f"http://{HOST}:{self.place.plain}"
        return httpx.get(origin + path, verify=False, timeout=30)  # noqa: S501  # a certificate of a moment ago


@contextmanager
def serving(name: str, folder: Path, root: Path, rules: HostRules) -> Iterator[Front]:
    """Serve what is below `root` by the server of that name, while the context lasts."""
    place = Place(folder, root, free_port(), free_port())
    certify(folder, "localhost")
    command = SERVERS[name](find_program(name), place, HOSTS[name].text(rules))
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, env={"HOME": str(folder)})
        try:
            await_port(place.plain, process)
            await_port(place.secure, process)
            yield Front(place)
        finally:
            process.terminate()
            process.wait(60)
