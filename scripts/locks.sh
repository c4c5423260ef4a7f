#!/usr/bin/env bash
# Writes requirements/*.txt anew from requirements/*.in, with hashes and without the name of any package host.
set -euo pipefail
cd "$(dirname "$0")/../requirements"
uv=../.tools/bin/uv
lock() { "$uv" pip compile --quiet --generate-hashes --no-header --no-emit-index-url --python-version "$1" "${@:3}" "$2.in" -o "$2.txt"; }

lock 3.12 app --overrides overrides.txt
lock 3.12 dev --overrides overrides.txt
lock 3.10 rasa
lock 3.11 train-speech
