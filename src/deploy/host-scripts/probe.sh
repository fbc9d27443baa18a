# shellcheck shell=sh
# Asks addresses whether they answer, all at once, and changes nothing. Runs as `sh -c`. Each line of its standard input is a
# number, an address, and how many bytes a packet shall carry that may not be split, or `-`; they are data and never run.
# Answers in framed text with the numbers of those that answered.
set -u
LC_ALL=C
export LC_ALL
if ! command -v ping >/dev/null 2>&1; then
  printf '\n@ no-ping\n@ end\n'
  exit 0
fi
# NUMBER ADDRESS BYTES: asked once a second, one answer within three is enough.
ask() {
  number=$1
  address=$2
  case $3 in
    -) set -- ;;
    *) set -- -M 'do' -s "$3" ;;
  esac
  if ping -n -q -c 1 -w 3 "$@" -- "$address" >/dev/null 2>&1; then printf ' %s\n' "$number"; fi
}
tab=$(printf '\t')
printf '\n@ answers\n'
while IFS=$tab read -r number address bytes; do
  ask "$number" "$address" "$bytes" &
done
wait
printf '@ end\n'
