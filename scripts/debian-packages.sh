#!/usr/bin/env bash
# Installs the Debian packages that are needed and not there yet: for the build; with `test` the real servers and
# clients that the tests talk to (none of them is started by being installed); with `guest` what boots another kernel.
set -euo pipefail

packages=(clang clang-format libbpf-dev libelf-dev zlib1g-dev bpftool cmake make g++ libc6-dev linux-libc-dev pkg-config libre2-dev git ca-certificates)
[ "${1:-}" = test ] &&
	packages=(rsyslog rsyslog-openssl sysdig tshark nginx-light openssl prometheus python3 python3-grpcio protobuf-compiler protobuf-compiler-grpc zsh fish logrotate)
[ "${1:-}" = guest ] && packages=(qemu-system-x86 busybox-static cpio)

missing=()
for p in "${packages[@]}"; do
	dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" != 0 ]; then
	echo "missing Debian packages: ${missing[*]}" >&2
	echo "run as root, or: apt-get install ${missing[*]}" >&2
	exit 1
fi
echo "installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
export RUNLEVEL=1 # services stay off
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}"
