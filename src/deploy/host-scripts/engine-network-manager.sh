# shellcheck shell=sh
# NetworkManager. Candidates lie in /run, where they hide the profiles of /etc with the same UUID and are gone after a
# reboot; a removed profile is hidden by a link UUID.nmmeta to /dev/null. /etc is written by the commit alone.
nm_etc=/etc/NetworkManager/system-connections
nm_run=/run/NetworkManager/system-connections
nm_bus=org.freedesktop.NetworkManager
nm_path=/org/freedesktop/NetworkManager

nm() { quietly timeout 70 nmcli --wait 50 "$@"; }

candidate() { printf '%s/kvmnet-%s.nmconnection' "$nm_run" "$1"; }
staged() { printf '%s/.kvmnet-%s' "$nm_etc" "$1"; }

# Lines of `profiles`: put SOURCE UUID PATH · drop UUID PATH · keep UUID PATH (a drop whose file is kept) · unlink PATH (where
# a profile that is put had another file name).
each_profile() { # ACTION FUNCTION
  wanted=$1
  handler=$2
  while IFS=$tab read -r action a b c <&4; do
    if [ "$action" = "$wanted" ]; then "$handler" "$a" "$b" "$c" || return 1; fi
  done 4<"$pending/profiles"
}

# Relative sources are files of the bundle; absolute ones are profiles kept on the host.
source_of() {
  case $1 in
    /*) printf '%s' "$1" ;;
    *) printf '%s/%s' "$pending" "$1" ;;
  esac
}

# The commit is to be renames only, so that a disk that fills up in the meantime cannot stop it half-way.
stage_profile() {
  cp "$(source_of "$1")" "$(staged "$2")" && chmod 600 "$(staged "$2")" && restore_label "$(staged "$2")"
}
unstage_profile() { rm -f "$(staged "$2")"; }

keep_profile() {
  mkdir -p "$state/kept" && cp -p "$2" "$state/kept/$1"
}

put_candidate() {
  mkdir -p "$nm_run"
  cp "$(source_of "$1")" "$nm_run/.kvmnet-$2" && chmod 600 "$nm_run/.kvmnet-$2" &&
    mv -f "$nm_run/.kvmnet-$2" "$(candidate "$2")" && restore_label "$(candidate "$2")"
}

hide_profile() { ln -sf /dev/null "$nm_run/$1.nmmeta"; }

# nmcli exits 0 whatever the files hold: only the list of what is loaded tells.
profiles_in() {
  each_profile put put_candidate || { said="$nm_run cannot be written"; return 1; }
  nm connection reload || return 1
  loaded=$(nmcli -t -e no -f UUID,FILENAME connection show 2>/dev/null)
  each_profile put check_loaded
}

check_loaded() {
  case $loaded in
    *"$2:$(candidate "$2")"*) return 0 ;;
  esac
  said="NetworkManager refused the profile $3"
  log "$said"
  return 1
}

profiles_out() {
  each_profile drop hide_profile && each_profile keep hide_profile && nm connection reload
}

profile_out() { hide_profile "$1" && nm connection reload; }

active_uuids() { nmcli -t -e no -f UUID,STATE connection show --active 2>/dev/null | sed -n 's/:activated$//p'; }

is_active() {
  case $active in
    *"$1"*) return 0 ;;
  esac
  return 1
}

# A NIC without a cable cannot be activated, and needs not be: its profile starts when the cable is plugged.
lacks_carrier() {
  [ -e "/sys/class/net/$1/device" ] && [ "$(cat "/sys/class/net/$1/carrier" 2>/dev/null)" != 1 ]
}

# DATA: lines UUID INTERFACE. New profiles are started by NetworkManager itself, all at once, which is faster than one
# after the other; what it has not started when nothing moves any more is started by name.
profiles_start() {
  before=-1
  calm=0
  while [ "$calm" -lt 3 ]; do
    active=$(active_uuids)
    count=0
    while IFS=$tab read -r uuid _ <&4; do
      if is_active "$uuid"; then count=$((count + 1)); fi
    done 4<"$pending/$1"
    [ "$count" -lt "$(wc -l <"$pending/$1")" ] || return 0
    if [ "$count" -eq "$before" ]; then calm=$((calm + 1)); else calm=0; fi
    before=$count
    sleep 1
  done
  while IFS=$tab read -r uuid interface <&4; do
    active=$(active_uuids)
    is_active "$uuid" || profile_up "$uuid" "$interface" || return 1
  done 4<"$pending/$1"
}

nm_up() { # UUID INTERFACE; a profile that names no interface is bound to this NIC
  if [ -e "/sys/class/net/$2/device" ]; then nm connection up uuid "$1" ifname "$2"; else nm connection up uuid "$1"; fi
}

profile_up() {
  nm_up "$1" "$2" && return 0
  if lacks_carrier "$2"; then
    progress warning "$2 has no carrier: its profile starts when the cable is plugged"
    return 0
  fi
  # NetworkManager may have been starting it by itself at the same moment and refuse the second request.
  sleep 2
  active=$(active_uuids)
  is_active "$1" || nm_up "$1" "$2"
}

profile_reapply() { # INTERFACE UUID
  nm device reapply "$1" && return 0
  progress warning "$1 could not be changed in place and is activated again: $said"
  profile_up "$2" "$1"
}

controller_of() {
  link=$(readlink "/sys/class/net/$1/master" 2>/dev/null)
  printf '%s' "${link##*/}"
}

