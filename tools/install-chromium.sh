#!/bin/sh
# Prints the path of a Chromium or Chrome; installs one where there is none.
# As root on Debian or Ubuntu it comes from the distribution, else from Playwright (PYTHON names the interpreter).
set -eu
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
[ -z "${PYTHON:-}" ] && [ -x .venv/bin/python ] && python=.venv/bin/python

of_the_system() {
    for name in ${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        command -v "$name" && return
    done
    return 1
}

of_playwright() {
    "$python" - <<'END'
import pathlib
import sys

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sys.exit(1)
with sync_playwright() as playwright:
    path = playwright.chromium.executable_path
    print(path) if pathlib.Path(path).exists() else sys.exit(1)
END
}

of_the_system && exit
of_playwright && exit

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends chromium >&2 || true
    of_the_system && exit
fi

echo "Installing Playwright's Chromium" >&2
"$python" -m playwright install chromium >&2
of_playwright
