"""The last look before files go online: what hosts' own programs keep on this machine is found, and never repeated."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Final

import pytest

from site_gen.deploy.leaks import LeakError, Private, refuse_leaks
from site_gen.deploy.stores.logins import kept_secrets
from tests.conftest import Cli, ProjectFactory
from tests.deploy.sites import site_of
from tests.support import SITE, write_files

NETLIFY: Final = {"users": {"u1": {"auth": {"token": "nfp-first-0123"}}, "u2": {"auth": {"token": "nfp-second-0123"}}}}
PROFILES: Final = """\
[default]
aws_access_key_id = AKIAEXAMPLE
aws_secret_access_key = default/secret+0123
[studio]
aws_secret_access_key = studio%secret-0123
aws_session_token=studio-session-0123
"""
LOGINS: Final = {
    ".config/netlify/config.json": json.dumps(NETLIFY),
    ".local/share/com.vercel.cli/auth.json": '{"token": "vercel-token-0123"}',
    ".config/.wrangler/config/default.toml": 'oauth_token = "wrangler-oauth-0123"\nscopes = ["pages:write"]\n',
    ".wrangler/config/other.json": '{"refresh_token": "wrangler-refresh-0123", "expiration_time": "2026-11-30"}',
    ".aws/credentials": PROFILES,
    ".aws/config": "[profile old]\nregion = eu\naws_secret_access_key = old-secret-0123\n",
    ".aws/sso/cache/1.json": '{"accessToken": "sso-access-0123", "startUrl": "https://mara.awsapps.com/start"}',
    ".aws/cli/cache/2.json": json.dumps(
        {"Credentials": {"SecretAccessKey": "cli-secret-0123", "SessionToken": "cli-session-0123"}}
    ),
}
SECRETS: Final = {
    "nfp-first-0123": "a token of 'netlify login'",
    "nfp-second-0123": "a token of 'netlify login'",
    "vercel-token-0123": "a token of 'vercel login'",
    "wrangler-oauth-0123": "a token of 'wrangler login'",
    "wrangler-refresh-0123": "a token of 'wrangler login'",
    "default/secret+0123": "a secret key of AWS's profiles",
    "studio%secret-0123": "a secret key of AWS's profiles",
    "studio-session-0123": "a secret key of AWS's profiles",
    "old-secret-0123": "a secret key of AWS's profiles",
    "sso-access-0123": "a token of AWS's log-in",
    "cli-secret-0123": "a token of AWS's log-in",
    "cli-session-0123": "a token of AWS's log-in",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with every log-in, on Linux."""
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    return write_files(tmp_path / "home", LOGINS)


def test_every_kept_secret_is_known_after_what_it_is(home: Path, tmp_path: Path) -> None:
    assert {secret: what for what, secret in kept_secrets(home)} == SECRETS
    assert list(kept_secrets(tmp_path / "nobody")) == []


@pytest.mark.parametrize("secret", SECRETS)
def test_a_kept_secret_stops_the_deploy_and_is_not_repeated(home: Path, secret: str) -> None:
    """Whoever pastes a config file into a page would hand the account to everybody who reads it."""
    private = Private(logins=tuple(kept_secrets(home)))
    for written in (secret, base64.b64encode(secret.encode()).decode()):
        site = site_of({"index.html": b"<p>fine</p>", "notes.txt": f"x {written} y".encode()})
        with pytest.raises(LeakError) as caught:
            refuse_leaks(site, site.files, private)
        assert str(caught.value) == f"notes.txt holds {SECRETS[secret]}"
        assert secret not in repr(private)


def test_profiles_elsewhere_and_broken_files_are_no_obstacle(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deploy must not fail because some other program's file is damaged."""
    write_files(home, dict.fromkeys(LOGINS, b"\xff{[\n=") | {"keys": "[x]\naws_secret_access_key = elsewhere-0123\n"})
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / "keys"))
    assert list(kept_secrets(home)) == [("a secret key of AWS's profiles", "elsewhere-0123")]
    for odd in (
        "[]",
        '{"users": [1]}',
        '{"users": {"u": 1}}',
        '{"users": {"u": {"auth": {"token": 1}}}}',
        '{"users": {}}',
    ):
        write_files(home, {".config/netlify/config.json": odd, ".aws/sso/cache/1.json": odd})
        assert len(list(kept_secrets(home))) == 1


def test_the_command_refuses_to_send_a_log_in_and_nothing_goes_online(
    home: Path, project: ProjectFactory, cli: Cli
) -> None:
    token = "wrangler-oauth-0123"  # noqa: S105  # a made-up one
    page = f"---\ntitle: Me\n---\nMy key is {token}.\n"
    site = project({"site.yaml": f"{SITE}deploy: {{to: folder, path: ../live}}\n", "content/profile.md": page})
    ran = cli("deploy", cwd=site, env={"HOME": str(home)})
    assert (ran.code, "profile/index.html holds a token of 'wrangler login'" in ran.err) == (3, True)
    assert token not in ran.out + ran.err
    assert not (site.parent / "live").exists()
