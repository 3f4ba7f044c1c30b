#!/bin/sh
# Gets the real servers of `make prove-mine` into a folder: npm's oidc-provider, and snac from Debian's source, built here.
set -eu
to=$1
mkdir -p "$to/lists/partial" "$to/cache" "$to/snac"
[ -d "$to/node_modules/oidc-provider" ] || npm install --silent --no-fund --no-audit --prefix "$to" oidc-provider@9.13.3
[ -x "$to/snac/snac" ] && exit 0
command -v cc >/dev/null && [ -e /usr/include/x86_64-linux-gnu/curl/curl.h ] \
  || DEBIAN_FRONTEND=noninteractive apt-get -qq install -y gcc make libcurl4-openssl-dev libssl-dev >/dev/null
echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian trixie main" >"$to/trixie.list"
apart="-o Dir::Etc::sourcelist=$to/trixie.list -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists=$to/lists -o Dir::Cache=$to/cache"
apt-get -qq $apart update
cd "$to" && apt-get -qq $apart source --download-only snac2 2>/dev/null
tar -xf snac2_*.orig.tar.* -C snac --strip-components=1
make -s -C snac >/dev/null 2>&1
