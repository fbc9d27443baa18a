# shellcheck shell=sh
# A host that is restarted, in order or by a power cut, before a change has come to its end.
reason_of_boot='the host was restarted before the change was confirmed'

is_of_this_boot() { [ "$(field boot-id)" = "$(cat /proc/sys/kernel/random/boot_id)" ]; }

# --- going down -------------------------------------------------------------------------------------------------------

# A unit that is stopped before what it is to come after: a host that is restarted in order undoes the change while
# all that this needs still runs, and before libvirt-guests saves guests with their new NICs. Else the next boot does it.
watch_shutdown() {
  after='kvmnet-guard.service NetworkManager.service firewalld.service libvirt-guests.service virt-guest-shutdown.target'
  for daemon in libvirtd virtqemud virtnetworkd; do after="$after $daemon.service $daemon.socket"; done
  # Nobody waits for it: libvirt-guests may just be resuming guests.
  quietly systemd-run --quiet --collect --no-block --unit=kvmnet-shutdown --property="After=$after" \
    --description='KVMNet: undo an unconfirmed change when the host goes down' \
    --property=Type=oneshot --property=RemainAfterExit=yes --property=TimeoutStopSec=180 \
    --property="ExecStop=/bin/sh -c '[ ! -f $pending/engine.sh ] || exec /bin/sh $pending/engine.sh shutdown $token'" \
    /bin/true
}

# The host goes down in order. Also called when the transaction has ended, which stops the unit.
shutdown() {
  [ ! -e "$pending/outcome" ] || return 0
  # It is not stopped before this unit is.
  while runs kvmnet-guard.service; do sleep 1; done
  [ "$(field token)" = "$token" ] || return 0
  [ -s "$run/reason" ] || printf '%s\n' "$reason_of_boot" >"$run/reason"
  going_down=yes
  guard
}

# --- booting -----------------------------------------------------------------------------------------------------------

units=/etc/systemd/system
# Without a transaction there is an engine in `last` or in a bundle that was not taken: it removes the units.
boot_command() { # early|late
  # systemd(1) takes a doubled dollar sign for one.
  cat <<-COMMAND
	/bin/sh -c 'for e in $state/pending/engine.sh $state/last/engine.sh $state/staging.*/engine.sh; do [ ! -f \$\$e ] || exec /bin/sh \$\$e recover $1; done'
	COMMAND
}

install_boot_units() {
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
	ExecStart=$(boot_command early)
	UNIT
  enable_boot_unit kvmnet-recover.service sysinit.target || return 1
  cat >"$units/kvmnet-recover-late.service" <<-UNIT || return 1
	[Unit]
	Description=KVMNet: end a change that a reboot interrupted (libvirt)
	After=kvmnet-recover.service NetworkManager.service firewalld.service libvirtd.service virtnetworkd.socket virtqemud.socket
	[Service]
	Type=oneshot
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

# At boot, when nothing of ours runs: the profiles are the old ones already.
recover() { # early (before the network) | late (with libvirt)
  # A soft reboot keeps the kernel's devices, and in /run the candidates and all that undoing them needs.
  if is_of_this_boot; then
    [ "$1" != early ] || return 0
    [ -s "$run/reason" ] || printf '%s\n' "$reason_of_boot" >"$run/reason"
    guard
    return
  fi
  rm -f "$pending/ballast"
  undoing=yes
  troubles=''
  if [ "$1" = early ]; then
    if [ "$(field decision)" = commit ]; then
      finish_commit booting
    else
      ln "$pending/decision.rollback" "$pending/decision" 2>/dev/null
      if [ -e "$pending/prepared" ]; then
        files_out
        sysctl_restore
      fi
      if [ ! -e "$pending/persisting" ]; then end_transaction rolled-back "$reason_of_boot"; fi
    fi
  else
    # A commit that could not be written early on.
    if [ "$(field decision)" = commit ]; then
      finish_commit
      return
    fi
    # Definitions of libvirt that were being written when the power went: undone, whichever of them were. Its networks have
    # been started meanwhile as they were written.
    booting=yes
    networks_stop
    printf '%s\n' 999999 >>"$run/persist.begun"
    rm -f "$run/again"
    undo_list unpersist persist
    undo_again
    networks_start
    end_transaction "$([ -z "$troubles" ] && echo rolled-back || echo undone-in-part)" \
      "$reason_of_boot${troubles:+ ($troubles)}"
  fi
}
