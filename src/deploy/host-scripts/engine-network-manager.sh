# shellcheck shell=sh
# NetworkManager. Candidates lie in /run, where they hide the profiles of /etc with the same UUID and are gone after a
# reboot; a removed profile is hidden by a link UUID.nmmeta to /dev/null. /etc is written by the commit alone.
nm_etc=/etc/NetworkManager/system-connections
nm_run=/run/NetworkManager/system-connections
nm_bus=org.freedesktop.NetworkManager
nm_path=/org/freedesktop/NetworkManager

nm_patience=70
# Once it has hung it is not waited for that long again: the guard has other things to put right.
nm() {
  within "$nm_patience" nmcli --wait 50 "$@" && return 0
  if timed_out; then nm_patience=15; fi
  return 1
}
ask_nm() { timeout -k 5 20 nmcli -t -e no "$@" 2>/dev/null; }

# NetworkManager may have died, or have been stopped, since the guard was armed. One that answers nothing for a minute is
# not waited for any longer: what hangs may be nmcli alone, and there is more to put right.
wake_network_manager() {
  if ! systemctl -q is-active NetworkManager; then
    nm_anew=yes
    within 60 systemctl start NetworkManager
  fi
  if systemctl -q is-failed NetworkManager; then
    # It may have died of what it was given, again and again, until systemd had enough of it.
    if [ -n "${undoing-}" ]; then withdraw_candidates; fi
    systemctl reset-failed NetworkManager 2>/dev/null
    within 60 systemctl start NetworkManager
  fi
  give_up=$(($(wall_of_time) + 60))
  until [ "$(ask_nm -f RUNNING general)" = running ]; do
    [ "$(wall_of_time)" -lt "$give_up" ] || return 1
    sleep 2
  done
}

# At arming: one that crashes or is updated in the meantime has forgotten what it gave its devices.
record_network_manager() {
  start_of_network_manager >"$run/network-manager"
  return 0
}
start_of_network_manager() { systemctl show --property=InvocationID NetworkManager.service 2>/dev/null; }
is_network_manager_of_before() { [ "$(start_of_network_manager)" = "$(cat "$run/network-manager" 2>/dev/null)" ]; }

restart_network_manager() {
  nm_anew=yes
  within 120 systemctl restart NetworkManager && wake_network_manager
}

# Candidates are $nm_run/kvmnet-UUID.nmconnection, and what the commit will rename $nm_etc/.kvmnet-UUID. Hundreds of profiles
# are nothing unusual: what can be done for all of them by one program is.

# Lines of `profiles`: put SOURCE UUID PATH · drop UUID PATH · keep UUID PATH (a drop whose file is kept) · unlink PATH (where
# a profile that is put had another file name).
each_profile() { # ACTION FUNCTION
  wanted=$1
  handler=$2
  while IFS=$tab read -r action a b c <&4; do
    if [ "$action" = "$wanted" ]; then "$handler" "$a" "$b" "$c" || return 1; fi
  done 4<"$pending/profiles"
}

