# shellcheck shell=sh
# Reads everything that a plan looks at, and changes nothing. Sent on standard input to `sh -s`; answers in framed text.
set -u
umask 077
LC_ALL=C
export LC_ALL
state=/var/lib/kvmnet

frame() { printf '\n@ %s\n' "$*"; }
body() { sed 's/^/ /'; }
have() { command -v "$1" >/dev/null 2>&1; }
# KIND FILE...: each regular file is a frame. Secrets stay on the host: nothing that is planned depends on them.
read_files() {
  kind=$1
  shift
  for file in "$@"; do
    shift
    if [ -f "$file" ]; then set -- "$@" "$file"; fi
  done
  [ $# -gt 0 ] || return 0
  awk -v kind="$kind" '
    BEGIN { hidden_key = "(psk|password|passwd|secret|private-key|preshared-key|wep-key[0-9]|pin|cak|cookie)[a-z-]*[ \\t]*=$" }
    FNR == 1 { secrets = 0; hidden = FILENAME ~ /\n/; if (!hidden) printf "\n@ %s %s\n", kind, FILENAME }
    hidden { next }
    /^[ \t]*\[/ { secrets = /vpn-secrets/ }
    match($0, /^[^=]*=/) && (secrets || tolower(substr($0, 1, RLENGTH)) ~ hidden_key) {
      print " " substr($0, 1, RLENGTH) "(kept on the host)"
      next
    }
    { print " " $0 }' "$@"
}

# The session's own path. sudo drops SSH_CONNECTION, but the shell above it still has it.
session_path() {
  if [ -n "${SSH_CONNECTION:-}" ]; then
    printf '%s\n' "$SSH_CONNECTION"
    return
  fi
  pid=$$
  while [ "${pid:-0}" -gt 1 ]; do
    found=$(tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null | sed -n 's/^SSH_CONNECTION=//p')
    if [ -n "$found" ]; then
      printf '%s\n' "$found"
      return
    fi
    pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status" 2>/dev/null)
  done
}

observe_system() {
  frame system
  {
    echo "boot-id=$(cat /proc/sys/kernel/random/boot_id)"
    echo "machine-id=$(cat /etc/machine-id 2>/dev/null)"
    echo "hostname=$(uname -n)"
    echo "kernel=$(uname -r)"
    echo "os=$(sed -n 's/^PRETTY_NAME=//p' /etc/os-release 2>/dev/null | tr -d '"')"
    echo "systemd=$(systemctl --version 2>/dev/null | sed -n '1s/^systemd \([^ ]*\).*/\1/p')"
    echo "selinux=$(cat /sys/fs/selinux/enforce 2>/dev/null)"
    echo "user=$(id -u)"
    echo "session=$(session_path)"
  } | body
}

observe_kernel() {
  frame addresses
  ip -j -d addr show 2>/dev/null | body
  frame routes-4
  ip -j -4 route show 2>/dev/null | body
  frame routes-6
  ip -j -6 route show 2>/dev/null | body
  frame bridge-vlans
  bridge -j vlan show 2>/dev/null | body
}

# KIND FIELDS COMMAND…: one that hangs must not use up the time in which a change is to be proved; without its answer a host
# would look as if it had no profiles.
ask_nmcli() {
  kind=$1
  fields=$2
  shift 2
  answer=$(timeout -k 5 30 nmcli -t -e yes -f "$fields" "$@" 2>/dev/null) || frame "nmcli-failed $?"
  frame "$kind"
  printf '%s\n' "$answer" | body
}

observe_network_manager() {
  frame network-manager
  busctl --timeout=10 get-property org.freedesktop.NetworkManager /org/freedesktop/NetworkManager \
    org.freedesktop.NetworkManager Version Checkpoints 2>/dev/null | body
  have nmcli || return 0
  ask_nmcli connections UUID,DEVICE,STATE,FILENAME connection show
  ask_nmcli devices DEVICE,STATE device
  read_files profile /usr/lib/NetworkManager/system-connections/* /etc/NetworkManager/system-connections/* \
    /run/NetworkManager/system-connections/*
  frame sums
  sha256sum /etc/NetworkManager/system-connections/*.nmconnection 2>/dev/null | body
}

# Without -q: only then does virsh end the output of its `echo` with a newline.
virsh_system() { timeout 60 virsh -c qemu:///system "$@" 2>/dev/null; }

# Output of virsh: lines that begin with the nonce are headers, everything else is text of the last header.
virsh_frames() {
  awk -v nonce="$nonce" '
    index($0, nonce " ") == 1 { printf "\n@ %s\n", substr($0, length(nonce) + 2); next }
    /./ { print " " $0 }'
}

listed() { # KIND: UUIDs that the lists below have under one header
  printf '%s\n' "$lists" | awk -v nonce="$nonce" -v kind="$1" '
    index($0, nonce " ") == 1 { found = substr($0, length(nonce) + 2) == kind; next }
    found && /^[0-9a-f-]+$/ { print }'
}

# One argument of a program may have 128 KiB (execve(2)).
ask() {
  asked="$asked $1"
  if [ ${#asked} -gt 60000 ]; then answer; fi
}
answer() {
  if [ -n "$asked" ]; then virsh_system "$asked" | virsh_frames; fi
  asked=''
}

observe_libvirt() {
  have virsh || { frame libvirt absent; return 0; }
  nonce=$(cat /proc/sys/kernel/random/uuid)
  lists=$(virsh_system "echo $nonce libvirt-version; version --daemon;
    echo $nonce networks; net-list --all --uuid; echo $nonce networks-active; net-list --uuid;
    echo $nonce networks-autostart; net-list --all --autostart --uuid;
    echo $nonce networks-persistent; net-list --all --persistent --uuid;
    echo $nonce domains; list --all --uuid")
  case $lists in
    *'Running against daemon:'*) frame libvirt running ;;
    *) frame libvirt unreachable; return 0 ;;
  esac
  printf '%s\n' "$lists" | virsh_frames
  # What is asked for holds UUIDs only, which need no quoting in virsh's own language.
  asked=''
  for uuid in $(listed networks); do
    ask "echo $nonce network $uuid; net-dumpxml --inactive $uuid; echo $nonce network-live $uuid; net-dumpxml $uuid;"
  done
  for uuid in $(listed domains); do
    ask "echo $nonce domain $uuid; dumpxml --inactive $uuid; echo $nonce domain-live $uuid; dumpxml $uuid;"
  done
  answer
}

firewalld_zones() {
  busctl --auto-start=no --timeout=20 --json=short call org.fedoraproject.FirewallD1 /org/fedoraproject/FirewallD1 \
    org.fedoraproject.FirewallD1.zone "$1" 2>/dev/null
}

observe_firewalld() {
  have firewall-cmd || { frame firewalld absent; return 0; }
  zones=$(firewalld_zones getZones)
  if [ -z "$zones" ]; then
    frame firewalld stopped
  else
    frame firewalld running
    frame firewalld-zones
    printf '%s\n' "$zones" | body
    frame firewalld-active
    firewalld_zones getActiveZones | body
  fi
}

observe_kvmnet() {
  read_files file /etc/firewalld/zones/*.xml /etc/firewalld/policies/*.xml /etc/sysctl.d/*kvmnet*.conf
  frame kernel-settings
  sed -n 's/^[[:space:]]*\([a-z0-9_./-]*\)[[:space:]]*=.*/\1/p' /etc/sysctl.d/*kvmnet*.conf 2>/dev/null | xargs -r sysctl 2>/dev/null | body
  if [ -d "$state/pending" ]; then
    frame pending
    {
      for field in token owner boot-id deadline decision; do
        echo "$field=$(head -n 1 "$state/pending/$field" 2>/dev/null)"
      done
      if systemctl -q is-active kvmnet-guard.timer || systemctl -q is-active kvmnet-guard.service; then
        echo guard=active
      fi
      echo "uptime=$(cut -d . -f 1 /proc/uptime)"
    } | body
  fi
  if [ -f "$state/last/token" ]; then
    frame last
    for field in token outcome detail; do echo "$field=$(head -n 1 "$state/last/$field" 2>/dev/null)"; done | body
  fi
  frame generations
  for file in "$state"/generations/*.json; do
    if [ -f "$file" ]; then echo " ${file##*/}"; fi
  done
  # Who made the last ones: the record has one key of its own on each line, behind one blank.
  set --
  for name in $(for file in "$state"/generations/*.json; do echo "${file##*/}"; done | sort -n | tail -n 20); do
    if [ -f "$state/generations/$name" ]; then set -- "$@" "$state/generations/$name"; fi
  done
  [ $# -eq 0 ] || awk '
    FNR == 1 {
      name = FILENAME
      gsub(/.*\/|\.json$/, "", name)
      printf "\n@ generation %s\n", name
    }
    /^ "(author|at|planDigest)": / { print " " $0 }' "$@"
  if [ -f "$state/generations/current" ]; then
    frame record
    body <"$state/generations/current"
  fi
}

# The two that take longest to answer, libvirt and NetworkManager, do it side by side with the rest. The script itself comes
# on standard input, which nobody else may read.
observe_libvirt </dev/null | {
  observe_network_manager </dev/null | {
    observe_system
    observe_kernel
    observe_firewalld
    observe_kvmnet
    cat
  }
  cat
}
printf '\n@ end\n'
