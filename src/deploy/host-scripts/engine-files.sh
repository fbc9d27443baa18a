# shellcheck shell=sh
# Files that have no volatile layer: firewalld's zones and policies, sysctl settings. They are in place while the transaction
# is open, and backed up before: the guard, or the next boot, puts the backups back.

# Lines of `files`: put SOURCE PATH MODE · drop PATH.
back_up_files() {
  mkdir -p "$pending/backup" || return 1
  count=0
  while IFS=$tab read -r action a b _ <&4; do
    count=$((count + 1))
    case $action in
      put) path=$b ;;
      *) path=$a ;;
    esac
    if [ -e "$path" ]; then cp -p "$path" "$pending/backup/$count" || return 1; fi
  done 4<"$pending/files"
}

install_file() { # SOURCE PATH MODE
  mkdir -p "$(dirname "$2")" && cp "$1" "$2.kvmnet-new" && chmod "$3" "$2.kvmnet-new" &&
    mv -f "$2.kvmnet-new" "$2" && restore_label "$2" && return 0
  rm -f "$2.kvmnet-new"
  said="$2 cannot be written"
  return 1
}

files_in() {
  while IFS=$tab read -r action a b c <&4; do
    case $action in
      put) install_file "$pending/$a" "$b" "$c" || return 1 ;;
      drop) rm -f "$a" ;;
    esac
  done 4<"$pending/files"
}

files_out() {
  count=0
  problem=0
  while IFS=$tab read -r action a b _ <&4; do
    count=$((count + 1))
    case $action in
      put) path=$b ;;
      *) path=$a ;;
    esac
    if [ -e "$pending/backup/$count" ]; then
      cp -p "$pending/backup/$count" "$path.kvmnet-new" && mv -f "$path.kvmnet-new" "$path" || problem=1
      restore_label "$path"
    else rm -f "$path" "$path.kvmnet-new"; fi
  done 4<"$pending/files"
  return "$problem"
}

# Over D-Bus: firewall-cmd starts an interpreter first. firewalld that is stopped stays stopped.
firewalld_reload() {
  if ! systemctl -q is-active firewalld; then
    progress warning 'firewalld does not run: it reads its zones when it starts'
    return 0
  fi
  quietly timeout 60 busctl --auto-start=no --timeout=50 call org.fedoraproject.FirewallD1 \
    /org/fedoraproject/FirewallD1 org.fedoraproject.FirewallD1 reload
}

sysctl_paths() { sed -n "s/^put${tab}[^${tab}]*${tab}\(\/etc\/sysctl\.d\/[^${tab}]*\)${tab}.*/\1/p" "$pending/files"; }

# Values that the files are about to change, as `sysctl -p` reads them.
record_sysctl() {
  : >"$pending/sysctl-before"
  while IFS=$tab read -r action source path _ <&4; do
    case $action$path in
      put/etc/sysctl.d/*) ;;
      *) continue ;;
    esac
    sed -n 's/^[[:space:]]*\([a-z0-9_./-]*\)[[:space:]]*=.*/\1/p' "$pending/$source" | while read -r key; do
      sysctl "$key" 2>/dev/null
    done >>"$pending/sysctl-before"
  done 4<"$pending/files"
}

sysctl_load() {
  sysctl_paths | while read -r path; do quietly sysctl -p "$path" || exit 1; done
}

sysctl_restore() {
  if [ -s "$pending/sysctl-before" ]; then quietly sysctl -p "$pending/sysctl-before"; fi
}
