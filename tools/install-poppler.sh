#!/bin/sh
# Installs what reads PDFs in the tests: poppler's pdftotext and pdfinfo. Prints their folder.
# Says nothing else and takes no time where they are there already.
set -eu

if ! command -v pdftotext >/dev/null || ! command -v pdfinfo >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing poppler's tools" >&2
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq >&2
        apt-get install -y -qq --no-install-recommends poppler-utils >&2
    else
        echo "pdftotext and pdfinfo are needed; install poppler (poppler-utils) and run this again" >&2
        exit 1
    fi
fi
dirname "$(command -v pdftotext)"
