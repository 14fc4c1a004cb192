#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Writes the database that a build of Skein leaves when it is killed in the middle of its work, as SQL.
# UpgradeTests opens it with later builds (CONTRIBUTING.md says when to record one). Needs curl, jq and sqlite3.
# Arguments: the folder with the programs `skein` and `TestServer` of that build, and the file to write.
set -euo pipefail
programs=$1
target=$2
folder=$(mktemp -d)
server=""
clean() {
    if [ -n "$server" ]; then kill -KILL "$server" 2>/dev/null || true; fi
    rm -rf "$folder"
}
trap clean EXIT

"$programs/TestServer" "$folder/skein.db" "$folder/ledger" >"$folder/ready" &
server=$!
until grep -q '^ready ' "$folder/ready"; do
    kill -0 "$server"
    sleep 0.1
done
SKEIN_SERVER=$(sed -n 's/^ready //p' "$folder/ready")
export SKEIN_SERVER SKEIN_USER=ada

# define KEY [MORE] < STEPS AND THE LIKE
define() {
    local key=$1
    shift
    { printf 'deliverable_type: %s\ndisplay_name: %s\ndiscipline: test\n' "$key" "$key" && cat; } >"$folder/$key.yaml"
    "$programs/skein" publish "$folder/$key.yaml" "$@" >&2
}
start() { "$programs/skein" execute "$1" "${@:2}" --json --wait 0s | jq -r .id; }
# await ID STATUS
await() {
    until "$programs/skein" executions "$1" --json | jq -e --arg status "$2" '.status == $status' >/dev/null; do
        sleep 0.1
    done
}

greeting() {
    cat <<YAML
input_schema: {type: object, required: [name, age], properties: {name: {type: string}, age: {type: integer}}}
output: {text: \$greeting.text}
risk_config:
  factors: [{name: minor, when: \$input.age < 18, weight: 0.95}]
workflow_steps:
  - {step_name: greet, type: transform, set: {text: "$1 {{input.name}}"}, output_variable: greeting}
YAML
}

# One execution of each version: the first waits for an approval, the second has completed.
greeting Hello | define greeting
await "$(start greeting --set name=Tim --set age=9)" awaiting_approval
greeting "Good day" | define greeting --note "More polite"
await "$(start greeting --set name=Ada --set age=36)" completed

# A person has claimed the task of one of two parallel steps; the other one has called a function that did not answer.
define renewal <<'YAML'
input_schema: {type: object}
output: {asked: $asked.decision, called: $called.n}
workflow_steps:
  - step_name: both
    type: parallel
    branches:
      - name: people
        steps:
          - step_name: ask
            type: human
            kind: approval
            task: {title: Renew it, roles: [manager]}
            output_variable: asked
      - name: machine
        steps:
          - {step_name: call, function_to_call: ledger.hang, input_mapping: {n: 7}, output_variable: called}
YAML
start renewal >&2
until [ -s "$folder/ledger" ]; do sleep 0.1; done
task=$(curl --silent --fail "$SKEIN_SERVER/api/v1/human-tasks" | jq -r '.items[0].id')
"$programs/skein" task claim "$task" --as eve --role manager >&2

# A timer that is due when the database is opened again: a wait, and the second attempt of a step.
define cooling <<'YAML'
input_schema: {type: object}
output: {text: $done.text}
workflow_steps:
  - {step_name: cool, type: wait, for: 1h}
  - {step_name: done, type: transform, set: {text: cold}, output_variable: done}
YAML
await "$(start cooling)" waiting
define flaky <<'YAML'
input_schema: {type: object}
output: $tried
workflow_steps:
  - step_name: try
    function_to_call: ledger.flaky
    input_mapping: {n: 3}
    output_variable: tried
    retry_policy: {strategy: fixed, max_attempts: 3, initial_delay: 1h, jitter: false}
YAML
flaky=$(start flaky)
until "$programs/skein" executions "$flaky" --events | grep -q step_retry_scheduled; do sleep 0.1; done

# Two waits in a loop: one has its signal, the other not.
define parcel <<'YAML'
input_schema: {type: object}
output: $all
workflow_steps:
  - step_name: each
    type: for_each
    items: [7, 8]
    as: number
    key: $index
    output_variable: all
    steps:
      - step_name: paid
        type: wait
        signal: {name: paid, correlate: $signal.payload.number == $number}
        output_variable: payment
YAML
parcel=$(start parcel)
await "$parcel" waiting
"$programs/skein" signal "$parcel" paid --payload '{"number": 8}' --id pay-8 >&2

# A step that waits for the end of another execution, where the build knows such steps.
cat >"$folder/order.yaml" <<'YAML'
deliverable_type: order
display_name: order
discipline: test
input_schema: {type: object}
output: $payment
workflow_steps: [{step_name: pay, type: workflow, workflow: payment, output_variable: payment}]
YAML
if "$programs/skein" validate "$folder/order.yaml" >&2; then
    define payment <<'YAML'
input_schema: {type: object}
output: $paid
workflow_steps: [{step_name: pay, type: wait, signal: {name: paid}, output_variable: paid}]
YAML
    "$programs/skein" publish "$folder/order.yaml" >&2
    await "$(start order)" waiting
    until [ "$("$programs/skein" executions --workflow payment --status waiting --json | jq '.items | length')" = 1 ]; do
        sleep 0.1
    done
fi

kill -KILL "$server"
wait "$server" 2>/dev/null || true
server=""
sqlite3 "$folder/skein.db" .dump >"$target"
