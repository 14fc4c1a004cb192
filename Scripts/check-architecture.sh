#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The targets keep to the graph in ARCHITECTURE.md, and the rules about names, tasks and migrations hold.
# The compiler checks that a target declares what it imports; this checks that it may.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "${SKEIN_ROOT:-$here/..}"

failed=0
complain() {
    printf '%s\n' "$1" >&2
    failed=1
}

mapfile -t files < <("$here/project-files.sh" Sources | grep '\.swift$' || true)
if [ "${#files[@]}" -eq 0 ]; then
    echo "architecture: no target has files yet"
    exit 0
fi
code=$(perl "$here/print-code.pl" "${files[@]}")
mapfile -t targets < <(printf '%s\n' "${files[@]}" | cut -d/ -f2 | sort -u)

# --- Who may import whom ---------------------------------------------------------------------------------------------

pure="SkeinModel SkeinExpression SkeinSchema SkeinTemplate SkeinDefinition SkeinInterpreter"
system="Foundation FoundationEssentials Dispatch Synchronization Glibc Musl Darwin"
watching="Logging Metrics Tracing Instrumentation"
collections="Collections DequeModule HeapModule OrderedCollections"
engine="$pure SkeinStorage SkeinEngine"
adapters="SkeinYAML SkeinAPI SkeinSQLite SkeinPostgres SkeinTemporal SkeinHandlers"

# The modules that a target may import. `*` at the end admits every package that has no owner (below); without it the
# list is complete.
allowed() {
    case "$1" in
        # For tests; of the targets in Sources only the kit for tests names it.
        SeededRandom) ;;
        SkeinModel) ;;
        SkeinExpression | SkeinSchema | SkeinTemplate) echo "SkeinModel" ;;
        SkeinDefinition) echo "SkeinModel SkeinExpression SkeinSchema SkeinTemplate" ;;
        SkeinInterpreter) echo "SkeinModel SkeinExpression SkeinSchema SkeinTemplate SkeinDefinition" ;;
        SkeinTesting) echo "SkeinModel SkeinExpression SkeinSchema SkeinDefinition SkeinInterpreter" ;;
        SkeinYAML) echo "SkeinModel Yams" ;;
        SkeinStorage) echo "$pure $system Crypto" ;;
        SkeinEngine) echo "$pure $system $watching $collections SkeinStorage Crypto ServiceLifecycle" ;;
        SkeinSQLite | SkeinPostgres) echo "$pure $system SkeinStorage *" ;;
        SkeinAPI) echo "$engine $system SkeinYAML *" ;;
        SkeinTemporal | SkeinHandlers) echo "$engine $system *" ;;
        SkeinDrivers) echo "SkeinModel $system SkeinStorage SkeinSQLite SkeinPostgres" ;;
        SkeinServer | Skein) echo "$engine $system $adapters SkeinDrivers SkeinServer *" ;;
        SkeinCommand) echo "$engine $system $adapters SkeinDrivers SkeinServer SkeinTesting Skein FoundationPack *" ;;
        SkeinTestKit) echo "$engine $system SeededRandom SkeinDrivers SkeinPostgres Testing *" ;;
        *) return 1 ;;
    esac
}

# The targets that may import a package's modules; nothing for a package without owner.
owners() {
    case "$1" in
        Hummingbird*) echo "SkeinAPI SkeinServer" ;;
        GRDB* | SQLite3 | CSQLite*) echo "SkeinSQLite" ;;
        CLibPQ | libpq) echo "SkeinPostgres" ;;
        GRPC* | SwiftProtobuf) echo "SkeinTemporal" ;;
        Yams) echo "SkeinYAML" ;;
        ArgumentParser) echo "SkeinCommand" ;;
        AsyncHTTPClient) echo "SkeinHandlers SkeinServer SkeinCommand" ;;
    esac
}

contains() { [[ " $1 " == *" $2 "* ]]; }

check_import() {
    local place=$1 target=$2 module=$3 list owner
    if [ "$target" = "$module" ]; then return; fi
    if ! list=$(allowed "$target"); then return; fi
    owner=$(owners "$module")
    if [ -n "$owner" ] && ! contains "$owner" "$target"; then
        complain "$place: $target may not import $module; only $owner may"
    elif contains "$list" "$module"; then
        return
    elif [[ "$module" == Skein* || "$list" != *"*" ]]; then
        complain "$place: $target may not import $module (it may import: ${list:-nothing})"
    elif contains "${targets[*]}" "$module"; then
        complain "$place: $target may not import its sibling $module"
    fi
}

for target in "${targets[@]}"; do
    if ! allowed "$target" >/dev/null; then
        complain "Sources/$target: a new target; say in Scripts/check-architecture.sh what it may import"
    fi
done

