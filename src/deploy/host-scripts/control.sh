# shellcheck shell=sh
# Says what became of a transaction, or hands a request to its engine. `sh -s TOKEN VERB ARGUMENT…`
set -u
state=/var/lib/kvmnet
token=$1
shift
token_in() { [ "$(head -n 1 "$state/$1/token" 2>/dev/null)" = "$token" ]; }
if token_in pending; then
  verb=$1
  shift
  exec sh "$state/pending/engine.sh" "$verb" "$token" "$@" </dev/null
fi
if token_in last; then
  printf '%s\t%s\n' "$(head -n 1 "$state/last/outcome")" "$(head -n 1 "$state/last/detail")"
  sed 's/^/log\t/' "$state/last/log" 2>/dev/null | tail -n 40
  exit 0
fi
echo gone
