# shellcheck shell=sh
# The engine of a transaction: it is sent with the bundle, lies beside it on the host, and does the same whoever starts it:
# the client, the guard's timer, or the boot after a power cut. Values come as arguments and files, never as script text.
#
#   /var/lib/kvmnet/pending/     the transaction: bundle, decision. Its existence is the lock.
#   /var/lib/kvmnet/last/        the transaction before, with its outcome and log.
#   /var/lib/kvmnet/generations/ N.json for each commit, and `current`.
#   /var/lib/kvmnet/kept/        profiles of others that were set aside.
#   /run/kvmnet/TOKEN/           progress, log, and what is only true until the next boot: in memory, so that a full disk
#                                neither silences nor stops anything.
# shellcheck disable=SC2317 # the handlers of each_profile are called by name
set -u
umask 077
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/sbin:/usr/bin:/sbin:/bin
export PATH
state=/var/lib/kvmnet
pending=$state/pending
tab=$(printf '\t')

said=''
result=0

# Where memory is short no program can be started, and a guard that then took a decided change for an undecided one would be
# worse than none: these need none.
field() {
  value=''
  { IFS= read -r value <"$pending/$1"; } 2>/dev/null
  printf '%s\n' "$value"
}
is_pending() { # TOKEN
  value=''
  { IFS= read -r value <"$pending/token"; } 2>/dev/null
  [ -n "$1" ] && [ "$value" = "$1" ]
}
# shellcheck disable=SC3013 # POSIX has -ef since 2024; dash and bash have had it for long
is_decided() { [ "$pending/decision" -ef "$pending/decision.$1" ]; }

# TOKEN: read once, for the folder that it lies in may be renamed at any moment.
open_run_folder() {
  token=$1
  run=/run/kvmnet/$token
  mkdir -p "$run"
}

# Of the file systems that are written, not of all: sync(1) waits for a dead NFS server for ever.
flush() { sync -f "$state" /etc 2>/dev/null || sync; }

# Lines that the client follows: a word, then fields. `tr` keeps one message on one line.
progress() {
  word=$1
  shift
  printf '%s\t%s\n' "$word" "$(printf '%s' "$*" | tr '\n\t' '  ')" >>"$run/progress"
}

log() { printf '%s %s\n' "$(cut -d ' ' -f 1 /proc/uptime)" "$*" >>"$run/log"; }

# Runs a command, keeps what it says in the log, and its last words in $said.
quietly() {
  log "+ $*"
  said=$("$@" 2>&1 </dev/null)
  result=$?
  if [ -n "$said" ]; then log "$said"; fi
  if [ "$result" -ne 0 ]; then log "exit $result"; fi
  return "$result"
}

# SECONDS COMMAND…: no daemon is waited for without an end. timeout(1) exits with 124, or 137 when it had to kill.
within() {
  limit=$1
  shift
  quietly timeout -k 5 "$limit" "$@"
}
timed_out() { [ "$result" -eq 124 ] || [ "$result" -eq 137 ]; }

restore_label() {
  if command -v selinuxenabled >/dev/null 2>&1 && selinuxenabled; then restorecon -F "$@" 2>/dev/null; fi
  return 0
}

# The one point of no return: link(2) lets exactly one of commit and rollback through, and needs no free space.
decide() {
  ln "$pending/decision.$1" "$pending/decision" 2>/dev/null
  flush
  is_decided "$1"
}

# LIST: runs its lines (NUMBER VERB ARGUMENT…) one after the other; remembers how far it came, so that only what was
# begun is undone. Stops at the first that fails, and when the guard asks for it.
run_list() {
  list=$1
  doing=''
  while IFS=$tab read -r number verb f1 f2 f3 f4 <&3; do
    if [ -e "$run/stop" ]; then
      failed='it was stopped'
      return 1
    fi
    # Appended, never written over: a /run that is full in between would lose what is to be undone.
    if ! printf '%s\n' "$number" >>"$run/$list.begun"; then
      failed='/run is full'
      return 1
    fi
    if ! operate "$verb" "$f1" "$f2" "$f3" "$f4"; then
      failed="${doing:-$verb}: ${said:-no message}"
      return 1
    fi
  done 3<"$pending/$list"
}

