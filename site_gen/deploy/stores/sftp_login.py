"""Who logs in at an SFTP server, which host keys are believed, and what it means when that fails."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from site_gen.deploy.store import AccessError, LostConnectionError, StoreError
from site_gen.deploy.stores.extra import imports_of
from site_gen.messages import m
from site_gen.model.targets.sftp import SftpTarget

if TYPE_CHECKING:
    from asyncssh import SSHClientConnection, SSHKnownHosts

_CONNECT_SECONDS: Final = 30
_QUIET_SECONDS: Final = 15
"""After so long without a word the server is asked whether it is there, three times before it is given up."""


def label_of(target: SftpTarget) -> str:
    """Return how messages name the place."""
    user = f"{target.user}@" if target.user else ""
    port = f":{target.port}" if target.port else ""
    return f"sftp://{user}{target.host}{port}{posixpath.join('/', target.path)}"


async def connect(target: SftpTarget, secrets: Mapping[str, str]) -> SSHClientConnection:
    """Return a connection to the server, whose key was known; raise StoreError."""
    with imports_of("sftp"):
        import asyncssh
    label = label_of(target)
    known = _known_hosts(target)
    options = {**_login(target, secrets), **_network(target), "known_hosts": known}
    try:
        return await asyncssh.connect(target.host, **options)
    except asyncssh.HostKeyNotVerifiable as error:
        raise _unverified(target, known) from error
    except asyncssh.PermissionDenied as error:
        raise AccessError(
            m("{label}: the server refuses the login", label=label),
            m("is the user right, and its key in ssh-agent or in ~/.ssh, or SITE_GEN_SSH_PASSWORD set?"),
        ) from error
    except (asyncssh.KeyExchangeFailed, asyncssh.ProtocolNotSupported, asyncssh.IllegalUserName, ValueError) as error:
        raise StoreError(m("{label}: no connection as it is asked for: {error}", label=label, error=error)) from error
    except (asyncssh.Error, OSError) as error:
        raise LostConnectionError(
            m("{label}: no connection: {error}", label=label, error=error), m("are host and port right?")
        ) from error


def _network(target: SftpTarget) -> dict[str, Any]:
    given = {"port": target.port, "username": target.user}
    timing = {"connect_timeout": _CONNECT_SECONDS, "login_timeout": _CONNECT_SECONDS}
    timing |= {"keepalive_interval": _QUIET_SECONDS}
    return {**timing, **{name: value for name, value in given.items() if value is not None}}


def _login(target: SftpTarget, secrets: Mapping[str, str]) -> dict[str, Any]:
    """Return what is given; the library finds the rest itself: ~/.ssh/config, keys of ~/.ssh, ssh-agent."""
    import asyncssh

    passphrase = secrets.get("SITE_GEN_SSH_PASSPHRASE")
    login: dict[str, Any] = {"password": secrets.get("SITE_GEN_SSH_PASSWORD"), "passphrase": passphrase}
    try:
        if text := secrets.get("SITE_GEN_SSH_KEY"):
            login["client_keys"] = [asyncssh.import_private_key(f"{text.strip()}\n", passphrase)]
        elif target.key:
            login["client_keys"] = [asyncssh.read_private_key(Path(target.key).expanduser(), passphrase)]
    except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError, OSError) as error:
        where = "SITE_GEN_SSH_KEY" if text else target.key
        hint = m("a passphrase goes into SITE_GEN_SSH_PASSPHRASE, or the key into ssh-agent")
        raise AccessError(
            m("{label}: the key of {where} can't be read", label=label_of(target), where=where), hint
        ) from error
    return login


def _known_hosts(target: SftpTarget) -> SSHKnownHosts:
    import asyncssh

    if target.host_key:
        text = f"* {target.host_key}\n"
    else:
        files = (Path("~/.ssh/known_hosts").expanduser(), Path("/etc/ssh/ssh_known_hosts"))
        text = "".join(f"{file.read_text(encoding='utf-8', errors='replace')}\n" for file in files if file.is_file())
    try:
        return asyncssh.import_known_hosts(text)
    except ValueError as error:
        raise AccessError(
            m("{label}: the known host keys can't be read: {error}", label=label_of(target), error=error)
        ) from error


def _unverified(target: SftpTarget, known: SSHKnownHosts) -> AccessError:
    label = label_of(target)
    port = f"-p {target.port} " if target.port else ""
    user = f"{target.user}@" if target.user else ""
    if target.host_key:
        hint = m("ask the host whether its key was renewed; if so, write the new one into host_key")
        return AccessError(m("{label}: the server has another key than host_key says", label=label), hint)
    if known.match(target.host, "", target.port)[0]:
        listed = f"[{target.host}]:{target.port}" if target.port not in {None, 22} else target.host
        return AccessError(
            m(
                "{label}: the server's key has changed: it isn't that of known_hosts; another may pretend to be it",
                label=label,
            ),
            m(
                "ask the host whether its key was renewed; only then: ssh-keygen -R '{listed}', and connect with ssh "
                "once",
                listed=listed,
            ),
        )
    return AccessError(
        m("{label}: the server's key is not known", label=label),
        m(
            "connect once with: ssh {port}{user}{host} and compare the fingerprint with the host's, or write the key "
            "that the host names into host_key",
            port=port,
            user=user,
            host=target.host,
        ),
    )
