# Prints everything of a host that a deploy may change, as framed text; changes nothing. Needs jq.
LC_ALL=C
export LC_ALL
frame() { printf '\n@ %s\n' "$*"; }
body() { sed 's/^/ /'; }
virsh() { timeout 60 /usr/bin/virsh -c qemu:///system "$@" 2>/dev/null; }

for file in /etc/NetworkManager/system-connections/* /etc/NetworkManager/system-connections/.[!.]* \
  /etc/firewalld/zones/* /etc/firewalld/policies/* /etc/sysctl.d/*; do
  [ -f "$file" ] || continue
  frame file "$(stat -c '%a %U' "$file")" "$file"
  grep -v -e '^timestamp=' -e '^$' "$file" | body
done
for file in /run/NetworkManager/system-connections/*; do
  if [ -L "$file" ]; then frame candidate "$file"; continue; fi
  [ -f "$file" ] || continue
  grep -q 'nm-generated=true' "$file" || frame candidate "$file"
done
frame connections
nmcli -t -f UUID,NAME,DEVICE,STATE,FILENAME connection show --active | grep -v ':/run/' | cut -d : -f 1-4 | body
frame links
ip -j -d link | jq -c '.[]' | body
frame addresses
ip -j addr | jq -c '.[]' | body
frame routes
{ ip -j -4 route; ip -j -6 route; } | jq -c '.[]' | body
frame bridge-vlans
bridge -j vlan | jq -c '.[]' | body
# One virsh for all of it: each start of it takes an emulated host a second.
mark=kvmnet-mark
lists=$(virsh "net-list --all --uuid; echo $mark; list --all --uuid; echo $mark; list --uuid")
part() { printf '%s\n' "$lists" | awk -v mark=$mark -v wanted="$1" '$0 == mark { at++ } at == wanted && /^[0-9a-f-]+$/'; }
asked=''
for uuid in $(part 0); do
  asked="$asked echo $mark network $uuid; net-info $uuid; echo $mark network-definition $uuid; net-dumpxml --inactive $uuid;"
  asked="$asked echo $mark network-live $uuid; net-dumpxml $uuid;"
done
for uuid in $(part 1); do asked="$asked echo $mark guest $uuid; dumpxml --inactive $uuid --xpath //devices/interface;"; done
for uuid in $(part 2); do asked="$asked echo $mark running-guest $uuid; dumpxml $uuid --xpath //devices/interface;"; done
virsh "$asked" | awk -v mark=$mark '
  index($0, mark " ") == 1 { printf "\n@ %s\n", substr($0, length(mark) + 2); next }
  /./ && !/^UUID/ { print " " $0 }'
frame firewalld-zones
busctl --auto-start=no --json=short call org.fedoraproject.FirewallD1 /org/fedoraproject/FirewallD1 \
  org.fedoraproject.FirewallD1.zone getActiveZones 2>/dev/null |
  jq -c '.data[0] | to_entries[] | [.key, ((.value.interfaces.data // .value.interfaces // []) | sort)]' | body
frame settings
sysctl net.ipv4.ip_forward net.ipv6.conf.all.forwarding | body
frame checkpoints
busctl get-property org.freedesktop.NetworkManager /org/freedesktop/NetworkManager org.freedesktop.NetworkManager \
  Checkpoints | body
frame kvmnet
{
  readlink /var/lib/kvmnet/generations/current
  ls -d /var/lib/kvmnet/pending /var/lib/kvmnet/staging.* 2>/dev/null
  find /etc/systemd/system /etc/firewalld /etc/sysctl.d /etc/NetworkManager -name '*kvmnet-recover*' -o -name '*.kvmnet-*' -o -name '.kvmnet-*'
  # Not those that have ended, which systemd remembers for a while although their files are gone.
  systemctl list-units --plain --no-legend 'kvmnet-*'
} 2>/dev/null | body
printf '\n@ end\n'
