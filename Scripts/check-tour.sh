#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The code tour holds: at most six stops, marked `// [tour:1]` to `// [tour:6]` in Sources, each once, in short functions
# of short files, and every file that Docs/CodeTour.md names exists.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "${SKEIN_ROOT:-$here/..}"

tour=Docs/CodeTour.md
most_stops=6
most_file_lines=300
most_function_lines=25

failed=0
fail() {
    printf '%s\n' "$1" >&2
    failed=1
}

mapfile -t files < <("$here/project-files.sh" Sources | grep '\.swift$' || true)
marks=""
if [ "${#files[@]}" -gt 0 ]; then
    marks=$(grep -noE '\[tour:[0-9]+\]' "${files[@]}" /dev/null || true)
fi
if [ -z "$marks" ] && [ ! -f "$tour" ]; then
    echo "tour: no stop is marked yet"
    exit 0
fi

# function_lines <file> <line>: the length of the function that starts at the mark or right after it, from its `func` to
# its closing brace, which stands at the same depth.
function_lines() {
    awk -v mark="$2" '
        NR >= mark && !start && NR <= mark + 5 && /(^|[^A-Za-z])(func|init)[^A-Za-z]/ { start = NR; match($0, /^ */); depth = RLENGTH }
        start && NR > start && match($0, /^ *\}/) && RLENGTH == depth + 1 { print NR - start + 1; found = 1; exit }
        END { if (!found) print 0 }' "$1"
}

count=0
seen=" "
while IFS=: read -r file line mark; do
    if [ -z "$file" ]; then continue; fi
    stop=${mark//[^0-9]/}
    count=$((count + 1))
    if [[ "$seen" == *" $stop "* ]]; then fail "$file:$line: stop $stop is marked twice"; fi
    seen+="$stop "
    if [ "$stop" -lt 1 ] || [ "$stop" -gt "$most_stops" ]; then fail "$file:$line: the stops are 1 to $most_stops"; fi
    length=$(wc -l <"$file")
    if [ "$length" -gt "$most_file_lines" ]; then
        fail "$file: stop $stop is in a file of $length lines; $most_file_lines is the limit"
    fi
    length=$(function_lines "$file" "$line")
    if [ "$length" -eq 0 ]; then
        fail "$file:$line: no function starts at the mark of stop $stop or within five lines after it"
    elif [ "$length" -gt "$most_function_lines" ]; then
        fail "$file:$line: the function at stop $stop has $length lines; $most_function_lines is the limit"
    fi
    if [ -f "$tour" ] && ! grep -qF "$(basename "$file")" "$tour"; then
        fail "$tour: does not name $(basename "$file"), where stop $stop is"
    fi
done <<<"$marks"

if [ -f "$tour" ]; then
    # With a tour to follow, no stop may be missing on the way.
    for ((stop = 1; stop <= count; stop++)); do
        if [[ "$seen" != *" $stop "* ]]; then fail "Sources: $count stops are marked and stop $stop is not among them"; fi
    done
    if [ "$count" -eq 0 ]; then fail "$tour: no stop is marked in Sources"; fi
    # A file is named by its path from the root, from Sources, from the tour, or by its bare name.
    while IFS= read -r name; do
        if [ -z "$name" ]; then continue; fi
        if [ -f "$name" ] || [ -f "Sources/$name" ] || [ -f "Docs/$name" ]; then continue; fi
        if [[ "$name" != */* ]] && printf '%s\n' "${files[@]}" | grep -F "/$name" >/dev/null; then continue; fi
        fail "$tour: names $name, which does not exist"
    done < <(grep -oE '[A-Za-z0-9_.+/-]+\.(swift|sql|js)\b' "$tour" | sort -u)
fi

if [ "$failed" -ne 0 ]; then
    echo "error: the code tour is broken; see $tour and Scripts/check-tour.sh" >&2
    exit 1
fi
echo "tour: $count stops"
