#!/bin/sh
# Installs what checks the built site: axe-core and the Nu HTML checker, and a Java for the latter.
# Says nothing and takes no time where they are there already.
set -eu
cd "$(dirname "$0")/../tests/browser"

# npm keeps what it installed in node_modules/.package-lock.json; ours beside it says which lock file that was for.
stamp=node_modules/.installed-package-lock.json
if ! cmp -s package-lock.json "$stamp"; then
    command -v npm >/dev/null || { echo "Node.js with npm is needed: https://nodejs.org" >&2; exit 1; }
    echo "Installing axe-core and the Nu HTML checker" >&2
    npm ci --silent >&2
    cp package-lock.json "$stamp"
fi

if ! java -version >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing a Java" >&2
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq >&2
        apt-get install -y -qq --no-install-recommends default-jre-headless >&2
    else
        echo "A Java (17 or newer) is needed for the Nu HTML checker; install one and run this again" >&2
        exit 1
    fi
fi
