"""How git is given a token: by a helper that reads the environment, so that it stands in no address and no argument."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from site_gen.model.targets.git import web_address

_VARIABLE: Final = "SITE_GEN_GIT_TOKEN"


def address_for_token(remote: str) -> str | None:
    """Return the https address of a repository; None for a path, and for http, by which no token is sent."""
    parts = web_address(remote)
    return f"https://{parts[1]}/{parts[2]}" if parts and parts[0] == "https" else None


def token_variables(address: str, token: str, environment: Mapping[str, str]) -> dict[str, str]:
    """Return the variables by which git says a token to the host of an address, and to no other.

    GitHub and Forgejo take any name with a token, and so does GitLab, except for the token of a running job. Settings
    that the environment hands to git stay. Needs git 2.31 (git-config(1), GIT_CONFIG_COUNT).
    """
    user, _, host = address.removeprefix("https://").partition("/")[0].rpartition("@")
    name = user.partition(":")[0] or ("gitlab-ci-token" if environment.get("GITLAB_CI") else "x-access-token")
    settings = (
        ("credential.helper", ""),  # none of the user's, which might know somebody else
        (f"credential.https://{host}.helper", f'!f() {{ echo "username={name}"; echo "password=${_VARIABLE}"; }}; f'),
    )
    first = int(environment.get("GIT_CONFIG_COUNT") or 0)
    variables = {_VARIABLE: token, "GIT_CONFIG_COUNT": str(first + len(settings))}
    for number, (key, value) in enumerate(settings, first):
        variables |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}
    return variables
