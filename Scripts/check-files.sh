#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Files are small, carry their licence, and speak to a reader who has this repository and nothing else.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "${SKEIN_ROOT:-$here/..}"

failed=0
warnings=0
fail() {
    printf '%s\n' "$1" >&2
    failed=1
}

mapfile -t files < <("$here/project-files.sh")
generated='(^|/)(Generated|Fixtures|Vectors)/'

# --- Length: over 400 lines a reviewer asks why, over 600 (tests: 800) nobody reads it to the end -----------------------

mapfile -t sources < <(printf '%s\n' "${files[@]}" | grep -E '\.(swift|js|mjs|css|html|sh|py|pl|c)$' | grep -vE "$generated" || true)
if [ "${#sources[@]}" -gt 0 ]; then
    while read -r lines file; do
        if [ "$file" = total ]; then continue; fi
        limit=600
        if [[ "/$file" == */Tests/* || "$file" == *Tests.swift ]]; then limit=800; fi
        if [ "$lines" -gt "$limit" ]; then
            fail "$file: $lines lines; the limit is $limit. Split it by what it is about."
        elif [ "$lines" -gt 400 ] || [[ "$file" == Sources/SkeinEngine/* && "$lines" -gt 300 ]]; then
            echo "warning: $file has $lines lines; is it one thing?"
            warnings=$((warnings + 1))
        fi
    done < <(wc -l -- "${sources[@]}")
fi
for limited in README.md:250 ARCHITECTURE.md:300; do
    document=${limited%:*}
    if [ -f "$document" ] && [ "$(wc -l <"$document")" -gt "${limited#*:}" ]; then
        fail "$document: over ${limited#*:} lines; move the detail to Docs/"
    fi
done

# --- Licence: one SPDX line near the top (after #! or the tools version) ---------------------------------------------------

mapfile -t licensed < <(printf '%s\n' "${files[@]}" | grep -E '\.(swift|js|mjs|css|sh|py|pl|c)$|(^|/)Makefile$|^\.ci/run$' | grep -vE "$generated" || true)
if [ "${#licensed[@]}" -gt 0 ]; then
    without=$(awk 'FNR == 1 { if (file != "" && !seen) print file; file = FILENAME; seen = 0 }
        FNR <= 3 && /SPDX-License-Identifier: Apache-2\.0/ { seen = 1 }
        END { if (file != "" && !seen) print file }' "${licensed[@]}")
    while IFS= read -r file; do
        if [ -n "$file" ]; then fail "$file: no line 'SPDX-License-Identifier: Apache-2.0' among the first three"; fi
    done <<<"$without"
    # awk does not see empty files.
    for file in "${licensed[@]}"; do
        if [ ! -s "$file" ]; then fail "$file: empty"; fi
    done
fi

# --- Names ----------------------------------------------------------------------------------------------------------------

while IFS= read -r file; do
    if [ -n "$file" ]; then fail "$file: white space in a file's name"; fi
done < <(printf '%s\n' "${files[@]}" | grep '[[:space:]]' || true)
while IFS= read -r file; do
    if [ -n "$file" ]; then fail "$file: folders are named after features, not Models, Helpers, Utils or Misc"; fi
done < <(printf '%s\n' "${files[@]}" | grep -E '^Sources/.*/(Models|Helpers|Utils|Utilities|Misc|Common)/' || true)

# --- Text -----------------------------------------------------------------------------------------------------------------

# search <what is wrong> <extended pattern> <files to leave out, as a pattern>
search() {
    local hits
    local -a where
    mapfile -t where < <(printf '%s\n' "${files[@]}" | grep -vE "$3|^Scripts/check-files\.sh$|^LICENSE$|$generated" || true)
    if [ "${#where[@]}" -eq 0 ]; then return; fi
    hits=$(grep -nHIE -- "$2" "${where[@]}" | cut -c1-200 || true)
    if [ -n "$hits" ]; then fail "$hits"$'\n'"  -> $1"; fi
}

search "a path of somebody's machine; use a relative one, or an argument" \
    '(^|[^A-Za-z0-9_.~/-])/(work|tmp|home|root|Users|opt/swift)/' '(^|/)Tests/|^Scripts/|^\.ci/'
search "a file outside the repository; a reader does not have it" \
    '(^|[^A-Za-z0-9_.])(\.\./)+shared/|\bdesign/(architecture|conventions|findings|definition-format|worker-protocol)\.md|\brequirements/S[0-9]' \
    '(^|/)Tests/|^Scripts/|^\.ci/'
search "the number of a requirement that a reader cannot look up; say what is meant" \
    '\bS[0-4]-[0-9]{1,3}\b' '^$'
search "a remark about how the work was organised; say what the product does and why" \
    '\b(another|other|Another|Other|next|Next) (engineer|session|agent)s?\b.*\b(will|writes?|later)\b|\b([Ss]ub-?agent|[Ww]ork-?tree)s?\b|Co-[Aa]uthored-[Bb]y' '^$'
search "an open end without an issue; write TODO(#12) or finish it" \
    '\b(TODO|FIXME|XXX|HACK)\b($|[^(]|\([^#])' '^$'

if [ "$failed" -ne 0 ]; then
    echo "error: files break the rules above; Scripts/check-files.sh holds them" >&2
    exit 1
fi
echo "files: ${#files[@]} looked at, $warnings of them long"
