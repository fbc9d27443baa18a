# shellcheck shell=sh
# Files that have no volatile layer: firewalld's zones and policies, sysctl settings. They are in place while the transaction
# is open. What they replace lies beside them, so that putting it back is a rename, which a full disk does not stop.

# Lines of `files`: put SOURCE PATH MODE · drop PATH.
each_file() { # FUNCTION: with the number, the path, and what put has besides
  handler=$1
  count=0
  while IFS=$tab read -r action a b c <&4; do
    count=$((count + 1))
    case $action in
      put) "$handler" "$count" "$b" "$a" "$c" || return 1 ;;
      *) "$handler" "$count" "$a" '' '' || return 1 ;;
    esac
  done 4<"$pending/files"
}

# Neither firewalld nor sysctl reads a name with these endings.
old_of() { printf '%s.kvmnet-old' "$1"; }
new_of() { printf '%s.kvmnet-new' "$1"; }

back_up_files() {
  true >"$run/existed"
  each_file back_up_file && cp "$run/existed" "$pending/existed"
}
back_up_file() {
  if [ -e "$2" ]; then cp -p "$2" "$(old_of "$2")" && printf '%s\n' "$1" >>"$run/existed"; fi
}

files_in() { each_file file_in; }
file_in() {
  if [ -z "$3" ]; then
    rm -f "$2"
    return 0
  fi
  mkdir -p "$(dirname "$2")" && cp "$pending/$3" "$(new_of "$2")" && chmod "$4" "$(new_of "$2")" &&
    mv -f "$(new_of "$2")" "$2" && restore_label "$2" && return 0
  said="$2 cannot be written"
  return 1
}

files_out() {
  problem=0
  each_file file_out
  return "$problem"
}
file_out() {
  rm -f "$(new_of "$2")"
  if grep -qx "$1" "$pending/existed" 2>/dev/null; then
    if [ -e "$(old_of "$2")" ]; then
      mv -f "$(old_of "$2")" "$2" || { said="$2 cannot be put back"; problem=1; }
      restore_label "$2"
    fi
  else rm -f "$2"; fi
}

forget_old_files() { each_file forget_old_file; }
forget_old_file() { rm -f "$(old_of "$2")" "$(new_of "$2")"; }

# Over D-Bus: firewall-cmd starts an interpreter first. firewalld that is stopped stays stopped.
firewalld_reload() {
  if ! systemctl -q is-active firewalld; then
    [ -n "${undoing-}" ] || progress warning 'firewalld does not run: it reads its zones when it starts'
    return 0
  fi
  within 60 busctl --auto-start=no --timeout=50 call org.fedoraproject.FirewallD1 \
    /org/fedoraproject/FirewallD1 org.fedoraproject.FirewallD1 reload
}

