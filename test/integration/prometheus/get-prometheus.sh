#!/bin/sh
# Unpacks Debian's Prometheus below .cache/prometheus, for tests; nothing is installed and no root is needed. Needs the network once.
set -eu
cd "$(dirname "$0")/../../.."
mkdir -p .cache/prometheus
cd .cache/prometheus
[ -x root/usr/bin/prometheus ] && exit 0
apt-get download prometheus
for package in prometheus_*.deb; do dpkg-deb -x "$package" root; done
