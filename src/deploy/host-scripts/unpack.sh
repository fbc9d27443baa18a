# shellcheck shell=sh
# Unpacks a bundle that comes on standard input as framed text, checks that all of it came, and hands over to the engine in
# it. Runs as `sh -c`; changes nothing but the staging folder.
set -u
umask 077
LC_ALL=C
export LC_ALL
state=/var/lib/kvmnet
mkdir -p "$state" || exit 73
staging=$(mktemp -d "$state/staging.XXXXXX") || exit 73
give_up() {
  rm -rf "$staging"
  echo "kvmnet: $1" >&2
  exit 73
}
mkdir "$staging/data" || give_up 'no room for the bundle'
awk -v folder="$staging" '
  /^@ / {
    name = substr($0, 3)
    ended = name == "end"
    # Names are those of the bundle, never of the host: nothing can be written outside of the folder.
    if (name !~ /^(data\/)?[a-z0-9][a-z0-9.-]*$/) exit 1
    if (file != "") close(file)
    file = ended ? "" : folder "/" name
    if (file != "") printf "" > file
    next
  }
  /^ / { if (file == "") exit 1; print substr($0, 2) > file; next }
  /./ { exit 1 }
  END { if (!ended) exit 1 }' || give_up 'the bundle did not arrive whole'
cd "$staging" || give_up 'the staging folder is gone'
sha256sum --quiet -c checksums >/dev/null 2>&1 || give_up 'the bundle did not arrive as it was sent'
exec sh "$staging/engine.sh" arm "$staging"