# A reload takes away what somebody has allowed at run time only, the port of an SSH server perhaps, and no rollback would
# bring it back. Lines ZONE: RULE that a reload would lose; zones that are ours follow the text. Interfaces
# keep their zone: firewalld remembers them over a reload.
unsaved_rules() {
  grep -q "firewalld-reload" "$pending/apply" && systemctl -q is-active firewalld || return 0
  for kind in zones policies; do
    rules_of "$kind" >"$run/$kind-now" &
    rules_of "$kind" --permanent >"$run/$kind-kept" &
  done
  wait
  for kind in zones policies; do
    if [ ! -s "$run/$kind-now" ] || [ ! -s "$run/$kind-kept" ]; then
      echo "firewalld does not say what its $kind are"
      return
    fi
    comm -23 "$run/$kind-now" "$run/$kind-kept" | while IFS=: read -r name rule; do
      grep -qs "/etc/firewalld/$kind/$name.xml\"" "$state/generations/current" || printf '%s:%s\n' "$name" "$rule"
    done
  done
  unsaved_direct_rules getAllRules rule
  unsaved_direct_rules getAllPassthroughs passthrough
  unsaved_set_entries
}
ask_firewalld() { # OBJECT METHOD [SIGNATURE ARGUMENT]
  object=$1
  shift
  timeout -k 5 20 busctl --auto-start=no call org.fedoraproject.FirewallD1 /org/fedoraproject/FirewallD1 \
    "org.fedoraproject.FirewallD1.$object" "$@" 2>/dev/null
}
# METHOD ELEMENT: those of nftables and iptables, by their number; the reload takes them all.
unsaved_direct_rules() {
  now=$(ask_firewalld direct "$1" | awk '{ print $2 }')
  kept=$(grep -o "<$2 " /etc/firewalld/direct.xml 2>/dev/null | wc -l)
  [ "${now:-0}" -le "$kept" ] || echo "direct: $((now - kept)) more of $2 than /etc/firewalld/direct.xml holds"
}
# Sets of addresses, by their number as well. Their names hold no whitespace.
unsaved_set_entries() {
  for set in $(ask_firewalld ipset getIPSets | tr -d '"' | cut -s -d ' ' -f 3-); do
    now=$(ask_firewalld ipset getEntries s "$set" | awk '{ print $2 }')
    for file in "/etc/firewalld/ipsets/$set.xml" "/usr/lib/firewalld/ipsets/$set.xml"; do
      if [ -f "$file" ]; then break; fi
    done
    kept=$(grep -o '<entry>' "$file" 2>/dev/null | wc -l)
    [ "${now:-0}" -le "$kept" ] || echo "ipset $set: $((now - kept)) more entries than its file holds"
  done
}
rules_of() { # zones|policies [--permanent]: with a line for each of them, so that none is told from no answer
  list=--list-all-$1
  shift
  timeout -k 5 40 firewall-cmd "$@" "$list" 2>/dev/null </dev/null | awk '
    /^[^ \t]/ { zone = $1; print zone ":"; next }
    /^\t/ { $1 = $1; print zone ": " $0; next }
    $1 ~ /^(sources|services|ports|protocols|source-ports|forward-ports|icmp-blocks):$/ {
      for (i = 2; i <= NF; i++) print zone ": " $i
    }
    $1 ~ /^(masquerade|forward|icmp-block-inversion):$/ && $2 == "yes" { print zone ": " $1 }
    $1 == "target:" && $2 == "ACCEPT" { print zone ": target ACCEPT" }' | sort -u
}

sysctl_paths() { sed -n "s/^put${tab}[^${tab}]*${tab}\(\/etc\/sysctl\.d\/[^${tab}]*\)${tab}.*/\1/p" "$pending/files"; }

# Values that the files are about to change, as `sysctl -p` reads them. On the disk: a boot reads the new files first.
record_sysctl() {
  while IFS=$tab read -r action source path _ <&4; do
    case $action$path in
      put/etc/sysctl.d/*) ;;
      *) continue ;;
    esac
    sed -n 's/^[[:space:]]*\([a-z0-9_./-]*\)[[:space:]]*=.*/\1/p' "$pending/$source" | while read -r key; do
      sysctl "$key" 2>/dev/null
      forwarding_of_devices "$key"
    done
  done 4<"$pending/files" >"$pending/sysctl-before"
  # Only written where there was room for the others.
  echo '# end' >>"$pending/sysctl-before"
}

# KEY: when forwarding is switched, the kernel gives all devices the same, and takes ICMP redirects if it is off (Linux,
# devinet.c inet_forward_change, addrconf.c addrconf_forward_change).
forwarding_of_devices() {
  case $1 in
    net.ipv4.ip_forward | net.ipv4.conf.all.forwarding)
      sysctl net.ipv4.conf.all.accept_redirects
      family=ipv4
      ;;
    net.ipv6.conf.all.forwarding) family=ipv6 ;;
    *) return 0 ;;
  esac
  for setting in "/proc/sys/net/$family/conf"/*/forwarding; do
    case $setting in
      */all/forwarding) ;;
      # With slashes, for names of devices have dots.
      *) if read -r value <"$setting"; then printf '%s = %s\n' "${setting#/proc/sys/}" "$value"; fi 2>/dev/null ;;
    esac
  done
}

# Names of ours, without whitespace.
sysctl_load() {
  for path in $(sysctl_paths); do within 20 sysctl -p "$path" || return 1; done
}

sysctl_restore() {
  if grep -qs = "$pending/sysctl-before"; then within 20 sysctl -e -p "$pending/sysctl-before"; fi
}
