# shellcheck shell=sh
# libvirt. While the transaction is open only the running state changes: new networks are transient (a transient network
# becomes persistent by defining it, and is gone after a reboot), guests are changed with --live. The commit defines.

virt_patience=90
# Once it has hung it is not waited for that long again.
virt() {
  within "$virt_patience" virsh -q -c qemu:///system "$@" && return 0
  if timed_out; then virt_patience=10; fi
  return 1
}
ask_virt() { timeout -k 5 30 virsh -q -c qemu:///system "$@" 2>/dev/null; }

# Sockets and services of the one daemon or of the many; those that idle are started by their socket.
record_libvirt() {
  for unit in libvirtd.socket libvirtd.service virtnetworkd.socket virtqemud.socket; do
    if systemctl -q is-active "$unit"; then printf '%s\n' "$unit"; fi
  done >"$run/libvirt-units"
  uses_libvirt || return 0
  said='libvirt does not answer'
  ask_virt net-list --uuid >"$run/networks"
}
uses_libvirt() { grep -q "${tab}net-\|${tab}guest-" "$pending/undo" "$pending/unpersist"; }

# A libvirt that is started again takes a network whose bridge is away at that moment for stopped, whoever stopped nothing.
networks_back() {
  [ -s "$run/networks" ] && running=$(ask_virt net-list --uuid) || return 0
  while read -r uuid <&5; do
    case $running in
      *"$uuid"*) ;;
      *) virt net-start "$uuid" ;;
    esac
  done 5<"$run/networks"
}

# What was done through libvirt cannot be undone without it.
wake_libvirt() {
  [ -s "$run/libvirt-units" ] && uses_libvirt || return 0
  while read -r unit; do
    systemctl -q is-active "$unit" && continue
    systemctl reset-failed "$unit" 2>/dev/null
    within 60 systemctl start "$unit"
  done <"$run/libvirt-units"
}

net_create() { # DATA [UUID]
  virt net-create --validate "$pending/$1" && return 0
  [ -n "${undoing-}" ] && [ -n "$2" ] && is_listed "$2"
}
net_start() { virt net-start "$1" || is_listed "$1"; }

# What is so already is what is wanted: undoing repeats itself after a power cut.
is_listed() { # UUID OPTION…; fails as well when libvirt does not answer
  uuid=$1
  shift
  networks=$(ask_virt net-list --uuid "$@") || return 2
  printf '%s\n' "$networks" | grep -qx "$uuid"
}

net_destroy() { # UUID
  virt net-destroy "$1" && return 0
  is_listed "$1"
  [ $? -eq 1 ]
}

# OLD-BRIDGE BRIDGE TAP…: those that are on the old one, or on none. One of this name may be another guest's by now, or its NIC
# may have gone on to another network.
reattach() {
  old=$1
  bridge=$2
  shift 2
  for tap in "$@"; do
    controller=$(controller_of "$tap")
    [ -z "$controller" ] || [ "$controller" = "$old" ] || continue
    if is_tap "$tap" && [ "$controller" != "$bridge" ]; then
      within 10 ip link set dev "$tap" master "$bridge" && within 10 ip link set dev "$tap" up
      if grep -qs "^$tap${tab}[^$tab]*${tab}1${tab}" "$run/taps"; then bridge link set dev "$tap" isolated on 2>/dev/null; fi
      # Else it would be in the new bridge's own VLAN. What the plan gives it besides comes after this.
      if grep -s "^$tap " "$run/vlans" | grep -qvx "$tap 1 pvid untagged"; then restore_vlans "$tap"; fi
    fi
  done
}

# UUID: TAPs of guests on the network, as libvirt has it. Of guests that were started while a change was open nobody else knows.
taps_of_network() {
  name=$(ask_virt net-name "$1") && [ -n "$name" ] || return 0
  ask_virt list --uuid | while read -r domain; do
    if [ -n "$domain" ]; then ask_virt domiflist "$domain" </dev/null; fi
  done | awk -v name="$name" '$2 == "network" && $3 == name { print $1 }'
}

# UUID DATA OLD-BRIDGE "NEW-BRIDGE TAP…": what libvirt cannot change in a running network asks for a new start. Destroying it
# strands the guests' TAPs without a bridge while the guests see link up; they are attached again at once. Its bridge may be
# another one then, and the old one gone already: the network's TAPs are named. A bridge that libvirt takes away with the
# network may have others on it.
net_replace() {
  note_new_taps
  on_it="$(taps_on "$3") $(stranded_of "$3")"
  joined=''
  if [ -n "${undoing-}" ]; then joined=$(taps_of_network "$1"); fi
  net_destroy "$1" || return 1
  if [ -d "/sys/class/net/$3" ]; then on_it=''; fi
  net_create "$2" || return 1
  # shellcheck disable=SC2086 # names of interfaces hold no whitespace
  reattach "$3" $4 $joined $on_it
  for tap in $joined; do note_moved "$tap" "$3" "${4%% *}"; done
}

