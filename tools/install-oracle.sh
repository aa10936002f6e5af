#!/bin/sh
# Installs X's own library for counting posts (twitter-text), which ours is held against.
# Says nothing and takes no time where it is there already.
set -eu
cd "$(dirname "$0")/../tests/oracle"

# npm keeps what it installed in node_modules/.package-lock.json; ours beside it says which lock file that was for.
stamp=node_modules/.installed-package-lock.json
if ! cmp -s package-lock.json "$stamp"; then
    command -v npm >/dev/null || { echo "Node.js with npm is needed: https://nodejs.org" >&2; exit 1; }
    echo "Installing twitter-text" >&2
    npm ci --silent --ignore-scripts >&2
    cp package-lock.json "$stamp"
fi
