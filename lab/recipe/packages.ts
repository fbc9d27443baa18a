/** The release that the hosts run: the generation of Oracle Linux 10 (kernel 6.12, NetworkManager 1.52, libvirt 11). */
export const suite = 'trixie';

/** What a KVM host has, and what is needed to look at one. Recommended packages are left out. */
export const packages = [
  'linux-image-cloud-amd64',
  'systemd-sysv',
  'udev',
  'dbus',
  'kmod',
  'openssh-server',
  'sudo',
  'polkitd',
  'network-manager',
  'firewalld',
  'nftables',
  'iptables',
  'libvirt-daemon-system',
  'libvirt-clients',
  'qemu-system-x86',
  'dnsmasq-base',
  'iproute2',
  'iputils-ping',
  'iputils-arping',
  'ethtool',
  'tcpdump',
  'procps',
  'libxml2-utils',
  'jq',
] as const;

/** Left out of the image: nobody reads manuals in it, and mke2fs and the page cache are glad. */
export const excludedPaths = [
  '/usr/share/doc/*',
  '/usr/share/man/*',
  '/usr/share/info/*',
  '/usr/share/locale/*',
  '/usr/share/help/*',
  '/usr/share/lintian/*',
] as const;

/**
 * Modules that the first program needs to find the root disk, and the NICs' driver: loaded there, before udev runs, the
 * driver meets the NICs in the order of their PCI addresses, so that the kernel's own names eth0 to eth4 are stable.
 */
export const earlyModules = ['virtio_pci', 'virtio_blk', 'ext4', 'virtio_net'] as const;
