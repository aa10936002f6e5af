#!/bin/sh
# Installs wrangler, with the runtime of Cloudflare Pages inside, and prints the path of the program.
# Takes no time where it is there already.
set -eu
cd "$(dirname "$0")/../tests/wrangler"

# npm keeps what it installed in node_modules/.package-lock.json; ours beside it says which lock file that was for.
stamp=node_modules/.installed-package-lock.json
if ! cmp -s package-lock.json "$stamp"; then
    command -v npm >/dev/null || { echo "Node.js with npm is needed: https://nodejs.org" >&2; exit 1; }
    echo "Installing wrangler" >&2
    npm ci --silent >&2
    cp package-lock.json "$stamp"
fi
echo "$PWD/node_modules/.bin/wrangler"
