#!/bin/sh
# Unpacks Debian's Prometheus below .cache/prometheus, for tests; nothing is installed and no root is needed. Needs the network once.
set -eu
cd "$(dirname "$0")/../../.."
mkdir -p .cache/prometheus
cd .cache/prometheus
[ -x root/usr/bin/prometheus ] && exit 0
# The lists of packages may be older than what the mirror has, or not be there.
apt-get -qq download prometheus 2>/dev/null || { $( [ "$(id -u)" -eq 0 ] || echo sudo ) apt-get -qq update; apt-get -qq download prometheus; }
for package in prometheus_*.deb; do dpkg-deb -x "$package" root; done