# SOURCE COPY: relative sources are files of the bundle; absolute ones are profiles kept on the host. The umask makes the copy
# readable for nobody else.
copy_profile() {
  case $1 in
    /*) cp "$1" "$2" ;;
    *) cp "$pending/$1" "$2" ;;
  esac
}

# The commit is to be renames only, so that a disk that fills up in the meantime cannot stop it half-way.
stage_profiles() {
  each_profile put stage_profile && restore_label "$nm_etc"/.kvmnet-*
}
stage_profile() { copy_profile "$1" "$nm_etc/.kvmnet-$2"; }
unstage_profiles() { rm -f "$nm_etc"/.kvmnet-*; }

keep_profile() {
  mkdir -p "$state/kept" && cp -p "$2" "$state/kept/$1"
}

# Whoever has NetworkManager read its profiles at this moment finds whole ones only.
put_candidates() {
  rm -rf "$run/candidates"
  mkdir -p "$nm_run" "$run/candidates" && each_profile put put_candidate || return 1
  set -- "$run/candidates"/*
  [ -e "$1" ] || return 0
  mv -f "$@" "$nm_run/" && restore_label "$nm_run"/kvmnet-*
}
put_candidate() { copy_profile "$1" "$run/candidates/kvmnet-$2.nmconnection"; }

hide_profile() { ln -sf /dev/null "$nm_run/$1.nmmeta"; }

# nmcli exits 0 whatever the files hold: only the list of what is loaded tells.
profiles_in() {
  put_candidates || { said="$nm_run cannot be written"; return 1; }
  nm connection reload || return 1
  loaded=$(ask_nm -f UUID,FILENAME connection show)
  each_profile put check_loaded
}

check_loaded() {
  case $loaded in
    *"$2:$nm_run/kvmnet-$2.nmconnection"*) return 0 ;;
  esac
  said="NetworkManager refused the profile $3"
  log "$said"
  return 1
}

profiles_out() {
  note_new_taps
  each_profile drop hide_profile && each_profile keep hide_profile && nm connection reload
}

profile_out() {
  note_new_taps
  hide_profile "$1" && nm connection reload
}

active_uuids() { ask_nm -f UUID,STATE connection show --active | sed -n 's/:activated$//p'; }

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
  note_new_taps
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

# What others have given the device at run time stays: a floating address of keepalived or pacemaker, a route by hand. nmcli
# has no word for that, and NetworkManager before 1.42 does not know it.
reapply() { # INTERFACE
  object=$(timeout -k 5 20 busctl call $nm_bus $nm_path $nm_bus GetDeviceByIpIface s "$1" 2>/dev/null)
  object=${object#o \"}
  within "$nm_patience" busctl --timeout="$nm_patience" call $nm_bus "${object%\"}" $nm_bus.Device Reapply 'a{sa{sv}}tu' 0 0 1 &&
    return 0
  case $said in
    *'nvalid flags'*) nm device reapply "$1" ;;
    *) return 1 ;;
  esac
}

profile_reapply() { # INTERFACE UUID
  if reapply "$1"; then
    port_vlans_in "$1" "$nm_run/kvmnet-$2.nmconnection"
    return 0
  fi
  progress warning "$1 could not be changed in place and is activated again: $said"
  profile_up "$2" "$1"
}

controller_of() {
  link=$(readlink "/sys/class/net/$1/master" 2>/dev/null)
  printf '%s' "${link##*/}"
}

# UUID INTERFACE CONTROLLER: a NIC becomes a port. A controller that starts draws it in by itself: whoever asks for it in the
# middle of that has NetworkManager begin anew, and the management path is gone for seconds longer. So it is asked for only
# when nothing has moved for a second.
profile_port() {
  tries=0
  calm=0
  while :; do
    case $(states_of "$1") in
      activated)
        [ "$(controller_of "$2")" != "$3" ] || return 0
        calm=$((calm + 1))
        ;;
      '') calm=$((calm + 1)) ;;
      *) calm=0 ;;
    esac
    tries=$((tries + 1))
    if [ "$calm" -ge 2 ] || [ "$tries" -ge 30 ]; then break; fi
    sleep 1
  done
  profile_up "$1" "$2"
}

# Two of them when it ends and begins at once.
states_of() { ask_nm -f UUID,STATE connection show --active | sed -n "s/^$1://p"; }

# Its device goes: another one is to have its VLAN id. One that is down already is as wanted.
profile_down() { # UUID
  note_new_taps
  nm connection down uuid "$1"
  return 0
}

profile_recreate() { # UUID INTERFACE
  note_new_taps
  nm connection down uuid "$1"
  profile_up "$1" "$2"
}

show_profile() { rm -f "$nm_run/$1.nmmeta"; }

withdraw_candidates() {
  rm -f "$nm_run"/kvmnet-*.nmconnection
  each_profile drop show_profile
  each_profile keep show_profile
}

