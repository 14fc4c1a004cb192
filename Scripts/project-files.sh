#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Prints the project's own files, one a line: what Git tracks or would track, and what exists.
# Arguments are Git path patterns ('*.swift', Sources); without any, all files. The other checks read this.
# SKEIN_ROOT names another checkout to look at.
set -euo pipefail
cd "${SKEIN_ROOT:-$(dirname "$0")/..}"
# A checkout that another user owns (a container's volume) is readable all the same.
git -c safe.directory='*' -c core.quotePath=off ls-files --cached --others --exclude-standard -- "$@" |
    while IFS= read -r file; do
        if [ -f "$file" ]; then printf '%s\n' "$file"; fi
    done
