#!/usr/bin/env bash
# Puts uv into the folder given: its own small environment, so nothing of the system is changed.
set -euo pipefail
folder=$1

for python in python3.12 python3.13 python3.11 python3; do
  "$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 9))' 2>/dev/null && break || python=
done
if [ -z "$python" ]; then
  echo "没有找到 Python 3.9 以上（带 venv）。请先运行： sudo apt install python3 python3-venv" >&2
  exit 1
fi
"$python" -m venv "$folder"
if ! "$folder/bin/python" -m pip install --quiet --disable-pip-version-check uv; then
  rm -f "$folder/bin/uv"
  echo "uv 没有装上，请检查到 PyPI（或内网镜像，PIP_INDEX_URL）的网络后重试。" >&2
  exit 1
fi
