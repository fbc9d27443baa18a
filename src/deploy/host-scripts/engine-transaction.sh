# shellcheck shell=sh
# Arm, apply, commit or roll back, end. Every part can be killed, or lose its power, between any two lines: what follows
# (the guard, or the next boot) brings the host to all of the old or all of the new configuration.
wall_of_time() { cut -d . -f 1 /proc/uptime; }

runs() { systemctl -q is-active "$1"; }
guarded() { runs kvmnet-guard.timer || runs kvmnet-guard.service; }

# Of two that undo one change at once, each would undo what the other is doing. The guard, both halves of a boot, and whoever
# finds a change that nobody undoes come one after the other; the later ones find nothing to do any more.
wait_for_other_guard() {
  mkdir -p /run/kvmnet
  # Of the folder itself, which takes no room. `command`: a redirection of exec that fails would end the shell (POSIX).
  command exec 8</run/kvmnet && flock 8
}

# TOKEN [OPTION…]: whoever is killed at it, or finds no memory, begins anew, never too often for systemd (five times in ten
# seconds) and not once the folder is gone. The token is a UUID of ours.
start_guard() {
  guarding=$1
  shift
  quietly systemd-run --quiet --collect --unit=kvmnet-guard "$@" \
    --property=Restart=on-failure --property=RestartSec=3 --description='KVMNet: undo an unconfirmed change' \
    /bin/sh -c "[ ! -e $pending/engine.sh ] || exec /bin/sh $pending/engine.sh guard $guarding"
}

# --- arm ---------------------------------------------------------------------------------------------------------------

refuse() { # CODE MESSAGE: nothing has been changed yet
  printf 'refused\t%s\t%s\n' "$1" "$2"
  exit 0
}

# A transaction whose client died before its guard stood, or that a reboot without our boot unit left behind.
clear_stale() {
  if [ -d "$pending" ] && ! guarded; then
    if is_of_this_boot; then sh "$pending/engine.sh" guard "$(field token)"
    else sh "$pending/engine.sh" recover overdue; fi
    # One that a power cut left in pieces: nothing was changed before it was prepared.
    if [ ! -e "$pending/prepared" ] && ! guarded; then rm -rf "$pending"; fi
  fi
  # Bundles that were cut off while they came in, and memories of the past.
  find "$state" -maxdepth 1 -name 'staging.*' -mmin +60 -exec rm -rf {} +
  [ -d "$pending" ] || find /run/kvmnet -mindepth 1 -maxdepth 1 -type d -exec rm -rf {} +
}

arm() { # STAGING
  staging=$1
  # The session may die now: arming is finished or undone all the same.
  trap '' HUP INT PIPE
  # One arms at a time: whoever comes in between would find a transaction that nobody guards yet. Held until this ends.
  mkdir -p /run/kvmnet
  exec 9>/run/kvmnet/arming
  if ! flock -w 60 9; then
    rm -rf "$staging"
    refuse locked 'somebody who is just beginning'
  fi
  clear_stale >/dev/null 2>&1 9>&-
  # Somebody may have come and gone since the host was looked at.
  current=$(readlink "$state/generations/current" 2>/dev/null)
  current=${current%.json}
  if [ "${current:-0}" != "$(head -n 1 "$staging/from")" ]; then
    rm -rf "$staging"
    refuse stale "it is on generation ${current:-0} by now"
  fi
  cat /proc/sys/kernel/random/boot_id >"$staging/boot-id"
  window=$(head -n 1 "$staging/window")
  echo "$(($(wall_of_time) + window))" >"$staging/deadline"
  for word in committed rolled-back undone-in-part refused; do echo "$word" >"$staging/outcome.$word"; done
  echo commit >"$staging/decision.commit"
  if ! echo rollback >"$staging/decision.rollback"; then
    rm -rf "$staging"
    refuse room 'the disk is full'
  fi
  # From here on a restart cleans up.
  if ! install_boot_units; then
    rm -rf "$staging"
    refuse room "$units cannot be written"
  fi
  # Else a power cut could leave a transaction without its texts.
  flush
  # rename(2) refuses a folder that is there and not empty: this is the lock.
  if ! mv -T "$staging" "$pending" 2>/dev/null; then
    owner=$(field owner)
    rm -rf "$staging"
    refuse locked "$owner"
  fi
  open_run_folder "$(field token)"
  log "armed for $window s"
  await_past_guard
  # It may have taken them away as it ended.
  install_boot_units
  if ! start_guard "$token" --on-active="$window" --timer-property=AccuracySec=1s; then
    why=$said
    end_transaction refused 'the guard could not be armed'
    refuse guard "$why"
  fi
  if ! prepare; then
    why=$said
    end_transaction refused "$why"
    refuse room "$why"
  fi
  unsaved=$(unsaved_rules)
  if [ -n "$unsaved" ]; then
    why=$(printf '%s' "$unsaved" | tr '\n\t' '; ')
    end_transaction refused "$why"
    refuse firewalld-unsaved "$why"
  fi
  checkpoint_create $((window + 60))
  # The guard may have ended it already, or be about to: nothing is begun then that nobody would undo.
  if ! is_pending "$token" || [ -e "$run/stop" ]; then
    checkpoint_drop
    exec 9>&-
    follow 1
    return
  fi
  progress armed "$window"
  # Whoever is killed in the middle of it (out of memory, say) leaves the rest to the guard at once, not when the time is up.
  quietly systemd-run --quiet --collect --unit=kvmnet-apply --description='KVMNet: apply a change' \
    --property=OnFailure=kvmnet-guard.service \
    /bin/sh "$pending/engine.sh" apply "$token" || begin_rollback "the change could not be started: $said"
  exec 9>&-
  follow 1
}

