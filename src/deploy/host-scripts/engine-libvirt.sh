# shellcheck shell=sh
# libvirt. While the transaction is open only the running state changes: new networks are transient (a transient network
# becomes persistent by defining it, and is gone after a reboot), guests are changed with --live. The commit defines.

virt() { quietly timeout 90 virsh -q -c qemu:///system "$@"; }

net_create() { virt net-create --validate "$pending/$1"; }
net_start() { virt net-start "$1"; }

net_destroy() { # UUID; a network that does not run is what is wanted
  virt net-destroy "$1" || ! virsh -q -c qemu:///system net-list --uuid 2>/dev/null | grep -qx "$1"
}

reattach() { # BRIDGE TAP…
  bridge=$1
  shift
  for tap in "$@"; do
    if is_tap "$tap"; then
      quietly ip link set dev "$tap" master "$bridge" && quietly ip link set dev "$tap" up
    fi
  done
}

# UUID DATA OLD-BRIDGE NEW-BRIDGE: what libvirt cannot change in a running network asks for a new start. Destroying it
# strands the guests' TAPs without a bridge while the guests see link up; they are attached again at once.
net_replace() {
  on_it=$(taps_on "$3")
  net_destroy "$1" || return 1
  net_create "$2" || return 1
  # shellcheck disable=SC2086 # names of interfaces hold no whitespace
  reattach "$4" $on_it
}

net_update() { # UUID COMMAND SECTION DATA
  virt net-update "$1" "$2" "$3" "$pending/$4" --live
}

net_define() { virt net-define --validate "$pending/$1"; }
net_undefine() { virt net-undefine "$1"; }
net_autostart() { # UUID on|off
  case $2 in
    on) virt net-autostart "$1" ;;
    *) virt net-autostart "$1" --disable ;;
  esac
}

# COMMAND DOMAIN DATA live|config NIC: update or attach an interface; detach it from the definition.
guest_device() {
  if virt "$1-device" "$2" "$pending/$3" "--$4"; then return 0; fi
  # A q35 machine has as many free slots as it has root ports that nothing is plugged into: then the NIC is there after the
  # guest's next power cycle, from the definition that the commit writes.
  case "$1 $4 $said" in
    'attach live '*'No more available PCI slots'*) progress later "$5" ;;
    *) return 1 ;;
  esac
}

mac_in() { sed -n "s/.*<mac address=[\"']\([0-9a-f:]*\)[\"'].*/\1/p" "$pending/$1" | head -n 1; }

is_plugged() { virsh -q -c qemu:///system domiflist "$1" 2>/dev/null | grep -qi "$2"; } # DOMAIN MAC

# DOMAIN DATA up|down: what a running guest is to lose it loses at once, and gets back at once.
guest_link() {
  mac=$(mac_in "$2")
  is_plugged "$1" "$mac" || return 0
  virt domif-setlink "$1" "$mac" "$3"
}

# DOMAIN DATA NIC: takes a NIC out of a running guest. libvirt asks the guest to let go, and answers before it has
# (virsh(1), detach-device); a guest that does not keeps a NIC without link until its next power cycle.
guest_unplug() {
  mac=$(mac_in "$2")
  is_plugged "$1" "$mac" || return 0
  virt domif-setlink "$1" "$mac" down
  virt detach-device "$1" "$pending/$2" --live
  tries=0
  while is_plugged "$1" "$mac"; do
    tries=$((tries + 1))
    if [ "$tries" -ge 5 ]; then
      progress kept "$3"
      return 0
    fi
    sleep 1
  done
}
