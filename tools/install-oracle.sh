#!/bin/sh
# Installs what ours is held against: X's own library for counting posts (twitter-text), and the examples of CommonMark
# and of GitHub's Markdown, which are under a licence of their own (CC BY-SA) and so are not in this repository.
# Says nothing and takes no time where it is there already.
set -eu
cd "$(dirname "$0")/../tests/oracle"

# npm keeps what it installed in node_modules/.package-lock.json; ours beside it says which lock file that was for.
stamp=node_modules/.installed-package-lock.json
if ! cmp -s package-lock.json "$stamp"; then
    command -v npm >/dev/null || { echo "Node.js with npm is needed: https://nodejs.org" >&2; exit 1; }
    echo "Installing twitter-text and CommonMark's examples" >&2
    npm ci --silent --ignore-scripts >&2
    cp package-lock.json "$stamp"
fi

# GitHub's examples come with the sources of Marko, a reader of Markdown in Python.
if ! cmp -s suites.txt node_modules/.installed-suites.txt; then
    echo "Installing the examples of GitHub's Markdown" >&2
    sources=$(mktemp -d)
    trap 'rm -rf "$sources"' EXIT
    ../../.venv/bin/python -m pip download --quiet --no-deps --no-binary :all: --dest "$sources" --requirement suites.txt >&2
    tar -xzf "$sources"/marko-*.tar.gz -C "$sources"
    cp "$sources"/marko-*/tests/spec/gfm.txt node_modules/.gfm.txt
    cp suites.txt node_modules/.installed-suites.txt
fi
