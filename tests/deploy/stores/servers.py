"""The real servers that stores are tried on: each on a free port of this machine, with a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import botocore.session
import pytest
from botocore.exceptions import BotoCoreError, ClientError

from benchmarks.ports import HOST, free_port

BUCKET: Final = "site"
USER: Final = "deployer"
PASSWORD: Final = "correct-horse-9"  # noqa: S105  # of servers that live as long as a test
BIN: Final = Path(sys.executable).parent
_START_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its port, the folder whose files it keeps, one with what clients need, its process."""

    port: int
    root: Path
    client: Path
    process: subprocess.Popen[bytes]


def program(name: str) -> str:
    """Return where a server's program is, or skip the test."""
    found = shutil.which(name) or shutil.which(f"/usr/sbin/{name}") or shutil.which(BIN / name)
    if found is None:
        pytest.skip(f"{name} is not installed: tools/install-servers.sh")
    return found


def needs_root() -> None:
    """Skip a test that only root can run."""
    if not hasattr(os, "getuid") or os.getuid() != 0:
        pytest.skip("only root can start this server")


def await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < until
            time.sleep(0.05)
        else:
            return


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a server at once, with all it has started: also those that serve one connection."""
    kill_tree(process.pid)


def kill_tree(process: int) -> None:
    """End a process at once, with all it has started."""
    parents = {process}
    while parents:
        below = {child for parent in parents for child in children(parent)}
        for pid in parents:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        parents = below


def children(parent: int) -> Iterator[int]:
    """Yield the processes that a process has started."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                yield int(stat.parent.name)


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server as long as the block does."""
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=folder)
    try:
        await_port(port, process)
        yield process
    finally:
        kill(process)
        process.wait(60)


@contextmanager
def own_folder() -> Iterator[Path]:
    """Make a folder of root's below folders of root's: sshd locks accounts only into such."""
    folder = Path(tempfile.mkdtemp(prefix="site-gen-", dir="/var/lib"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def small_disk(folder: Path, size: str = "3m") -> Iterator[Path]:
    """Make a folder with room for a few files only, which everybody may write to."""
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=0777", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("no file system can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


SSHD: Final = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
PidFile {folder}/pid
AuthorizedKeysFile {folder}/key.pub
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
MaxStartups 100
Subsystem sftp internal-sftp
Match User nobody
    ChrootDirectory {folder}/root
    ForceCommand internal-sftp
"""
SSHD_SHELL: Final = SSHD.partition("Match")[0] + "PermitRootLogin prohibit-password\n"


def make_key(path: Path) -> Path:
    """Make an SSH key without a passphrase, and its public half beside it."""
    path.unlink(missing_ok=True)
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


@contextmanager
def sshd(configuration: str = SSHD) -> Iterator[Server]:
    """OpenSSH with an account that may do nothing but SFTP, locked into its folder; it may write to `site` there.

    With SSHD_SHELL it is root who logs in, as rsync needs an account with a shell."""
    needs_root()
    server = program("sshd")
    with own_folder() as folder:
        port = free_port()
        make_key(folder / "host_key")
        make_key(folder / "key")
        _open_folder(folder / "root" / "site")
        Path("/run/sshd").mkdir(exist_ok=True)
        (folder / "config").write_text(configuration.format(port=port, folder=folder), encoding="utf-8")
        with running([server, "-D", "-e", "-f", str(folder / "config")], port, folder) as process:
            yield Server(port, folder / "root", folder, process)


def _open_folder(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o777)


@contextmanager
def seaweedfs(folder: Path) -> Iterator[Server]:
    """SeaweedFS, the strictest of the S3 servers that are at hand."""
    port = free_port()
    credentials = [{"accessKey": USER, "secretKey": PASSWORD}]
    identity = {"name": USER, "credentials": credentials, "actions": ["Admin", "Read", "Write", "List", "Tagging"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}), encoding="utf-8")
    (folder / "data").mkdir()
    command = [program("weed"), "server", f"-dir={folder}/data", f"-ip={HOST}", f"-ip.bind={HOST}", "-filer", "-s3"]
    command += [f"-s3.config={folder}/s3.json", f"-s3.port={port}", "-s3.port.iceberg=0", "-s3.port.lance=0"]
    inner = ("master.port", "volume.port", "filer.port")
    grpc = (f"{part}.grpc" for part in (*inner, "s3.port"))
    command += [f"-{name}={free_port()}" for name in (*inner, *grpc)]
    with running(command, port, folder) as process:
        _make_bucket(port, process)
        yield Server(port, folder / "data", folder, process)


