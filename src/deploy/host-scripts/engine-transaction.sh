# shellcheck shell=sh
# Arm, apply, commit or roll back, end. Every part can be killed, or lose its power, between any two lines: what follows
# (the guard, or the next boot) brings the host to all of the old or all of the new configuration.
units=/etc/systemd/system
wall_of_time() { cut -d . -f 1 /proc/uptime; }

guarded() { systemctl -q is-active kvmnet-guard.timer || systemctl -q is-active kvmnet-guard.service; }

# --- arm ---------------------------------------------------------------------------------------------------------------

refuse() { # CODE MESSAGE: nothing has been changed yet
  printf 'refused\t%s\t%s\n' "$1" "$2"
  exit 0
}

# A transaction whose client died before its guard stood, or that a reboot without our boot unit left behind.
clear_stale() {
  [ -d "$pending" ] || return 0
  if [ "$(field boot-id)" = "$(cat /proc/sys/kernel/random/boot_id)" ]; then
    guarded || sh "$pending/engine.sh" guard
  else
    sh "$pending/engine.sh" recover early
    sh "$pending/engine.sh" recover late
  fi
}

arm() { # STAGING
  staging=$1
  # The session may die now: arming is finished or undone all the same.
  trap '' HUP INT PIPE
  clear_stale
  cat /proc/sys/kernel/random/boot_id >"$staging/boot-id"
  window=$(head -n 1 "$staging/window")
  echo "$(($(wall_of_time) + window))" >"$staging/deadline"
  echo commit >"$staging/decision.commit"
  echo rollback >"$staging/decision.rollback"
  # rename(2) refuses a folder that is there and not empty: this is the lock.
  if ! mv -T "$staging" "$pending" 2>/dev/null; then
    owner=$(field owner)
    rm -rf "$staging"
    refuse locked "$owner"
  fi
  open_run_folder
  systemctl stop kvmnet-guard.timer 2>/dev/null
  if ! quietly systemd-run --quiet --collect --unit=kvmnet-guard --on-active="$window" \
    --timer-property=AccuracySec=1s --description='KVMNet: undo an unconfirmed change' \
    /bin/sh "$pending/engine.sh" guard; then
    end_transaction refused 'the guard could not be armed'
    refuse guard "$said"
  fi
  if ! prepare; then
    end_transaction refused "$said"
    refuse room "$said"
  fi
  checkpoint_create $((window + 60))
  progress armed "$window"
  quietly systemd-run --quiet --collect --unit=kvmnet-apply --description='KVMNet: apply a change' \
    /bin/sh "$pending/engine.sh" apply || begin_rollback "the change could not be started: $said"
  follow 1
}

# Everything that may lack room or rights is done before the first change.
prepare() {
  said='the disk is full or /etc cannot be written'
  each_profile put stage_profile && each_profile keep keep_profile && back_up_files && install_boot_units || return 1
  record_sysctl
  record_profiles
  record_taps
  sync
}

install_boot_units() {
  mkdir -p "$units/sysinit.target.wants" "$units/multi-user.target.wants"
  cat >"$units/kvmnet-recover.service" <<-'UNIT' || return 1
	[Unit]
	Description=KVMNet: end a change that a reboot interrupted
	DefaultDependencies=no
	RequiresMountsFor=/var/lib/kvmnet
	After=local-fs.target
	Before=network-pre.target NetworkManager.service firewalld.service libvirtd.service virtnetworkd.service
	[Service]
	Type=oneshot
	ExecStart=/bin/sh /var/lib/kvmnet/pending/engine.sh recover early
	UNIT
  cat >"$units/kvmnet-recover-late.service" <<-'UNIT' || return 1
	[Unit]
	Description=KVMNet: end a change that a reboot interrupted (libvirt)
	After=kvmnet-recover.service NetworkManager.service libvirtd.service virtnetworkd.socket virtqemud.socket
	[Service]
	Type=oneshot
	ExecStart=/bin/sh /var/lib/kvmnet/pending/engine.sh recover late
	UNIT
  restore_label "$units/kvmnet-recover.service" "$units/kvmnet-recover-late.service"
  ln -sf ../kvmnet-recover.service "$units/sysinit.target.wants/kvmnet-recover.service" &&
    ln -sf ../kvmnet-recover-late.service "$units/multi-user.target.wants/kvmnet-recover-late.service"
}

remove_boot_units() {
  rm -f "$units/sysinit.target.wants/kvmnet-recover.service" "$units/kvmnet-recover.service" \
    "$units/multi-user.target.wants/kvmnet-recover-late.service" "$units/kvmnet-recover-late.service"
}

# --- apply -------------------------------------------------------------------------------------------------------------

apply() {
  open_run_folder
  if run_list apply; then progress applied; else begin_rollback "$failed"; fi
}

