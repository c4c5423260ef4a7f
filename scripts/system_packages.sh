#!/usr/bin/env bash
# Installs the Debian packages named as arguments: as root by apt, otherwise says in one line what to install.
set -euo pipefail

missing=()
for package in "$@"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
((${#missing[@]})) || exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "缺少系统软件包，请先运行： sudo apt install ${missing[*]}" >&2
  exit 1
fi
if ! command -v apt-get >/dev/null; then
  echo "这台机器没有 apt，请用它的软件包管理器安装：${missing[*]}" >&2
  exit 1
fi
echo "安装系统软件包：${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { apt-get update -q && apt-get install -qy --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "系统软件包没有装上（上面是 apt 的输出）。请检查网络和软件源后重试。" >&2
  exit 1
fi