net_update() { # UUID COMMAND SECTION DATA
  virt net-update "$1" "$2" "$3" "$pending/$4" --live && return 0
  [ -n "${undoing-}" ] && network=$(ask_virt net-dumpxml "$1") || return 1
  case $2 in
    add) has_entry "$network" "$pending/$4" ;;
    *) ! has_entry "$network" "$pending/$4" ;;
  esac
}

# NETWORK FILE: whether a line of the network, as libvirt shows it, has all attributes of the file's first element.
has_entry() {
  tr '"' "'" <"$2" | head -n 1 | sed 's/>.*//' | grep -o "<[a-z]*\|[a-z]*='[^']*'" >"$run/entry"
  [ -s "$run/entry" ] || return 1
  found=$(printf '%s\n' "$1" | tr '"' "'")
  while read -r part <&5; do
    found=$(printf '%s\n' "$found" | grep -iF "$part") || return 1
  done 5<"$run/entry"
}

net_define() { virt net-define --validate "$pending/$1"; }
net_undefine() {
  virt net-undefine "$1" && return 0
  is_listed "$1" --all --persistent
  [ $? -eq 1 ]
}
net_autostart() { # UUID on|off
  case $2 in
    on) virt net-autostart "$1" ;;
    *) virt net-autostart "$1" --disable ;;
  esac
}

# At boot, around the undoing of what was being defined: networks that run are stopped, those that start by themselves
# started again, with the guests that were on them.
networks_stop() {
  # Added to: whoever was killed after this has them stopped already.
  true >>"$run/on-networks"
  sed -n "s/^[0-9]*${tab}net-\(undefine\|autostart\)${tab}\([^${tab}]*\).*/\2/p" "$pending/unpersist" | sort -u |
    while read -r uuid; do
      if is_listed "$uuid"; then
        bridge=$(bridge_of "$uuid")
        taps_on "$bridge" | sed "s/^/$uuid $bridge /" >>"$run/on-networks"
        net_destroy "$uuid"
      fi
    done
}
networks_start() {
  sed -n "s/^[0-9]*${tab}net-autostart${tab}\([^${tab}]*\)${tab}on$/\1/p" "$pending/unpersist" | sort -u |
    while read -r uuid; do
      net_start "$uuid" || continue
      now=$(bridge_of "$uuid")
      sed -n "s/^$uuid //p" "$run/on-networks" | while read -r before tap; do reattach "$before" "$now" "$tap"; done
    done
}
# Those whose network was not there when libvirt started them.
guests_start() {
  ask_virt list --inactive --autostart --uuid | while read -r uuid; do
    if [ -n "$uuid" ]; then virt start "$uuid" </dev/null; fi
  done
}
bridge_of() { ask_virt net-info "$1" | sed -n 's/^Bridge: *//p'; }

# COMMAND DOMAIN DATA live|config NIC: update or attach an interface; detach it from the definition.
guest_device() {
  # A guest that starts with the host has started with what was being written to its definition.
  lagging=''
  if [ "$4" = config ] && [ -n "${booting-}" ]; then
    case $1 in
      detach) guest_unplug "$2" "$3" "$5" || lagging=${said:-no message} ;;
      attach) is_plugged "$2" "$(mac_in "$3")" || virt attach-device "$2" "$pending/$3" --live || lagging=${said:-no message} ;;
      *) update_live "$2" "$3" || lagging=${said:-no message} ;;
    esac
    if [ -n "$lagging" ] && has_stopped "$2"; then lagging=''; fi
  fi
  if [ "$1 $4" = 'update live' ]; then update_live "$2" "$3"; else virt "$1-device" "$2" "$pending/$3" "--$4"; fi
  if [ "$result" -eq 0 ]; then
    said=$lagging
    [ -z "$lagging" ]
    return
  fi
  if [ -n "${undoing-}" ]; then
    # Somebody has stopped it, moved it to another host, or taken its definition away.
    case $4 in
      live) if has_stopped "$2"; then return 0; fi ;;
      *) if is_undefined "$2"; then return 0; fi ;;
    esac
  fi
  # A q35 machine has as many free slots as it has root ports that nothing is plugged into: then the NIC is there after the
  # guest's next power cycle, from the definition that the commit writes.
  case "$1 $4 $said" in
    'attach live '*)
      case $said in
        *'No more available PCI slots'*) ;;
        *) is_full "$2" || return 1 ;;
      esac
      progress later "$5"
      ;;
    'attach config '*) is_in_definition "$2" "$(mac_in "$3")" ;;
    'detach config '*)
      is_in_definition "$2" "$(mac_in "$3")"
      [ $? -eq 1 ]
      ;;
    *) return 1 ;;
  esac
}