begin_rollback() { # REASON: in the guard's own unit, so that it outlives whoever asked for it
  [ -s "$run/reason" ] || printf '%s\n' "$(printf '%s' "$1" | tr '\n\t' '  ')" >"$run/reason"
  progress rolling-back "$1"
  systemctl start --no-block kvmnet-guard.service
}

# Prints the progress from a line on, until something is reached that the client has to answer.
follow() { # LINE
  line=$1
  while :; do
    # Whole lines only: one may just be being written.
    total=$(wc -l <"$run/progress")
    if [ "$total" -ge "$line" ]; then
      sed -n "${line},${total}p" "$run/progress"
      line=$((total + 1))
      case $(sed -n "${total}p" "$run/progress") in
        applied* | committed* | rolled-back* | undone-in-part*) return 0 ;;
      esac
    fi
    printf 'tick\t%s\n' "$(($(field deadline) - $(wall_of_time)))"
    sleep 1
  done
}

# --- commit ------------------------------------------------------------------------------------------------------------

# What can fail comes first and can be undone; then the decision; then renames.
commit() {
  open_run_folder
  if [ -n "$(field decision)" ]; then return 1; fi
  progress committing
  if [ -s "$pending/persist" ]; then
    : >"$pending/persisting"
    sync
  fi
  if ! run_list persist; then
    begin_rollback "the change could not be made permanent: $failed"
    return 1
  fi
  decide commit || return 1
  finish_commit
}

finish_commit() {
  commit_profiles
  mkdir -p "$state/generations"
  generation=$(field generation)
  if [ -f "$pending/record" ]; then mv -f "$pending/record" "$state/generations/$generation.json"; fi
  if [ -f "$state/generations/$generation.json" ]; then
    ln -sfn "$generation.json" "$state/generations/current.new" &&
      mv -fT "$state/generations/current.new" "$state/generations/current"
  fi
  sync
  if [ "${1:-running}" = running ]; then
    nm connection reload
    checkpoint_call CheckpointDestroy
    run_willingly afterwards
  fi
  end_transaction committed "$generation"
}

# --- roll back -----------------------------------------------------------------------------------------------------------

roll_back() {
  # NetworkManager's own timer must not fire while we work; when we are killed it still does.
  checkpoint_call CheckpointAdjustRollbackTimeout u 240
  problems=''
  run_undo_list undo apply || problems=$troubles
  run_undo_list unpersist persist || problems="$problems $troubles"
  if [ -n "$problems" ]; then
    # The second net: NetworkManager's own memory of what was active.
    checkpoint_call CheckpointRollback
    profiles_withdraw
    taps_restore
  else checkpoint_call CheckpointDestroy; fi
  end_transaction "$([ -z "$problems" ] && echo rolled-back || echo undone-in-part)" \
    "$(head -n 1 "$run/reason" 2>/dev/null)${problems:+ ($problems)}"
}

# The timer has run out, or somebody asked for the rollback: ends whatever was decided, and decides if nothing was.
guard() {
  open_run_folder
  systemctl stop kvmnet-apply.service 2>/dev/null
  if [ "$(field decision)" != commit ]; then systemctl stop kvmnet-commit.service 2>/dev/null; fi
  [ -s "$run/reason" ] || echo 'nobody confirmed the change in time' >"$run/reason"
  if decide rollback; then
    roll_back
  elif systemctl -q is-active kvmnet-commit.service; then
    return 0
  else finish_commit; fi
}

# --- end -----------------------------------------------------------------------------------------------------------------

end_transaction() { # OUTCOME DETAIL
  each_profile put unstage_profile
  remove_boot_units
  printf '%s\n' "$1" >"$pending/outcome"
  printf '%s\n' "$2" >"$pending/detail"
  cp "$run/log" "$pending/log" 2>/dev/null
  sync
  rm -rf "$state/last"
  mv -T "$pending" "$state/last"
  progress "$1" "$2"
  systemctl stop kvmnet-guard.timer 2>/dev/null
  return 0
}

# At boot, when /run is empty and nothing of ours runs: the profiles are the old ones already.
recover() { # early (before the network) | late (with libvirt)
  open_run_folder
  if [ "$1" = early ]; then
    if [ "$(field decision)" = commit ]; then
      finish_commit booting
    else
      ln "$pending/decision.rollback" "$pending/decision" 2>/dev/null
      files_out
      each_profile put unstage_profile
      if [ ! -e "$pending/persisting" ]; then end_transaction rolled-back 'the host was restarted before the change was confirmed'; fi
    fi
  elif [ -d "$pending" ]; then
    # Definitions of libvirt that were being written when the power went: undone, whichever of them were.
    printf '%s\n' 999999 >"$run/persist.begun"
    run_undo_list unpersist persist
    end_transaction rolled-back 'the host was restarted before the change was confirmed'
  fi
}
