import { OF_FIREWALLD, OF_RUNNING_GUESTS } from './host-state.js';
import { APPLIED, ARMED, ARMING, COMMITTING, DECIDED, type Moment } from './moment.js';

/** What somebody does to the tool or to the host at one moment of a deploy. */
export interface Fault {
  readonly name: string;
  readonly title: string;
  /**
   * `client`: at the tool, seen from it. `host`: a script that the host runs by itself. `before`: a script that has run before
   * the tool begins. `none`: nothing happens.
   */
  readonly at: 'none' | 'client' | 'host' | 'before';
  readonly action:
    'none' | 'kill' | 'cut' | 'stall' | 'impostor' | 'second-client' | 'cancel' | { readonly script: string };
  /** Besides each step of the plan. */
  readonly moments: readonly Moment[];
  readonly duringSteps: boolean;
  /** What has to be put right before the host is looked at: it is the fault's own doing. */
  readonly repair?: string;
  /** What nobody can expect to be as before. */
  readonly spoils?: readonly string[];
  /** How it may end; absent: either. */
  readonly ends?: 'old' | 'new';
  readonly reboots?: true;
  /** The tool cannot ask the host any more how it ended, and says that. */
  readonly blinds?: true;
  /** Nobody is left to confirm or to cancel. */
  readonly waitsForGuard?: true;
}

const EVERYWHERE = { moments: [ARMING, ARMED, APPLIED, COMMITTING, DECIDED], duringSteps: true } as const;
const UNTIL_COMMIT = { moments: [ARMED, APPLIED, COMMITTING], duringSteps: true } as const;
const FROM_UPLOAD = { moments: [ARMING, ...UNTIL_COMMIT.moments], duringSteps: true } as const;

const FILL = [
  'f=/var/lib/filler',
  'fallocate -l "$(stat -f -c "%f*%S" /var/lib | sed "s/.*/&-1048576/" | xargs -I{} sh -c "echo \\$(({}))")" $f',
  'dd if=/dev/zero of=$f.rest bs=4k 2>/dev/null',
].join('; ');

/** A program that never answers, for a while. */
const hang = (program: string, seconds: number): string =>
  [
    "printf '#!/bin/sh\\nexec sleep 100000\\n' >/run/hangs; chmod 755 /run/hangs",
    `mount --bind /run/hangs ${program}`,
    `sleep ${seconds}; umount --lazy ${program}`,
  ].join('; ');