def _make_bucket(port: int, process: subprocess.Popen[bytes]) -> None:
    """Make a bucket, which can be done a while after the port answers, and wait until it can be written to."""
    session = botocore.session.Session()
    options = {"aws_access_key_id": USER, "aws_secret_access_key": PASSWORD, "region_name": "us-east-1"}
    client = session.create_client("s3", endpoint_url=f"http://{HOST}:{port}", **options)
    until = time.monotonic() + _START_SECONDS
    while True:
        try:
            client.create_bucket(Bucket=BUCKET)
            client.put_object(Bucket=BUCKET, Key="ready", Body=b"yes")
            client.delete_object(Bucket=BUCKET, Key="ready")
        except (BotoCoreError, ClientError):
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < until
            time.sleep(0.1)
        else:
            return


@contextmanager
def rclone_s3(folder: Path) -> Iterator[Server]:
    """S3 by rclone: it takes no notice of conditions, as some hosts."""
    port = free_port()
    (folder / "data").mkdir()
    command = [program("rclone"), "serve", "s3", "--addr", f"{HOST}:{port}", "--auth-key", f"{USER},{PASSWORD}"]
    with running([*command, str(folder / "data")], port, folder) as process:
        yield Server(port, folder / "data", folder, process)


FTPS: Final = """
import sys
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
from pyftpdlib.servers import ThreadedFTPServer
port, root, certificate, user, password = sys.argv[1:]
handler = TLS_FTPHandler if certificate else FTPHandler
handler.authorizer = DummyAuthorizer()
handler.authorizer.add_user(user, password, root, perm="elradfmwMT")
handler.auth_failed_timeout = 0.1
if certificate:
    handler.certfile = certificate
    handler.tls_control_required = handler.tls_data_required = True
ThreadedFTPServer(("127.0.0.1", int(port)), handler).serve_forever()
"""


@contextmanager
def pyftpdlib(folder: Path, *, plain: bool = False) -> Iterator[Server]:
    """FTP by pyftpdlib: with TLS, which it insists on, or without."""
    port = free_port()
    (folder / "data").mkdir()
    certificate = "" if plain else str(make_certificate(folder))
    (folder / "server.py").write_text(FTPS, encoding="utf-8")
    command = [sys.executable, "-W", "ignore", str(folder / "server.py"), str(port), str(folder / "data")]
    with running([*command, certificate, USER, PASSWORD], port, folder) as process:
        yield Server(port, folder / "data", folder, process)


VSFTPD: Final = """
listen=YES
listen_address=127.0.0.1
listen_port={port}
background=NO
run_as_launching_user=NO
seccomp_sandbox=NO
isolate_network=NO
anonymous_enable=YES
ftp_username=daemon
anon_root={folder}/root
anon_umask=022
write_enable=YES
anon_upload_enable=YES
anon_mkdir_write_enable=YES
anon_other_write_enable=YES
anon_world_readable_only=NO
secure_email_list_enable=YES
email_password_file={folder}/passwords
ssl_enable=YES
allow_anon_ssl=YES
force_anon_logins_ssl=YES
force_anon_data_ssl=YES
require_ssl_reuse=YES
rsa_cert_file={folder}/both.pem
rsa_private_key_file={folder}/both.pem
secure_chroot_dir={folder}/empty
xferlog_enable=NO
"""


@contextmanager
def vsftpd() -> Iterator[Server]:
    """FTPS by vsftpd, which speaks less than others (no MLSD) and wants the TLS session used again for data.

    It knows accounts of the system only; that of `anonymous` needs none, and here needs the password."""
    needs_root()
    server = program("vsftpd")
    with own_folder() as folder:
        port = free_port()
        make_certificate(folder)
        (folder / "empty").mkdir()
        _open_folder(folder / "root" / "site")
        (folder / "passwords").write_text(f"{PASSWORD}\n", encoding="utf-8")
        (folder / "config").write_text(VSFTPD.format(port=port, folder=folder), encoding="utf-8")
        with running([server, str(folder / "config")], port, folder) as process:
            yield Server(port, folder / "root", folder, process)


def make_certificate(folder: Path) -> Path:
    """Make a certificate for this machine; `cert.pem` is what clients trust, what is returned has its key too."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes"]
    command += ["-keyout", "key.pem", "-out", "cert.pem", "-days", "30", "-subj", "/CN=site"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(command, check=True, capture_output=True, cwd=folder)
    both = folder / "both.pem"
    both.write_text((folder / "key.pem").read_text() + (folder / "cert.pem").read_text())
    return both


@contextmanager
def wsgidav(folder: Path) -> Iterator[Server]:
    """WebDAV by WsgiDAV."""
    port = free_port()
    (folder / "data").mkdir()
    config = {
        "host": HOST,
        "port": port,
        "provider_mapping": {"/": str(folder / "data")},
        "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
        "http_authenticator": {"accept_basic": True, "accept_digest": True, "default_to_digest": False},
        "server": "cheroot",
        "verbose": 1,
    }
    (folder / "wsgidav.json").write_text(json.dumps(config), encoding="utf-8")
    command = [program("wsgidav"), "-c", str(folder / "wsgidav.json"), "--no-config"]
    with running(command[:-1], port, folder) as process:
        yield Server(port, folder / "data", folder, process)
