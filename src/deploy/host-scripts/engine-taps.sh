# shellcheck shell=sh
# What links have at run time and no file says: masters and VLANs of TAPs, VLANs of other ports, and MTUs. NetworkManager and libvirt both drop a
# running guest's TAP, or its VLANs, when a bridge is activated again; one that comes back without its VLANs lands in the
# bridge's default one. So all this is recorded and put back.

# Lines INTERFACE VID FLAGS, from iproute2's table: a name stands only at its first line. Fails where that is not whole: a TAP
# without VLANs here would lose those that it has.
port_vlans() {
  table=$(bridge vlan show 2>/dev/null) || return 1
  printf '%s\n' "$table" | awk '
    NR == 1 { next }
    NF == 0 { next }
    /^[^ \t]/ { name = $1; $1 = "" }
    {
      $0 = $0; vid = $1; flags = ""
      if (vid !~ /^[0-9]+(-[0-9]+)?$/) next
      for (i = 2; i <= NF; i++) {
        if ($i == "PVID") flags = flags " pvid"
        if ($i == "Untagged") flags = flags " untagged"
      }
      print name, vid flags
    }'
}

# Of guests, and the veths of containers. Devices that NetworkManager makes say their type in uevent; those have none.
is_tap() {
  [ ! -e "/sys/class/net/$1/tun_flags" ] || return 0
  [ -e "/sys/class/net/$1/uevent" ] && [ ! -e "/sys/class/net/$1/device" ] || return 1
  # It may go at this moment.
  type=''
  { read -r type <"/sys/class/net/$1/uevent"; } 2>/dev/null
  case $type in
    DEVTYPE=*) return 1 ;;
  esac
  [ -n "$(ip -o link show dev "$1" type veth 2>/dev/null)" ]
}

list_taps() { # lines TAP BRIDGE ISOLATED INDEX
  for entry in /sys/class/net/*; do
    name=${entry##*/}
    if [ -e "$entry/master" ] && is_tap "$name"; then
      controller=$(controller_of "$name")
      isolated=0
      read -r isolated 2>/dev/null <"$entry/brport/isolated"
      # It may go at this moment.
      if [ -z "$controller" ] || ! read -r index 2>/dev/null <"$entry/ifindex"; then continue; fi
      printf '%s\t%s\t%s\t%s\n' "$name" "$controller" "${isolated:-0}" "$index"
    fi
  done
}

# At arming: the VLANs of all ports, and the TAPs. A TAP that is listed has its VLANs on record, whenever this is killed: else
# it would lose them. The last line is only written where there was room for the others.
record_taps() {
  vlans=$(port_vlans) || { said='bridge vlan show does not end well'; return 1; }
  printf '%s\nend\n' "$vlans" >"$run/vlans" && list_ports >"$run/ports" &&
    { list_taps; echo end; } >"$run/taps.new" && mv -f "$run/taps.new" "$run/taps"
}

list_ports() { # lines PORT BRIDGE
  for entry in /sys/class/net/*/brport; do
    name=${entry%/brport}
    name=${name##*/}
    if [ -e "$entry" ] && ! is_tap "$name"; then printf '%s %s\n' "$name" "$(controller_of "$name")"; fi
  done
}

# Guests that somebody has started since: what is about to be activated would drop their TAPs as well.
note_new_taps() {
  list_taps | while IFS= read -r line; do
    tap=${line%%"$tab"*}
    if grep -q "^$tap$tab.*$tab${line##*"$tab"}\$" "$run/taps"; then continue; fi
    # Another has had the name before.
    vlans=$(port_vlans) || continue
    { grep -v -e "^$tap " -e '^end$' "$run/vlans"; printf '%s\n' "$vlans" | grep "^$tap "; echo end; } >"$run/vlans.new" ||
      continue
    mv -f "$run/vlans.new" "$run/vlans" && printf '%s\n' "$line" >>"$run/taps"
  done
  return 0
}

# Without files: /run may be full.
restore_vlans() { # TAP
  vlans_before=$(grep "^$1 " "$run/vlans")
  vlans_now=$(port_vlans) || return 0
  vlans_now=$(printf '%s\n' "$vlans_now" | grep "^$1 ")
  if [ "$vlans_before" = "$vlans_now" ]; then return 0; fi
  printf '%s\n' "$vlans_now" | while read -r _ vid _; do
    if [ -n "$vid" ]; then bridge vlan del dev "$1" vid "$vid" 2>/dev/null </dev/null; fi
  done
  printf '%s\n' "$vlans_before" | while read -r _ vid flags; do
    # shellcheck disable=SC2086 # flags are words of this script
    if [ -n "$vid" ]; then bridge vlan add dev "$1" vid "$vid" $flags 2>/dev/null </dev/null; fi
  done
  log "VLANs of $1 put back"
}