# DOMAIN: whether each root port of the machine has a device, whose bus is then the port's number. libvirt's words for it are
# those of the daemon's own language.
is_full() {
  ask_virt dumpxml "$1" | tr '"' "'" | awk '
    /<controller type=.pci. / && /model=.pcie-root-port./ { ports[sprintf("0x%02x", value_of("index"))] = 1 }
    /<address type=.pci. / { used[value_of("bus")] = 1 }
    END {
      for (port in ports) {
        count++
        if (!(port in used)) exit 1
      }
      exit count == 0
    }
    function value_of(name) {
      match($0, " " name "=.[0-9a-fx]*")
      return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3)
    }'
}

# A TAP that was attached again, when its network came back with another bridge, is on one that libvirt does not know of: it
# takes it off the old one, and the kernel gives no bridge what is on another (br_add_if: EBUSY).
update_live() { # DOMAIN DATA
  virt update-device "$1" "$pending/$2" --live && return 0
  refusal=$said
  tap=$(ask_virt domiflist "$1" | awk -v mac="$(mac_in "$2")" 'tolower($NF) == tolower(mac) { print $1 }')
  was_on=$(controller_of "$tap")
  if [ -n "$was_on" ] && is_tap "$tap" && within 10 ip link set dev "$tap" nomaster; then
    virt update-device "$1" "$pending/$2" --live && return 0
    within 10 ip link set dev "$tap" master "$was_on"
    restore_vlans "$tap"
  fi
  said=$refusal
  result=1
  return 1
}

mac_in() { sed -n "s/.*<mac address=[\"']\([0-9a-f:]*\)[\"'].*/\1/p" "$pending/$1" | head -n 1; }

# DOMAIN MAC; 2 when libvirt does not answer.
is_in_definition() {
  definition=$(ask_virt dumpxml --inactive "$1") || return 2
  printf '%s\n' "$definition" | grep -qi "$2"
}
is_plugged() {
  interfaces=$(ask_virt domiflist "$1") || return 2
  printf '%s\n' "$interfaces" | grep -qi "$2"
}
# True when there is something to do; else $otherwise is what the verb comes to.
has_plugged() {
  is_plugged "$1" "$2"
  case $? in
    0) return 0 ;;
    1) otherwise=0 ;;
    *)
      otherwise=1
      said='libvirt does not answer'
      if [ -n "${undoing-}" ] && has_stopped "$1"; then otherwise=0; fi
      ;;
  esac
  return 1
}

# UUID: somebody has stopped the guest, or moved it to another host, in the meantime; what ran is gone. False as well when
# libvirt does not answer.
has_stopped() { is_missing "$1" --state-running --state-paused --state-other; }
is_undefined() { is_missing "$1" --all --persistent; }
is_missing() { # UUID OPTION…
  domain=$1
  shift
  domains=$(ask_virt list --uuid "$@") || return 1
  ! printf '%s\n' "$domains" | grep -qxF "$domain"
}

# DOMAIN DATA up|down: what a running guest is to lose it loses at once, and gets back at once. domif-setlink hands libvirt
# the NIC as it looks while it runs: on a bridge, and in no network any more. So what it gets back is what was given.
guest_link() {
  mac=$(mac_in "$2")
  has_plugged "$1" "$mac" || return "$otherwise"
  case $3 in
    up)
      virt update-device "$1" "$pending/$2" --live && return 0
      [ -n "${undoing-}" ] && has_stopped "$1"
      ;;
    *) virt domif-setlink "$1" "$mac" down ;;
  esac
}

# DOMAIN DATA NIC: takes a NIC out of a running guest. libvirt asks the guest to let go, and answers before it has
# (virsh(1), detach-device), and a guest with PCIe's own hot-plug takes five seconds before it does (Linux, pciehp_ctrl.c); one
# that does not keeps a NIC without link until its next power cycle.
guest_unplug() {
  mac=$(mac_in "$2")
  has_plugged "$1" "$mac" || return "$otherwise"
  virt domif-setlink "$1" "$mac" down
  virt detach-device "$1" "$pending/$2" --live
  tries=0
  while is_plugged "$1" "$mac"; do
    tries=$((tries + 1))
    if [ "$tries" -ge 12 ]; then
      progress kept "$3"
      return 0
    fi
    sleep 1
  done
}