# The unit of the transaction before lives on for a moment after that has ended.
await_past_guard() {
  systemctl stop kvmnet-guard.timer 2>/dev/null
  tries=0
  while [ "$tries" -lt 10 ] &&
    { runs kvmnet-guard.service || runs kvmnet-apply.service || runs kvmnet-commit.service; }; do
    tries=$((tries + 1))
    sleep 1
  done
}

# Everything that may lack room or rights is done before the first change.
prepare() {
  check_renaming || return 1
  said='the disk is full or /etc cannot be written'
  stage_profiles && each_profile keep keep_profile && back_up_files &&
    record_profiles && mkdir -p "$state/generations" && ln -sfn "$(field generation).json" "$pending/current" || return 1
  record_sysctl || return 1
  # Let go of before anything is undone: libvirt writes a definition anew before it lets go of the old one.
  head -c 1048576 /dev/zero >"$pending/ballast" || return 1
  said='/run is full'
  record_mtus && record_taps && record_libvirt && record_network_manager || return 1
  said='the disk is full'
  flush
  # From here on what was backed up is whole.
  true >"$pending/prepared" || return 1
  flush
}

# --- apply -------------------------------------------------------------------------------------------------------------

apply() {
  if run_list apply; then progress applied
  elif [ ! -e "$run/stop" ]; then begin_rollback "$failed"; fi
}

begin_rollback() { # REASON: in the guard's own unit, so that it outlives whoever asked for it
  [ -s "$run/reason" ] || printf '%s\n' "$(printf '%s' "$1" | tr '\n\t' '  ')" >"$run/reason"
  progress rolling-back "$1"
  quietly systemctl start --no-block kvmnet-guard.service
}

is_worked_on() {
  systemctl -q is-active kvmnet-guard.timer kvmnet-guard.service kvmnet-apply.service kvmnet-commit.service
}

# Prints the progress from a line on, until something is reached that the client has to answer.
follow() { # LINE
  line=$1
  alone=0
  while :; do
    # Whole lines only: one may just be being written.
    total=$(wc -l 2>/dev/null <"$run/progress") || total=0
    if [ "$total" -ge "$line" ]; then
      sed -n "${line},${total}p" "$run/progress"
      line=$((total + 1))
      case $(sed -n "${total}p" "$run/progress") in
        applied* | committed* | rolled-back* | undone-in-part* | refused*) return 0 ;;
      esac
    fi
    # It may have ended without a word, if it was killed between its last two lines.
    if ! is_pending "$token"; then
      say_last
      return 0
    fi
    # Whoever was to end it has been killed, and the guard was stopped before: it is called again.
    if is_of_this_boot && ! is_worked_on; then alone=$((alone + 1)); else alone=0; fi
    if [ "$alone" -ge 5 ]; then
      alone=0
      start_guard "$token"
    fi
    # Nobody listens any more.
    printf 'tick\t%s\n' "$(($(field deadline) - $(wall_of_time)))" 2>/dev/null || return 0
    sleep 1
  done
}

say_last() {
  if [ "$(head -n 1 "$state/last/token" 2>/dev/null)" = "$token" ]; then
    printf '%s\t%s\n' "$(head -n 1 "$state/last/outcome")" "$(head -n 1 "$state/last/detail")"
  else echo gone; fi
}

# --- commit ------------------------------------------------------------------------------------------------------------

# What can fail comes first and can be undone; then the decision; then renames.
commit() {
  if [ -e "$pending/decision" ] || [ -e "$run/stop" ]; then return 1; fi
  progress committing
  if [ -s "$pending/persist" ]; then
    if ! true >"$pending/persisting"; then
      begin_rollback 'the change could not be made permanent: the disk is full'
      return 1
    fi
    flush
  fi
  if ! run_list persist; then
    [ -e "$run/stop" ] || begin_rollback "the change could not be made permanent: $failed"
    return 1
  fi
  # It must not undo tomorrow what was committed today.
  if ! checkpoint_drop; then
    begin_rollback "NetworkManager does not let go of its checkpoint: $said"
    return 1
  fi
  # What is decided has to be on the disk before the decision is.
  flush
  if ! decide commit; then
    [ -e "$pending/decision" ] || begin_rollback 'the decision could not be written'
    return 1
  fi
  finish_commit
}

