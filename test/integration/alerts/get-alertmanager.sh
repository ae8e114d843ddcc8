#!/bin/sh
# Unpacks Debian's Alertmanager below .cache/alertmanager, for tests; nothing is installed and no root is needed. Needs the network once.
set -eu
cd "$(dirname "$0")/../../.."
mkdir -p .cache/alertmanager
cd .cache/alertmanager
[ -x root/usr/bin/prometheus-alertmanager ] && exit 0
# The lists of packages may be older than what the mirror has, or not be there.
apt-get -qq download prometheus-alertmanager 2>/dev/null || { $( [ "$(id -u)" -eq 0 ] || echo sudo ) apt-get -qq update; apt-get -qq download prometheus-alertmanager; }
rm -rf root unpacked
for package in prometheus-alertmanager_*.deb; do dpkg-deb -x "$package" unpacked; done
# Debian's build looks for its templates at the root of the file system, where nothing is installed: here below the folder it is started in, by a name of the same length.
LC_ALL=C sed -i 's#/usr/share/prometheus/alertmanager#usr/share//prometheus/alertmanager#g' unpacked/usr/bin/prometheus-alertmanager
mv unpacked root
