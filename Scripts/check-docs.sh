#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Documents keep together: relative links lead somewhere, decisions are numbered once and complete, every error code has
# its page and every page its code, change fragments have the right form.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "${SKEIN_ROOT:-$here/..}"

failed=0
fail() {
    printf '%s\n' "$1" >&2
    failed=1
}

mapfile -t documents < <("$here/project-files.sh" '*.md')
if [ "${#documents[@]}" -eq 0 ]; then
    echo "docs: no documents yet"
    exit 0
fi

# --- Links -------------------------------------------------------------------------------------------------------------

# Each `path:line target` of a link or image outside code; `[text](target)` and `[name]: target`.
links=$(perl -ne '
    $fence = 0 if $. == 1;
    if (/^\s*(```|~~~)/) { $fence = !$fence }
    unless ($fence) {
        s/`[^`]*`//g;
        while (/\]\(\s*<?([^)\s>]+)>?[^)]*\)/g) { print "$ARGV:$. $1\n" }
        if (/^\s*\[[^\]]+\]:\s*(\S+)/) { print "$ARGV:$. $1\n" }
    }
    close ARGV if eof' "${documents[@]}")
count=0
while read -r place link; do
    if [ -z "$place" ] || [[ "$link" =~ ^([a-z][a-z0-9+.-]*:|//) ]]; then continue; fi
    count=$((count + 1))
    document=${place%%:*}
    path=${link%%#*}
    anchor=""
    if [[ "$link" == *"#"* ]]; then anchor=${link#*#}; fi
    case "$path" in
        "") path=$document ;;
        /*) path=.$path ;;
        *) path=$(dirname "$document")/$path ;;
    esac
    if [ ! -e "$path" ]; then
        fail "$place: links to $link, which does not exist"
    elif [ -n "$anchor" ] && [[ "$path" == *.md ]]; then
        # The anchor of a heading: lower case, without punctuation, with hyphens for spaces.
        if ! grep -E '^#{1,6} ' "$path" | sed -E 's/^#+ +//; s/ +$//' | tr '[:upper:]' '[:lower:]' |
            sed -E 's/[^[:alnum:] _-]//g; s/ /-/g' | grep -xF -- "$anchor" >/dev/null &&
            ! grep -E "(id|name)=\"$anchor\"" "$path" >/dev/null; then
            fail "$place: links to $link, and $path has no such heading"
        fi
    fi
done <<<"$links"

# --- Decisions ---------------------------------------------------------------------------------------------------------

known=" "
for decision in Docs/adr/*.md; do
    if [ ! -f "$decision" ] || [ "$(basename "$decision")" = README.md ]; then continue; fi
    name=$(basename "$decision" .md)
    if ! [[ "$name" =~ ^([0-9]{4})-[a-z0-9]+(-[a-z0-9]+)*$ ]]; then
        fail "$decision: a decision is called 0001-what-it-says.md"
        continue
    fi
    number=${BASH_REMATCH[1]}
    if [[ "$known" == *" $number "* ]]; then fail "$decision: number $number is used twice"; fi
    known+="$number "
    if [ "$(wc -l <"$decision")" -gt 80 ]; then fail "$decision: more than a page (80 lines)"; fi
    for heading in Context Decision Consequences Alternatives; do
        if ! grep -q "^## $heading" "$decision"; then fail "$decision: has no section '$heading'"; fi
    done
done
mapfile -t readers < <("$here/project-files.sh" '*.swift' '*.md' '*.sh' '*.sql' '*.js' Makefile)
while IFS=: read -r file line mention; do
    if [ -z "$file" ]; then continue; fi
    number=${mention##*[!0-9]}
    if [[ "$known" != *" $number "* ]]; then fail "$file:$line: cites decision $number, which does not exist"; fi
done < <(grep -noE '(\bADR[ -]|\badr/)[0-9]{4}\b' "${readers[@]}" /dev/null || true)

# --- Error pages -------------------------------------------------------------------------------------------------------

codes_file=Sources/SkeinModel/Failure/SkeinError+Codes.swift
pages=$("$here/project-files.sh" Docs/errors | sed -nE 's|^Docs/errors/([^/]+)\.md$|\1|p' | grep -vx README | sort || true)
page_note="no error pages yet"
if [ -f "$codes_file" ] && [ -n "$pages" ]; then
    codes=$(sed -nE 's/^[^/]*rawValue: "([^"]+)".*/\1/p' "$codes_file" | sort)
    twice=$(uniq -d <<<"$codes")
    if [ -n "$twice" ]; then fail "$codes_file: used twice: $twice"; fi
    while IFS= read -r code; do
        if [ -n "$code" ]; then fail "Docs/errors/$code.md: missing; $codes_file has the code '$code'"; fi
    done < <(comm -23 <(uniq <<<"$codes") <(echo "$pages"))
    while IFS= read -r page; do
        if [ -n "$page" ]; then fail "Docs/errors/$page.md: no code of that name in $codes_file"; fi
    done < <(comm -13 <(uniq <<<"$codes") <(echo "$pages"))
    page_note="$(wc -l <<<"$pages") error pages"
fi

# --- Change fragments --------------------------------------------------------------------------------------------------

for fragment in Docs/changes/*.md; do
    name=$(basename "$fragment")
    if [ ! -f "$fragment" ] || [ "$name" = README.md ]; then continue; fi
    if ! [[ "$name" =~ ^[0-9]+-[a-z0-9]+(-[a-z0-9]+)*\.md$ ]]; then
        fail "$fragment: a fragment is called <issue>-<what>.md, for example 12-timers.md"
    fi
    wrong=$(grep -nvE '^(### (Added|Changed|Fixed|Breaking)|- .+|  .+|)$' "$fragment" || true)
    if [ -n "$wrong" ] || ! grep -q '^### ' "$fragment"; then
        fail "$fragment: has to be lists under '### Added', '### Changed', '### Fixed' or '### Breaking' $wrong"
    fi
done

if [ "$failed" -ne 0 ]; then
    echo "error: the documents do not keep together; see above" >&2
    exit 1
fi
decisions=$(wc -w <<<"$known")
echo "docs: ${#documents[@]} documents, $count links, $decisions decisions, $page_note"