finish_commit() {
  # Room for the renames.
  rm -f "$pending/ballast"
  generation=$(field generation)
  if ! commit_profiles; then
    # It is decided, and in force; what is missing comes with the guard's timer, the next deploy, or the next boot.
    progress warning "$uncommitted cannot be written: the new configuration is in force, and the next restart or deploy writes it"
    progress committed "$generation"
    return 1
  fi
  if [ -f "$pending/record" ]; then mv -f "$pending/record" "$state/generations/$generation.json"; fi
  if [ -L "$pending/current" ]; then mv -fT "$pending/current" "$state/generations/current"; fi
  flush
  if [ "${1:-running}" = running ]; then
    nm connection reload
    checkpoint_drop
    run_willingly afterwards
  fi
  end_transaction committed "$generation"
}

# --- roll back -----------------------------------------------------------------------------------------------------------

roll_back() {
  undoing=yes
  troubles=''
  nm_troubles=''
  nm_gone=''
  rm -f "$pending/ballast"
  # NetworkManager's own timer must not fire while we work; when we are killed it still does.
  checkpoint_call CheckpointAdjustRollbackTimeout u 240
  is_network_manager_of_before || nm_anew=yes
  if ! wake_network_manager; then
    nm_gone=yes
    withdraw_candidates
  fi
  wake_libvirt
  # Guests that have started on what is about to go.
  note_new_taps
  rm -f "$run/again"
  undo_list undo apply
  undo_list unpersist persist
  networks_back
  # One that still hangs is started anew: nothing else brings its devices back.
  if [ -n "$nm_gone" ] && { wake_network_manager || restart_network_manager; }; then nm_gone=''; fi
  # Some of the first need what the second brings back.
  undo_again
  # The second net: NetworkManager's own memory of what was active.
  if [ -n "$nm_troubles" ]; then undo_by_checkpoint; else checkpoint_drop; fi
  # One that is not there any more may have run out by itself while NetworkManager hung.
  if [ -s "$run/checkpoint" ]; then
    profile_files_back
    nm connection reload
  fi
  taps_restore
  ports_restore
  mtus_restore
  end_transaction "$([ -z "$troubles" ] && echo rolled-back || echo undone-in-part)" \
    "$(head -n 1 "$run/reason" 2>/dev/null)${troubles:+ ($troubles)}"
}

# What is being done at this moment comes to its end if it can: a daemon may carry out a request whose sender was killed.
stop_unit() { # UNIT
  # Not `:`, which ends the whole shell where the file cannot be made (POSIX, special built-ins).
  true >"$run/stop"
  tries=0
  while [ "$tries" -lt 10 ] && runs "$1"; do
    tries=$((tries + 1))
    sleep 1
  done
  ! runs "$1" || timeout -k 5 30 systemctl stop "$1"
}

# The timer has run out, or somebody asked for the rollback: ends whatever was decided, and decides if nothing was.
guard() {
  if [ ! -s "$run/reason" ]; then
    if [ "$(wall_of_time)" -lt "$(field deadline)" ]; then echo 'what carried it out on the host was killed' >"$run/reason"
    else echo 'nobody confirmed the change in time' >"$run/reason"; fi
  fi
  stop_unit kvmnet-apply.service
  if is_decided commit; then
    # Whoever decided it is at it, unless it was killed; nothing of it goes on without an end.
    while runs kvmnet-commit.service; do sleep 1; done
  else stop_unit kvmnet-commit.service; fi
  # From here on nobody else is at work; the commit may have come to its end in the meantime.
  is_pending "$token" || return 0
  decide rollback
  if is_decided commit; then finish_commit
  # Nothing is written on a disk that takes no decision: what runs can be undone all the same.
  else roll_back; fi
}

# --- end -----------------------------------------------------------------------------------------------------------------

# Everything is decided and done. The folder goes last but for the boot units, which then find nothing but themselves; the
# timer before it, because the next transaction has one of the same name.
end_transaction() { # OUTCOME DETAIL
  is_pending "$token" || return 0
  rm -f "$pending/ballast"
  unstage_profiles
  [ "$1" = undone-in-part ] || forget_old_files
  systemctl stop kvmnet-guard.timer 2>/dev/null
  printf '%s\n' "$2" >"$pending/detail"
  cp "$run/log" "$pending/log" 2>/dev/null
  mv -f "$pending/outcome.$1" "$pending/outcome"
  flush
  rm -rf "$state/last"
  mv -T "$pending" "$state/last"
  # Not before: a rollback that has to be done again needs them.
  rm -rf "$state/last/profiles-before"
  remove_boot_units
  progress "$1" "$2"
  return 0
}