export const FAULTS: readonly Fault[] = [
  {
    name: 'none',
    title: 'nothing goes wrong',
    at: 'none',
    action: 'none',
    moments: [ARMED],
    duringSteps: false,
    ends: 'new',
  },
  {
    name: 'kill-client',
    title: 'the tool is killed',
    at: 'client',
    action: 'kill',
    ...FROM_UPLOAD,
    waitsForGuard: true,
  },
  {
    name: 'cancel',
    title: 'the person cancels',
    at: 'client',
    action: 'cancel',
    ...FROM_UPLOAD,
  },
  {
    name: 'cut-ssh',
    title: 'the connection is cut, and refused for 6 s',
    at: 'client',
    action: 'cut',
    ...FROM_UPLOAD,
  },
  {
    name: 'stall-ssh',
    title: 'the connection falls silent for 20 s',
    at: 'client',
    action: 'stall',
    ...FROM_UPLOAD,
  },
  {
    name: 'impostor',
    title: 'another host, with another key, answers new connections',
    at: 'client',
    action: 'impostor',
    blinds: true,
    waitsForGuard: true,
    moments: [ARMED, APPLIED],
    duringSteps: true,
  },
  {
    name: 'second-client',
    title: 'somebody else applies at the same time',
    at: 'client',
    action: 'second-client',
    moments: [ARMED, APPLIED],
    duringSteps: true,
    ends: 'new',
  },
  {
    name: 'stale-lock',
    title: 'somebody’s deploy has died and left its lock without a guard',
    at: 'before',
    action: {
      script:
        'cd /var/lib/kvmnet; cp -a last pending; rm -f pending/outcome pending/detail pending/decision; echo of-the-dead >pending/token',
    },
    moments: [ARMING],
    duringSteps: false,
    ends: 'new',
  },
  {
    name: 'no-firewalld',
    title: 'firewalld does not run, and may not be started',
    at: 'before',
    action: { script: 'systemctl mask --now firewalld' },
    moments: [ARMING],
    duringSteps: false,
    spoils: OF_FIREWALLD,
  },
  {
    name: 'power-cut',
    title: 'the power is cut',
    at: 'host',
    action: { script: 'echo b >/proc/sysrq-trigger' },
    ...EVERYWHERE,
    reboots: true,
    spoils: OF_RUNNING_GUESTS,
  },
  {
    name: 'reboot',
    title: 'the host is restarted in order',
    at: 'host',
    action: { script: 'systemctl reboot' },
    ...UNTIL_COMMIT,
    reboots: true,
    spoils: OF_RUNNING_GUESTS,
  },
  {
    name: 'nm-restart',
    title: 'NetworkManager is restarted',
    at: 'host',
    action: { script: 'systemctl restart NetworkManager' },
    ...UNTIL_COMMIT,
  },
  {
    name: 'nm-kill',
    title: 'NetworkManager is killed (SIGKILL)',
    at: 'host',
    action: { script: 'systemctl kill --signal=KILL NetworkManager' },
    ...UNTIL_COMMIT,
  },
  {
    name: 'nm-hangs',
    title: 'NetworkManager itself hangs for 40 s (SIGSTOP)',
    at: 'host',
    action: {
      script:
        'systemctl kill --signal=STOP NetworkManager; sleep 40; systemctl kill --signal=CONT NetworkManager',
    },
    ...UNTIL_COMMIT,
  },
  {
    name: 'engine-kill',
    title: 'the engine on the host is killed (SIGKILL)',
    at: 'host',
    action: {
      script:
        'systemctl kill --signal=KILL kvmnet-apply kvmnet-commit; systemctl stop kvmnet-apply kvmnet-commit',
    },
    waitsForGuard: true,
    moments: [ARMED, COMMITTING, DECIDED],
    duringSteps: true,
  },
  {
    name: 'libvirt-stop',
    title: 'libvirt is stopped with its sockets',
    at: 'host',
    action: {
      script: 'systemctl stop libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket libvirtd.service',
    },
    ...UNTIL_COMMIT,
    repair: 'systemctl is-active -q libvirtd.service || systemctl start libvirtd.socket libvirtd.service',
  },
  {
    name: 'firewalld-stop',
    title: 'firewalld is stopped',
    at: 'host',
    action: { script: 'systemctl stop firewalld' },
    ...UNTIL_COMMIT,
    spoils: OF_FIREWALLD,
  },
  {
    name: 'disk-full',
    title: 'the disk is full',
    at: 'host',
    action: { script: FILL },
    ...FROM_UPLOAD,
    repair: 'rm -f /var/lib/filler*',
  },
  {
    name: 'disk-read-only',
    title: 'the disk lets nobody write any more, and half a minute later the host is restarted',
    at: 'host',
    action: { script: 'echo u >/proc/sysrq-trigger; sleep 30; echo b >/proc/sysrq-trigger' },
    ...EVERYWHERE,
    reboots: true,
    spoils: OF_RUNNING_GUESTS,
  },
  {
    name: 'clock-forward',
    title: 'the clock jumps two hours ahead',
    at: 'host',
    action: { script: 'date --set "+2 hours"' },
    ...UNTIL_COMMIT,
  },
  {
    name: 'clock-back',
    title: 'the clock jumps a day back',
    at: 'host',
    action: { script: 'date --set "-1 day"' },
    ...UNTIL_COMMIT,
  },
  {
    name: 'sudo-revoked',
    title: 'the user may not use sudo any more',
    at: 'host',
    action: { script: 'mv /etc/sudoers.d/lab /root/lab.sudoers' },
    blinds: true,
    waitsForGuard: true,
    moments: [ARMED, APPLIED],
    duringSteps: true,
    repair: '[ ! -e /root/lab.sudoers ] || mv /root/lab.sudoers /etc/sudoers.d/lab',
  },
  {
    name: 'virsh-hangs',
    title: 'virsh hangs for 40 s',
    at: 'host',
    action: { script: hang('/usr/bin/virsh', 40) },
    ...UNTIL_COMMIT,
  },
  {
    name: 'nmcli-hangs',
    title: 'nmcli hangs for 40 s',
    at: 'host',
    action: { script: hang('/usr/bin/nmcli', 40) },
    ...UNTIL_COMMIT,
  },
];