# One of another number is another guest's, or that of a guest that was started anew with another network.
is_same_tap() { # TAP INDEX
  is_tap "$1" && read -r index <"/sys/class/net/$1/ifindex" && [ "$index" = "$2" ]
}

# BRIDGE: TAPs that were on it and have no controller now.
stranded_of() {
  while IFS=$tab read -r tap bridge _ number; do
    if [ "$bridge" = "$1" ] && is_same_tap "$tap" "$number" && [ ! -e "/sys/class/net/$tap/master" ]; then
      printf '%s\n' "$tap"
    fi
  done 2>/dev/null <"$run/taps"
}

# Puts back every TAP that still exists and whose bridge does.
taps_restore() {
  [ -f "$run/taps" ] || return 0
  while IFS=$tab read -r tap bridge isolated number <&4; do
    if ! is_same_tap "$tap" "$number" || [ ! -d "/sys/class/net/$bridge/bridge" ]; then continue; fi
    if [ "$(controller_of "$tap")" != "$bridge" ]; then
      within 10 ip link set dev "$tap" master "$bridge" || continue
      within 10 ip link set dev "$tap" up
      if [ "$isolated" = 1 ]; then bridge link set dev "$tap" isolated on 2>/dev/null; fi
      log "$tap attached to $bridge again"
    fi
    restore_vlans "$tap"
  done 4<"$run/taps"
}

# TAP OLD-BRIDGE BRIDGE: one that was noted on what the change had brought stays where it is now.
note_moved() {
  awk -F "$tab" -v OFS="$tab" -v tap="$1" -v old="$2" -v new="$3" '
    $1 == tap && $2 == old { $2 = new }
    { print }' "$run/taps" >"$run/taps.new" && mv -f "$run/taps.new" "$run/taps"
}

# INTERFACE FILE: gives a port the VLANs of its profile. NetworkManager 1.50 to 1.54 take a bridge's PVID of 0, which is none, for
# a VLAN when they reapply one of its ports: the kernel refuses their list, and the port is left without any (bf79fbd678 of
# NetworkManager mends it).
port_vlans_in() {
  pvid=''
  { read -r pvid <"/sys/class/net/$(controller_of "$1")/bridge/default_pvid"; } 2>/dev/null
  [ "$pvid" = 0 ] || return 0
  awk '
    /^\[/ { inside = $0 == "[bridge-port]" }
    inside && sub(/^vlans=/, "") { gsub(/, */, "\n"); print }' "$2" 2>/dev/null | while read -r vid flags; do
    # shellcheck disable=SC2086 # flags are words of a profile of ours
    bridge vlan add dev "$1" vid "$vid" $flags 2>/dev/null </dev/null
  done
}

# Those that are no TAPs: NetworkManager gives them their VLANs, but for what stands above.
ports_restore() {
  while read -r name bridge <&4; do
    if [ "$(controller_of "$name")" = "$bridge" ]; then restore_vlans "$name"; fi
  done 2>/dev/null 4<"$run/ports"
}

# At arming: INTERFACE MTU.
record_mtus() {
  for entry in /sys/class/net/*; do
    if read -r mtu <"$entry/mtu"; then printf '%s\t%s\n' "${entry##*/}" "$mtu" || return 1; fi
  done 2>/dev/null >"$run/mtus"
}

# NetworkManager leaves a device the MTU that it has where a profile names none. A VLAN's is at most its parent's, and a bond
# gives its own to its ports: what does not work the first time does the next.
mtus_restore() {
  [ -f "$run/mtus" ] || return 0
  for _ in 1 2 3; do
    while IFS=$tab read -r name mtu <&4; do
      if ! read -r now <"/sys/class/net/$name/mtu" || [ "$now" = "$mtu" ]; then continue; fi
      within 10 ip link set dev "$name" mtu "$mtu"
    done 4<"$run/mtus" 2>/dev/null
  done
  return 0
}

# BRIDGE: those on it now, for a bridge that is about to be made anew.
taps_on() {
  for entry in "/sys/class/net/$1/brif"/*; do
    name=${entry##*/}
    if is_tap "$name"; then printf '%s\n' "$name"; fi
  done
}
