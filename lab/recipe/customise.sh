# Runs with sh -eux as root of the image, after recipe/files have been copied into it. $1: password of operator.
rm -f /etc/apt/apt.conf.d/99mmdebstrap /etc/machine-id /var/lib/dbus/machine-id /etc/ssh/ssh_host_*
find /var/log -type f -delete

chown -R root:root /etc/NetworkManager /etc/ssh /etc/sudoers.d
chmod 600 /etc/NetworkManager/system-connections/*.nmconnection
chmod 440 /etc/sudoers.d/lab

# Tests say which virtual networks there are.
rm -f /etc/libvirt/qemu/networks/*.xml /etc/libvirt/qemu/networks/autostart/*.xml
# Debian composes the message of the day with scripts at each login, which takes a second under emulation.
sed -i '/pam_motd/d; /pam_mail/d' /etc/pam.d/sshd

passwd --lock root
for user in admin operator; do useradd --create-home --gid users --shell /bin/bash "$user"; done
printf 'operator:%s\n' "$1" | chpasswd
for home in /root /home/admin /home/operator; do
  install -d -m 700 -o "$(stat -c %u $home)" -g "$(stat -c %g $home)" $home/.ssh
  install -m 600 -o "$(stat -c %u $home)" -g "$(stat -c %g $home)" /tmp/authorized_keys $home/.ssh/authorized_keys
done
rm /tmp/authorized_keys

# Nothing may wake up on its own in a host whose clock jumps at every restore.
systemctl mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer fstrim.timer e2scrub_all.timer \
  e2scrub_reap.service systemd-timesyncd.service NetworkManager-wait-online.service libvirt-guests.service \
  man-db.timer logrotate.timer getty@tty1.service
systemctl mask systemd-binfmt.service proc-sys-fs-binfmt_misc.automount sys-kernel-debug.mount sys-kernel-tracing.mount \
  modprobe@drm.service modprobe@efi_pstore.service systemd-pstore.service systemd-machine-id-commit.service
systemctl enable NetworkManager.service firewalld.service libvirtd.service ssh.service serial-getty@ttyS0.service
