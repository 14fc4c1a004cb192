#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The core decides, it does not act: the pure targets have no clock, randomness, concurrency or I/O (Docs/adr/0001).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "${SKEIN_ROOT:-$here/..}"

pure=(SkeinModel SkeinExpression SkeinSchema SkeinTemplate SkeinDefinition SkeinInterpreter SkeinTesting)
mapfile -t files < <("$here/project-files.sh" "${pure[@]/#/Sources/}" | grep '\.swift$' || true)
if [ "${#files[@]}" -eq 0 ]; then
    echo "purity: no pure target has files yet"
    exit 0
fi
code=$(perl "$here/print-code.pl" "${files[@]}")

failed=0
# forbid <what to do instead> <Perl pattern>: comments and text literals do not count.
forbid() {
    local hits
    hits=$(grep -P "^[^:]+:\d+:.*(?:$2)" <<<"$code" || true)
    if [ -n "$hits" ]; then
        printf '%s\n' "$hits"
        printf '  -> %s\n' "$1"
        failed=1
    fi
}

forbid "the shell waits and has the concurrency; the core is a plain function" \
    '\b(async|await|actor|nonisolated\(unsafe\)|Task|TaskGroup|AsyncSequence|AsyncStream|Thread|DispatchQueue|Mutex|Atomic)\b'
forbid "take the time as an argument" \
    '\bDate\(\)|\b(Date|DispatchTime|ContinuousClock|SuspendingClock|Clock|Instant)(\(\))?\.now\b|(?<![\w)\]?!])\.now\b'
forbid "take the time as an argument" \
    '\b(ContinuousClock|SuspendingClock|clock_gettime|gettimeofday)\b'
forbid "take identifiers and random bits as arguments" \
    '\bUUID\(\)|\.random\(|\.randomElement\(|\.shuffled?\(|\bSystemRandomNumberGenerator\b'
forbid "hashes differ from process to process: sort, or compare the values" \
    '\.hashValue\b'
forbid "the shell reads and writes; the core returns values" \
    '\b(FileManager|FileHandle|URLSession|ProcessInfo|CommandLine)\b|(?<![.\w])(getenv|fopen|print|debugPrint|readLine)\('
# Which pure target may import which other one is check-architecture.sh's business.
forbid "pure targets import pure targets only" \
    '(?<=\d:)\s*(@\w+(\(\w+\))?\s+)*(\w+\s+)?import\s+((struct|class|enum|protocol|func|typealias)\s+)?(?!Skein(Model|Expression|Schema|Template|Definition|Interpreter)\b)\w'

if [ "$failed" -ne 0 ]; then
    echo "error: the pure targets must stay pure; see Docs/adr/0001-core-decides-shell-acts.md" >&2
    exit 1
fi
echo "purity: ${#files[@]} files are pure"
