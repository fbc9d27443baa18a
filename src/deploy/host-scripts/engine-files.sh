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
    progress warning 'firewalld does not run: it reads its zones when it starts'
    return 0
  fi
  within 60 busctl --auto-start=no --timeout=50 call org.fedoraproject.FirewallD1 \
    /org/fedoraproject/FirewallD1 org.fedoraproject.FirewallD1 reload
}

# A reload takes away what somebody has allowed at run time only, the port of an SSH server perhaps, and no rollback would
# bring it back. Lines ZONE: RULE that a reload would lose; zones that are ours follow the text. Interfaces and sources are
# bound again by whoever bound them.
unsaved_rules() {
  grep -q "firewalld-reload" "$pending/apply" && systemctl -q is-active firewalld || return 0
  zone_rules >"$run/zones-now" &
  zone_rules --permanent >"$run/zones-kept"
  wait "$!"
  [ -s "$run/zones-now" ] && [ -s "$run/zones-kept" ] || return 0
  comm -23 "$run/zones-now" "$run/zones-kept" | while IFS=: read -r zone rule; do
    grep -qs "/etc/firewalld/zones/$zone.xml\"" "$state/generations/current" || printf '%s:%s\n' "$zone" "$rule"
  done
}
zone_rules() { # [--permanent]
  timeout -k 5 40 firewall-cmd "$@" --list-all-zones 2>/dev/null </dev/null | awk '
    /^[^ \t]/ { zone = $1; next }
    /^\t/ { $1 = $1; print zone ": " $0; next }
    $1 ~ /^(services|ports|protocols|source-ports|forward-ports):$/ {
      for (i = 2; i <= NF; i++) print zone ": " $i
    }
    $1 == "masquerade:" && $2 == "yes" { print zone ": masquerade" }
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
    done
  done 4<"$pending/files" >"$pending/sysctl-before"
}

sysctl_load() {
  sysctl_paths | while read -r path; do within 20 sysctl -p "$path" || exit 1; done
}

sysctl_restore() {
  if [ -s "$pending/sysctl-before" ]; then within 20 sysctl -p "$pending/sysctl-before"; fi
}
