#!/bin/sh
# Asks a running server everything its description allows, and much that it does not: no fault of
# its own (5xx), no answer that is not described. Usage: schemathesis.sh URL PLURALS [OPTION...]
# PLURALS: the kinds whose paths are asked, as `services|plans`. TOKEN: an administrator's token.
# MAINSTAY_PYTHON: a Python with tests/requirements.txt. SEED: default 1. REPORT: a folder.
set -eu
url=$1
plurals=$2
shift 2
: "${MAINSTAY_PYTHON:?run ./test, or set it to a Python with tests/requirements.txt}"
: "${TOKEN:?set it to a token of an administrator}"

# What is asked: everything that is not for all kinds, and what is for some of them. A stream of
# events does not end, so it is not asked here; a test of its own reads it.
about='openapi.json|kinds|schema|explain|check|targets|impact|weaknesses|ask|deadline|diff'
files='import|export|estate|attachments|journal|me|sessions|accounts|tokens|alarms'
exec "$MAINSTAY_PYTHON" -m schemathesis.cli run "$url/api/v1/openapi.json" \
    --header "Authorization: Bearer $TOKEN" \
    --include-path-regex "^/api/v1/($about|$files|$plurals)(/|\$)" \
    --checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance \
    --seed "${SEED:-1}" --generation-database none --no-color \
    --report-dir "${REPORT:-schemathesis-report}" --continue-on-failure "$@"