profiles_withdraw() {
  withdraw_candidates
  nm connection reload
}

record_profiles() {
  mkdir -p "$pending/profiles-before" || return 1
  cp -p "$nm_etc"/* "$pending/profiles-before/" 2>/dev/null && return 0
  # Folders, and links to nothing, are no profiles; anything else would be lost when it is put back.
  for file in "$nm_etc"/*; do
    if [ -f "$file" ] && ! cmp -s "$file" "$pending/profiles-before/${file##*/}"; then return 1; fi
  done
}

# It disconnects every device that has come since, the TAPs of guests too.
undo_by_checkpoint() {
  note_new_taps
  true >"$pending/checkpoint-used"
  flush
  checkpoint_call CheckpointRollback || return 1
  profile_files_back
  nm connection reload && rm -f "$run/checkpoint"
}

# A rollback of NetworkManager's own checkpoint writes profiles of /etc anew, and what a candidate had hidden as a second
# file. Files only: whoever calls it tells NetworkManager, where that runs.
profile_files_back() {
  withdraw_candidates
  each_profile put remove_duplicate
  each_profile drop remove_duplicate_of
  each_profile keep remove_duplicate_of
  for copy in "$pending/profiles-before"/*; do
    file=$nm_etc/${copy##*/}
    if [ -f "$copy" ] && ! cmp -s "$copy" "$file"; then
      cp -p "$copy" "$nm_etc/.kvmnet-restored" && mv -f "$nm_etc/.kvmnet-restored" "$file" && restore_label "$file"
    fi
  done
}

remove_duplicate_of() { remove_duplicate '' "$1"; }
remove_duplicate() {
  [ -d "$pending/profiles-before" ] || return 0
  for file in "$nm_etc"/*-"$2".nmconnection; do
    if [ -f "$file" ] && [ ! -e "$pending/profiles-before/${file##*/}" ]; then rm -f "$file"; fi
  done
}

profile_restore() { # INTERFACE UUID: as it was before, whatever is on the interface now
  current=$(ask_nm -f UUID,DEVICE connection show --active | awk -F : -v interface="$1" '$2 == interface { print $1 }')
  if [ "$current" = "$2" ]; then
    # A NetworkManager that was started anew takes what a candidate gave the device for somebody else's, and would keep it.
    if [ -n "${nm_anew-}" ]; then nm device reapply "$1" && return 0; else reapply "$1" && return 0; fi
  fi
  profile_up "$2" "$1" && return 0
  # A VLAN with another id or parent, a bridge with another MAC: NetworkManager takes the device that is there for no device of
  # this profile, and makes no second one of its name (check_connection_compatible, create_and_realize).
  [ "$current" = "$2" ] && [ ! -e "/sys/class/net/$1/device" ] && profile_recreate "$2" "$1"
}

