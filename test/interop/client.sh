#!/bin/sh
# Revokes a certificate with curl and a token, as the API's guide shows it. See run.ts.
set -eu

answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

fail() {
  echo "$1" >&2
  exit 1
}

# ask STATUS WHAT CURL-ARGUMENT...: the answer, with its headers, goes to the file; its status is checked.
ask() {
  wanted=$1 what=$2
  shift 2
  status=$(curl -sS --noproxy '*' -i -o "$answer" -w '%{http_code}' "$@") || fail "$what: curl failed"
  [ "$status" = "$wanted" ] || fail "$what: status $status, expected $wanted: $(cat "$answer")"
}

header() {
  tr -d '\r' <"$answer" | grep -i "^$1: " | cut -d ' ' -f 2
}

# says WHAT TEXT: the answer has the text in it.
says() {
  grep -qF "$2" "$answer" || fail "$1: no $2 in $(cat "$answer")"
  echo "$1: $status, $2"
}

ask 201 'token' "$INTEROP_URL/v3/auth/tokens?nocatalog=any" -H 'Content-Type: application/json' --data-binary @- <<BODY
{"auth": {
  "identity": {"methods": ["password"], "password": {"user": {
    "name": "$INTEROP_USER", "password": "$INTEROP_PASSWORD", "domain": {"name": "$INTEROP_ACCOUNT_NAME"}}}},
  "scope": {"project": {"name": "$INTEROP_REGION"}}}}
BODY
token=$(header x-subject-token)
[ -n "$token" ] || fail 'token: no X-Subject-Token'
says 'token for user and password' "\"id\":\"$INTEROP_PROJECT\""

ask 200 'projects' "$INTEROP_URL/v3/projects?name=$INTEROP_REGION" -H "X-Auth-Token: $token"
says 'project id, found through IAM' "\"id\":\"$INTEROP_PROJECT\""

scm="$INTEROP_URL/v2/$INTEROP_PROJECT/scm/cert/$INTEROP_CERTIFICATE"
# The trailing comma is the one of the vendor's own sample.
revoke() {
  ask "$1" 'revoke' -X POST "$scm/revoke" -H "X-Auth-Token: $token" -H 'Content-Type: application/json' --data-binary @- <<BODY
{
  "reason": "$INTEROP_REASON",
}
BODY
}

revoke 200
says 'revoke' '{"message":"success"}'

ask 200 'v2 show' "$scm" -H "X-Auth-Token: $token"
says 'v2 show' '"status":"REVOKING"'
says 'v2 show' "\"revoke_reason\":\"$INTEROP_REASON\""

revoke 400
says 'revoke again' '"error_code":"SCM.0010"'
id=$(header x-request-id)
echo "its request id: $id"
echo "$id" | grep -qxE '[0-9a-f]{32}' || fail 'that is no request id'