# Each `path:line module` that appears in an import.
imports=$(sed -nE 's/^([^:]+:[0-9]+):[[:space:]]*(@[A-Za-z_]+(\([^)]*\))?[[:space:]]+)*((public|package|internal|fileprivate|private)[[:space:]]+)?import[[:space:]]+((struct|class|enum|protocol|func|typealias|let|var)[[:space:]]+)?([A-Za-z_0-9]+).*/\1 \8/p' <<<"$code")
while read -r place module; do
    if [ -z "$place" ]; then continue; fi
    target=${place#Sources/}
    check_import "$place" "${target%%/*}" "$module"
done <<<"$imports"

# Packs of functions are what users write: they see the products, nothing inside.
mapfile -t packs < <("$here/project-files.sh" Examples | grep '/Functions/.*\.swift$' || true)
if [ "${#packs[@]}" -gt 0 ]; then
    inner=$(grep -nE '^[[:space:]]*((public|package|internal) )?import (Skein(Storage|Interpreter|Definition|Drivers|SQLite|Postgres|API|Server|Handlers|YAML)|Hummingbird|GRDB)' "${packs[@]}" /dev/null || true)
    if [ -n "$inner" ]; then complain "$inner"$'\n'"  -> a pack imports only what users import: Skein, SkeinEngine, SkeinModel"; fi
fi

# --- Names, tasks, unchecked claims ----------------------------------------------------------------------------------

names=$(IFS='|'; echo "${targets[*]}")
hits=$(grep -P "\b(struct|class|enum|actor|protocol|typealias)\s+($names)\b(?!\.)" <<<"$code" || true)
if [ -n "$hits" ]; then complain "$hits"$'\n'"  -> a type with a module's name hides the module's other names"; fi

# has_reason <path:line> <word>: whether the line, or the comment lines right above it, say `// word: reason`.
has_reason() {
    awk -v last="${1##*:}" -v mark="// $2: [^ ]" '
        $0 ~ mark { found = 1 }
        NR == last { exit }
        $0 !~ /^[[:space:]]*\/\// { found = 0 }
        END { exit !found }' "${1%:*}"
}

# need_reason <word> <what is wrong> <Perl pattern> <paths>
need_reason() {
    local hits place
    hits=$(grep -P "^($4)/[^:]+:\d+:.*(?:$3)" <<<"$code" | cut -d: -f1,2 || true)
    while IFS= read -r place; do
        if [ -z "$place" ] || has_reason "$place" "$1"; then continue; fi
        complain "$place: $2; say why with a comment '// $1: ...' on the line or right before it"
    done <<<"$hits"
}

need_reason unstructured "a task that nobody waits for" \
    '\bTask(\.detached|\.immediate)?\s*(<[^>]*>\s*)?(\([^)]*\)\s*)?\{|\bTask\.(detached|immediate)\b|\bTask\((name|priority|executorPreference|operation):' \
    'Sources/Skein[A-Za-z]*'
need_reason safety "an unchecked claim about concurrency" \
    '@unchecked\s+Sendable|\bnonisolated\(unsafe\)' \
    'Sources/[A-Za-z]+'

# --- Migrations ------------------------------------------------------------------------------------------------------

reference=""
for folder in Sources/*/Migrations; do
    mapfile -t scripts < <("$here/project-files.sh" "$folder" | grep '\.sql$' | grep -v '/schema\.sql$' || true)
    if [ "${#scripts[@]}" -eq 0 ]; then continue; fi
    target=$(cut -d/ -f2 <<<"$folder")
    expected=1
    for script in "${scripts[@]}"; do
        stem=$(basename "$script" .sql)
        if ! [[ "$stem" =~ ^V([0-9]{4})_[a-z0-9_]+$ ]]; then
            complain "$script: a migration is called V0001_what_it_does.sql"
            continue
        fi
        number=$((10#${BASH_REMATCH[1]}))
        if [ "$number" -ne "$expected" ]; then
            complain "$script: number $number where $expected is next; numbers have no gaps and none is used twice"
        fi
        expected=$((number + 1))
        listed=$(grep -cE "^Sources/$target/.*\b${stem}(_sql)?\b" <<<"$code" || true)
        if [ "$listed" -ne 1 ]; then
            complain "$script: listed $listed times in the code of $target; it has to be listed once"
        fi
    done
    stems=$(printf '%s\n' "${scripts[@]##*/}")
    if [ -z "$reference" ]; then
        reference=$stems
        reference_folder=$folder
    elif [ "$stems" != "$reference" ]; then
        complain "$folder and $reference_folder have different migrations (a driver with nothing to do has a comment):"
        diff <(echo "$reference") <(echo "$stems") >&2 || true
    fi
done

# A released migration never changes; the newest release tag says which ones are released.
release=$(git -c safe.directory='*' tag --list 'v[0-9]*' --sort=-version:refname | head -n 1)
if [ -n "$release" ]; then
    changed=$(git -c safe.directory='*' diff --name-only --diff-filter=MDR "$release" -- 'Sources/*/Migrations/V*.sql')
    if [ -n "$changed" ]; then complain "$changed"$'\n'"  -> released with $release; add a migration instead"; fi
fi

if [ "$failed" -ne 0 ]; then
    echo "error: the architecture's rules are broken; Scripts/check-architecture.sh holds them" >&2
    exit 1
fi
echo "architecture: ${#targets[@]} targets keep to the graph"
