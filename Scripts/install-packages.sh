#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what a fresh Debian 12 lacks: `install-packages.sh build`, or `install-packages.sh build test`.
# Does nothing when everything is there, so it needs the network and root only once.
set -euo pipefail

build=(
    binutils           # the linker
    ca-certificates    # to fetch the Swift packages
    git                # to fetch the Swift packages; the checks list files with it
    libc6-dev          # C headers and start files
    libpq-dev          # PostgreSQL's client library
    libsqlite3-dev     # the built-in database
    libstdc++-12-dev   # the C++ parts of TLS and cryptography
    tzdata             # the rules of time zones, for expressions
    zlib1g-dev         # compression of HTTP bodies
    perl-base          # the checks read code with it
)
test=(
    codespell          # spelling
    curl               # the end-to-end tests and the examples in the documents
    openssl            # certificates for encrypted connections
    gcc                # fault injection: a library that loses unsynced writes
    postgresql         # the tests start servers of their own
    procps             # the end-to-end tests look at processes
    python3-venv       # stub services and clients of other languages
    shellcheck         # the scripts
    sqlite3            # the tests look into databases from outside
)

wanted=()
for group in "$@"; do
    case "$group" in
        build) wanted+=("${build[@]}") ;;
        test) wanted+=("${test[@]}") ;;
        *)
            echo "usage: $0 [build] [test]" >&2
            exit 2
            ;;
    esac
done
[ "${#wanted[@]}" -gt 0 ] || { echo "usage: $0 [build] [test]" >&2; exit 2; }

# --- Swift, which Debian does not package -----------------------------------------------------------------------------

how_to_get_swift="Skein needs Swift 6.3 or newer.
  Get it with swiftly, the toolchain installer of swift.org:  https://www.swift.org/install/linux/swiftly/
      swiftly install 6.3
  or unpack the release for Debian 12 and put its usr/bin into PATH:  https://www.swift.org/install/linux/
Then open a new shell, see that 'swift --version' answers, and run this again."
if ! command -v swift >/dev/null 2>&1; then
    printf 'error: there is no swift in PATH.\n%s\n' "$how_to_get_swift" >&2
    exit 1
fi
if ! answer=$(swift --version 2>&1); then
    printf 'error: swift does not start: %s\n%s\n' "$answer" "$how_to_get_swift" >&2
    exit 1
fi
if [[ "$answer" =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]]; then
    if ((BASH_REMATCH[1] * 1000 + BASH_REMATCH[2] < 6003)); then
        printf 'error: this is Swift %s.%s.\n%s\n' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "$how_to_get_swift" >&2
        exit 1
    fi
    echo "packages: Swift ${BASH_REMATCH[1]}.${BASH_REMATCH[2]} is there"
fi

# --- Debian packages ----------------------------------------------------------------------------------------------------

if ! command -v dpkg >/dev/null 2>&1; then
    echo "packages: not a Debian system; see to it yourself that there is: ${wanted[*]}"
    exit 0
fi
missing=()
for package in "${wanted[@]}"; do
    if ! dpkg -s "$package" 2>/dev/null | grep '^Status: install ok installed' >/dev/null; then missing+=("$package"); fi
done
if [ "${#missing[@]}" -eq 0 ]; then
    echo "packages: all ${#wanted[@]} Debian packages are there"
    exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "error: packages are missing and there is no sudo; run as root: apt-get install -y ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
echo "packages: installing ${missing[*]}"
install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}")
# The package lists may be missing or old: then fetch them and try once more.
if ! "${install[@]}"; then
    echo "packages: fetching the package lists first"
    "${as_root[@]}" apt-get update
    "${install[@]}"
fi