# UUID INTERFACE CONTROLLER: a NIC becomes a port. Its controller may already have drawn it in.
profile_port() {
  active=$(active_uuids)
  if is_active "$1" && [ "$(controller_of "$2")" = "$3" ]; then return 0; fi
  profile_up "$1" "$2"
}

profile_recreate() { # UUID INTERFACE
  nm connection down uuid "$1"
  profile_up "$1" "$2"
}

withdraw_candidate() { rm -f "$(candidate "$2")" "$nm_run/.kvmnet-$2"; }
show_profile() { rm -f "$nm_run/$1.nmmeta"; }

profiles_withdraw() {
  each_profile put withdraw_candidate
  each_profile drop show_profile
  each_profile keep show_profile
  # A rollback of NetworkManager's own checkpoint writes what was hidden by a candidate as a second file.
  each_profile put remove_duplicate
  nm connection reload
}

record_profiles() { printf '%s\n' "$nm_etc"/* >"$pending/etc-before"; }

remove_duplicate() {
  for file in "$nm_etc"/*-"$2".nmconnection; do
    if [ -f "$file" ] && ! grep -qxF "$file" "$pending/etc-before"; then rm -f "$file"; fi
  done
}

profile_restore() { # INTERFACE UUID: as it was before, whatever is on the interface now
  current=$(nmcli -t -e no -f UUID,DEVICE connection show --active 2>/dev/null |
    awk -F : -v interface="$1" '$2 == interface { print $1 }')
  if [ "$current" = "$2" ] && nm device reapply "$1"; then return 0; fi
  profile_up "$2" "$1"
}

# The commit's part: renames, then one reload, which disturbs nothing because the contents are those already loaded.
commit_profiles() {
  each_profile put commit_profile
  each_profile drop remove_profile
  each_profile keep remove_profile
  each_profile unlink unlink_profile
  sync
  each_profile put withdraw_candidate
  each_profile drop show_profile
  each_profile keep show_profile
}

commit_profile() {
  if [ -f "$(staged "$2")" ]; then mv -f "$(staged "$2")" "$3"; fi
  restore_label "$3"
}
# The file of a profile that goes may bear the name of one that comes.
is_put() { awk -F "$tab" -v path="$1" '$1 == "put" && $4 == path { found = 1 } END { exit !found }' "$pending/profiles"; }
remove_profile() { is_put "$2" || rm -f "$2"; }
unlink_profile() { is_put "$1" || rm -f "$1"; }

checkpoint_create() { # SECONDS
  for flags in 38 6; do
    answer=$(busctl call $nm_bus $nm_path $nm_bus CheckpointCreate aouu 0 "$1" $flags 2>/dev/null) && break
  done
  path=${answer#o \"}
  path=${path%\"}
  case $path in
    /org/*) printf '%s\n' "$path" >"$pending/checkpoint" ;;
    *) log 'no checkpoint: the guard stands alone' ;;
  esac
}

checkpoint_call() { # METHOD [SIGNATURE ARGUMENT]
  [ -s "$pending/checkpoint" ] || return 1
  method=$1
  shift
  if [ $# -gt 0 ]; then
    quietly timeout 60 busctl call $nm_bus $nm_path $nm_bus "$method" "o$1" "$(field checkpoint)" "$2"
  else
    quietly timeout 60 busctl call $nm_bus $nm_path $nm_bus "$method" o "$(field checkpoint)"
  fi
}
