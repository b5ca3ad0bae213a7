#!/bin/sh
# The browser tests need Debian's chromium. In CI it is installed or the run fails; elsewhere it is only named.
command -v chromium >/dev/null && exit 0
if [ "${CI:-}" = true ]; then
    apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk >/dev/null
    exit
fi
echo "browser tests not run: apt-get install chromium"