# LIST BEGUN-LIST [VERBS]: runs every line (whose verb begins so) whose number the other list has reached, whatever becomes of
# the ones before; those that fail are kept in `again`. Where /run has no room for them they are no longer tried, but not
# forgotten.
undo_list() {
  list=$1
  # The last line may have been cut, where /run was full.
  reached=$(sort -n "$run/$2.begun" 2>/dev/null | tail -n 1)
  [ -n "$reached" ] || return 0
  while IFS=$tab read -r number verb f1 f2 f3 f4 <&3; do
    [ "$number" -le "$reached" ] || continue
    case $verb in
      "${3-}"*) ;;
      *) continue ;;
    esac
    undo_one "$verb" "$f1" "$f2" "$f3" "$f4" ||
      printf '%s\t%s\t%s\t%s\t%s\n' "$verb" "$f1" "$f2" "$f3" "$f4" >>"$run/again" || note_trouble "$verb" "$f1"
  done 3<"$pending/$list"
}

# What only NetworkManager can do is not asked of one that does not answer: a minute for each of its devices, and firewalld,
# libvirt and the guests would wait for it.
undo_one() { # VERB FIELDS…
  if [ -n "${nm_gone-}" ]; then
    case $1 in
      profile*)
        said='NetworkManager does not answer'
        return 1
        ;;
    esac
  fi
  operate "$@"
}

note_trouble() { # VERB FIELD
  troubles="${troubles:+$troubles; }$1 $2: ${said:-no message}"
  case $1 in
    profile*) nm_troubles=yes ;;
  esac
}

# What failed is tried once more: what it needed may be there now. Adds to $troubles, and $nm_troubles for those of
# NetworkManager.
undo_again() {
  [ -s "$run/again" ] || return 0
  while IFS=$tab read -r verb f1 f2 f3 f4 <&3; do
    undo_one "$verb" "$f1" "$f2" "$f3" "$f4" || note_trouble "$verb" "$f1"
  done 3<"$run/again"
}

# LIST: runs all of its lines; one that fails is said and keeps no other from being run.
run_willingly() {
  while IFS=$tab read -r number verb f1 f2 f3 f4 <&3; do
    operate "$verb" "$f1" "$f2" "$f3" "$f4" || progress warning "$verb $f1: ${said:-no message}"
  done 3<"$pending/$1"
}

# Every verb that a list may hold. An empty field is written `-`.
operate() {
  said=''
  case $1 in
    step)
      doing=$3
      progress step "$2" "$3"
      ;;
    files-in) files_in ;;
    files-out) files_out ;;
    firewalld-reload) firewalld_reload ;;
    sysctl-load) sysctl_load ;;
    sysctl-restore) sysctl_restore ;;
    profiles-in) profiles_in ;;
    profiles-start) profiles_start "$2" ;;
    profile-reapply) profile_reapply "$2" "$3" ;;
    profile-up) profile_up "$2" "$3" ;;
    profile-port) profile_port "$2" "$3" "$4" ;;
    profile-recreate) profile_recreate "$2" "$3" ;;
    profile-down) profile_down "$2" ;;
    profile-out) profile_out "$2" ;;
    profiles-out) profiles_out ;;
    profiles-withdraw) profiles_withdraw ;;
    profile-restore) profile_restore "$2" "$3" ;;
    taps-restore) taps_restore ;;
    net-create) net_create "$2" "$3" ;;
    net-start) net_start "$2" ;;
    net-destroy) net_destroy "$2" ;;
    net-replace) net_replace "$2" "$3" "$4" "$5" ;;
    net-update) net_update "$2" "$3" "$4" "$5" ;;
    net-define) net_define "$2" ;;
    net-undefine) net_undefine "$2" ;;
    net-autostart) net_autostart "$2" "$3" ;;
    guest-update | guest-attach | guest-detach) guest_device "${1#guest-}" "$2" "$3" "$4" "$5" ;;
    guest-link) guest_link "$2" "$3" "$4" ;;
    guest-unplug) guest_unplug "$2" "$3" "$4" ;;
    *) said='unknown verb'; return 1 ;;
  esac
}
