#!/usr/bin/env bash
# environment.sh FOLDER VERSION LOCK: makes FOLDER a Python VERSION environment that holds exactly what LOCK lists.
set -euo pipefail
folder=$1 version=$2 lock=$3
uv=.tools/bin/uv

if [ ! -x "$folder/bin/python" ]; then
  if ! "$uv" venv --quiet --python "$version" "$folder"; then
    echo "没有找到 Python $version，也下载不到。请安装它（例如用 pyenv install $version），或把解释器放进 PATH 后重试。" >&2
    exit 1
  fi
fi
# Compiled here, once: not every machine lets programs write bytecode, and TensorFlow's sources take half a minute.
if ! "$uv" pip sync --quiet --compile-bytecode --require-hashes --python "$folder/bin/python" "$lock"; then
  echo "按 $lock 安装没有完成。下载中断时重试即可，已下载的不会重复；内网请设置 UV_DEFAULT_INDEX 指向镜像。" >&2
  exit 1
fi

# Rasa reports usage and errors to the outside unless told not to. Here it is told so wherever it is started from.
if "$folder/bin/python" -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("rasa") is None)'; then
  site=$("$folder/bin/python" -c 'import site; print(site.getsitepackages()[0])')
  echo 'import os; os.environ["RASA_TELEMETRY_ENABLED"] = "false"' >"$site/no_telemetry.pth"
fi
