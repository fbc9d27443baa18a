# shellcheck shell=sh
# A host that is restarted, in order or by a power cut, before a change has come to its end.

reason_of_boot='the host was restarted before the change was confirmed'

is_of_this_boot() { [ "$(field boot-id)" = "$(cat /proc/sys/kernel/random/boot_id)" ]; }

units=/etc/systemd/system
# Without a transaction there is an engine in `last` or in a bundle that was not taken: it removes the units.
boot_command() { # early|late
  # systemd(1) takes a doubled dollar sign for one.
  cat <<-COMMAND
	/bin/sh -c 'for e in $state/pending/engine.sh $state/last/engine.sh $state/staging.*/engine.sh; do [ ! -f \$\$e ] || exec /bin/sh \$\$e recover $1; done'
	COMMAND
}

install_boot_units() {
  # Whoever is killed at it is started again; systemd before 244 refuses such a unit.
  restarting=$(systemctl --version 2>/dev/null | awk 'NR == 1 && $2 >= 244 { print "Restart=on-failure" }')
  mkdir -p "$units/sysinit.target.wants" "$units/multi-user.target.wants"
  cat >"$units/kvmnet-recover.service" <<-UNIT || return 1
	[Unit]
	Description=KVMNet: end a change that a reboot interrupted
	DefaultDependencies=no
	RequiresMountsFor=$state
	After=local-fs.target systemd-sysctl.service
	Before=network-pre.target NetworkManager.service firewalld.service libvirtd.service virtnetworkd.service
	[Service]
	Type=oneshot
	$restarting
	ExecStart=$(boot_command early)
	UNIT
  enable_boot_unit kvmnet-recover.service sysinit.target || return 1
  cat >"$units/kvmnet-recover-late.service" <<-UNIT || return 1
	[Unit]
	Description=KVMNet: end a change that a reboot interrupted (libvirt)
	After=kvmnet-recover.service NetworkManager.service firewalld.service libvirtd.service virtnetworkd.socket virtqemud.socket
	Before=libvirt-guests.service
	[Service]
	Type=oneshot
	$restarting
	ExecStart=$(boot_command late)
	UNIT
  enable_boot_unit kvmnet-recover-late.service multi-user.target
}
enable_boot_unit() { # UNIT TARGET
  restore_label "$units/$1"
  ln -sf "../$1" "$units/$2.wants/$1"
}

remove_boot_units() {
  rm -f "$units/sysinit.target.wants/kvmnet-recover.service" "$units/kvmnet-recover.service" \
    "$units/multi-user.target.wants/kvmnet-recover-late.service" "$units/kvmnet-recover-late.service"
}

# Whether anybody may have read the files of the change.
has_network_begun() { systemctl is-active NetworkManager.service firewalld.service 2>/dev/null | grep -q '^active\|^activating'; }

# At boot, when nothing of ours runs: the profiles are the old ones already. Or before the next change, where nobody did it at
# boot.
recover() { # early (before the network) | late (with libvirt) | overdue
  if is_of_this_boot; then
    [ "$1" != early ] || return 0
    # The one of before was ended by the early half, and somebody has begun another.
    if guarded || ! flock -n /run/kvmnet/arming true; then return 0; fi
    # A soft reboot keeps the kernel's devices, and in /run the candidates and all that undoing them needs.
    [ -s "$run/reason" ] || printf '%s\n' "$reason_of_boot" >"$run/reason"
    guard
    return
  fi
  undoing=yes
  troubles=''
  if [ "$1" = early ]; then
    # Killed and started again: it is left to the late half, which tells daemons as well.
    if has_network_begun; then return 0; fi
    rm -f "$pending/ballast"
    if is_decided commit; then
      finish_commit booting
    else
      ln "$pending/decision.rollback" "$pending/decision" 2>/dev/null
      old_files_back
      if [ ! -e "$pending/persisting" ]; then end_transaction rolled-back "$reason_of_boot"; fi
    fi
  else
    rm -f "$pending/ballast"
    # A commit that could not be written early on.
    if is_decided commit; then
      finish_commit
      return
    fi
    # Whoever was to do it early on was killed, and daemons have read the new ones meanwhile.
    if [ ! -e "$run/old-files-back" ]; then
      old_files_back
      nm connection reload
      firewalld_reload
    fi
    if [ -e "$pending/persisting" ]; then definitions_back "$1"; fi
    end_transaction "$([ -z "$troubles" ] && echo rolled-back || echo undone-in-part)" \
      "$reason_of_boot${troubles:+ ($troubles)}"
  fi
}

old_files_back() {
  if [ -e "$pending/prepared" ]; then
    files_out
    sysctl_restore
    # NetworkManager was at it when the power went.
    if [ -e "$pending/checkpoint-used" ]; then profile_files_back; fi
  fi
  true >"$run/old-files-back"
}

# Definitions of libvirt that were being written when the power went: undone, whichever of them were. Its networks and guests
# have been started meanwhile as they were written, so that a guest's NIC goes back once its network is there again.
definitions_back() { # late|overdue
  booting=yes
  networks_stop
  printf '%s\n' 999999 >>"$run/persist.begun"
  for kind in net- guest-; do
    rm -f "$run/again"
    undo_list unpersist persist "$kind"
    undo_again
    if [ "$kind" = net- ]; then networks_start; fi
  done
  # Later on, one that does not run has been shut down by somebody.
  [ "$1" = overdue ] || guests_start
}