# The commit's part: renames, then one reload, which disturbs nothing because the contents are those already loaded. What
# cannot be renamed stays as it is, candidates too, and so does all that was to be removed: the rest is done as soon as it can
# be.
commit_profiles() {
  uncommitted=''
  each_profile put commit_profile
  restore_label "$nm_etc"/*.nmconnection
  [ -z "$uncommitted" ] || return 1
  each_profile drop remove_profile
  each_profile keep remove_profile
  each_profile unlink unlink_profile
  flush
  [ -z "$uncommitted" ] || return 1
  withdraw_candidates
}

commit_profile() {
  if is_committed "$1" "$3"; then
    rm -f "$nm_etc/.kvmnet-$2"
    return 0
  fi
  # Somebody may have tidied /etc up in the meantime.
  if [ ! -f "$nm_etc/.kvmnet-$2" ] && ! stage_profile "$1" "$2"; then
    rm -f "$nm_etc/.kvmnet-$2"
    uncommitted=$3
    return 0
  fi
  mv -f "$nm_etc/.kvmnet-$2" "$3" || uncommitted=$3
  return 0
}
is_committed() { # SOURCE PATH
  case $1 in
    /*) cmp -s "$1" "$2" ;;
    *) cmp -s "$pending/$1" "$2" ;;
  esac
}
# The file of a profile that goes may bear the name of one that comes.
is_put() { awk -F "$tab" -v path="$1" '$1 == "put" && $4 == path { found = 1 } END { exit !found }' "$pending/profiles"; }
remove_profile() { is_put "$2" || remove_file "$2"; }
unlink_profile() { is_put "$1" || remove_file "$1"; }
remove_file() {
  rm -f "$1" || uncommitted=$1
  return 0
}

# Before the first change: what not even root may rename (chattr +i) takes no second name either. The path is the last field of
# every line; that of one that goes may be that of one that comes.
check_renaming() {
  mkdir -p "$nm_etc/.kvmnet-try" || { said="$nm_etc cannot be written"; return 1; }
  refused=$(awk -F "$tab" '!seen[$NF]++ { print $NF }' "$pending/profiles" | while IFS= read -r path; do
    case $path in
      "$nm_etc"/*) [ ! -e "$path" ] || printf '%s\n' "$path" ;;
    esac
  done | xargs -r -d '\n' ln -t "$nm_etc/.kvmnet-try" -- 2>&1)
  result=$?
  rm -rf "$nm_etc/.kvmnet-try"
  said="not even root may change what lies in $nm_etc (lsattr shows why): $refused"
  return "$result"
}

# Its path is kept in memory: one that is forgotten because the disk is full would undo a committed change. Those of others are
# kept as well, until ours is: whoever is killed before that leaves one behind that is not among them.
checkpoint_create() { # SECONDS
  list_checkpoints >"$run/checkpoint-asked"
  for flags in 38 6; do
    answer=$(timeout -k 5 60 busctl call $nm_bus $nm_path $nm_bus CheckpointCreate aouu 0 "$1" $flags 2>/dev/null) && break
  done
  path=${answer#o \"}
  path=${path%\"}
  case $path in
    /org/*)
      printf '%s\n' "$path" >"$run/checkpoint"
      if [ "$(head -n 1 "$run/checkpoint")" = "$path" ]; then rm -f "$run/checkpoint-asked"; fi
      ;;
    *) log 'no checkpoint: the guard stands alone' ;;
  esac
}

destroy_checkpoint() { within 60 busctl call $nm_bus $nm_path $nm_bus CheckpointDestroy o "$1"; }
list_checkpoints() { timeout -k 5 30 busctl get-property $nm_bus $nm_path $nm_bus Checkpoints 2>/dev/null; }

checkpoint_call() { # METHOD [SIGNATURE ARGUMENT]
  checkpoint=$(head -n 1 "$run/checkpoint" 2>/dev/null)
  [ -n "$checkpoint" ] || return 1
  method=$1
  shift
  if [ $# -gt 0 ]; then within 60 busctl call $nm_bus $nm_path $nm_bus "$method" "o$1" "$checkpoint" "$2"
  else within 60 busctl call $nm_bus $nm_path $nm_bus "$method" o "$checkpoint"; fi
}

# True when NetworkManager will not roll back by itself any more; one that was started again has forgotten it.
checkpoint_drop() {
  if [ -e "$run/checkpoint-asked" ]; then
    listed=$(list_checkpoints) || return 1
    for listed in $listed; do
      case $listed in
        '"/org/'*) grep -qsF "$listed" "$run/checkpoint-asked" && continue ;;
        *) continue ;;
      esac
      listed=${listed#\"}
      destroy_checkpoint "${listed%\"}" || return 1
    done
    rm -f "$run/checkpoint" "$run/checkpoint-asked"
  fi
  [ -s "$run/checkpoint" ] || return 0
  if checkpoint_call CheckpointDestroy; then
    rm -f "$run/checkpoint"
    return 0
  fi
  listed=$(list_checkpoints) || return 1
  case $listed in
    *"\"$checkpoint\""*) return 1 ;;
  esac
}
