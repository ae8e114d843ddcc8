#!/bin/sh
# Unpacks Debian's Alertmanager below .cache/alertmanager, for tests; nothing is installed and no root is needed. Needs the network once.
set -eu
cd "$(dirname "$0")/../../.."
mkdir -p .cache/alertmanager
cd .cache/alertmanager
[ -x root/usr/bin/prometheus-alertmanager ] && exit 0
# The lists of packages may be older than what the mirror has, or not be there.
apt-get -qq download prometheus-alertmanager 2>/dev/null || { $( [ "$(id -u)" -eq 0 ] || echo sudo ) apt-get -qq update; apt-get -qq download prometheus-alertmanager; }
for package in prometheus-alertmanager_*.deb; do dpkg-deb -x "$package" root; done
