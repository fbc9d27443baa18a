import { macAddress, nics, type Persona } from './hosts.js';

/** MiB of memory. */
export const memorySize = 1024;

/** The kernel's command line. */
export const kernelArguments = [
  'root=/dev/vda',
  'rw',
  'console=ttyS0',
  'quiet',
  'net.ifnames=0',
  // Emulation is slow enough without these.
  'mitigations=off',
  'audit=0',
  'apparmor=0',
  // What udev would load for the emulated chipset and processor, and nobody uses.
  `module_blacklist=${[
    ...['ata_generic', 'ata_piix', 'pata_acpi', 'button', 'evdev', 'serio_raw', 'efi_pstore', 'powernow_k8'],
    ...[
      'aesni_intel',
      'ghash_clmulni_intel',
      'sha1_ssse3',
      'sha256_ssse3',
      'sha512_ssse3',
      'crct10dif_pclmul',
    ],
    ...[
      'crc32_pclmul',
      'vmw_vsock_vmci_transport',
      'vmw_vsock_virtio_transport_common',
      'vsock_loopback',
      'vsock',
    ],
  ].join(',')}`,
].join(' ');

/** Where the parts of a machine come from; they may differ between the save and the restore of one state. */
export interface MachineParts {
  readonly kernel: string;
  readonly initrd: string;
  readonly disk: { readonly file: string; readonly format: 'raw' | 'qcow2' };
  readonly memory: MachineMemory;
  /** Port on 127.0.0.1 that leads to the host's sshd. */
  readonly sshPort: number;
  /** One end of the cable of a data NIC: Unix datagram sockets. */
  readonly cableEnd: (nic: string) => { readonly local: string; readonly remote: string };
  readonly consoleLog: string;
  readonly monitorSocket: string;
}

/**
 * `shared`: what the host writes to its memory lands in the file, which is how it is saved.
 * `private`: starts with the file's content and leaves the file as it is.
 */
export type MachineMemory =
  | { readonly kind: 'plain' }
  | { readonly kind: 'shared'; readonly file: string }
  | { readonly kind: 'private'; readonly file: string };

/** Arguments of qemu-system-x86_64 (7.2 or later) for one host. Its state can be restored only under equal devices. */
export function machineArguments(persona: Persona, parts: MachineParts): string[] {
  return [
    ...['-name', persona.name, '-nodefaults', '-no-user-config', '-display', 'none'],
    // Pure emulation: stock kernels do not run everywhere under a nested /dev/kvm, and a saved state is the same anywhere.
    ...['-accel', 'tcg,thread=multi,tb-size=512', '-machine', 'pc,memory-backend=memory'],
    // Without 57-bit addresses a walk of the page tables has one level less.
    ...['-cpu', 'max,la57=off', '-smp', '2', '-m', String(memorySize)],
    ...['-object', memoryObject(parts.memory)],
    ...['-kernel', parts.kernel, '-initrd', parts.initrd, '-append', kernelArguments],
    '-drive',
    // Nothing has to survive the machine that runs the lab, so that nothing is flushed to its disk.
    `if=none,id=disk,file=${escaped(parts.disk.file)},format=${parts.disk.format},cache=unsafe,discard=unmap`,
    ...['-device', 'virtio-blk-pci,drive=disk,addr=0x3', '-device', 'virtio-rng-pci,addr=0x4'],
    ...['-netdev', managementNetwork(persona, parts.sshPort)],
    ...nics.flatMap((nic, index) => [
      ...(nic === 'eth0' ? [] : ['-netdev', cable(nic, parts)]),
      '-device',
      // 802.3ad aggregates only ports that say their speed.
      `virtio-net-pci,id=${nic},netdev=${nic},mac=${macAddress(persona, nic)},addr=0x${(5 + index).toString(16)}` +
        ',speed=10000,duplex=full',
    ]),
    ...[
      '-chardev',
      `file,id=console,path=${escaped(parts.consoleLog)},append=on`,
      '-serial',
      'chardev:console',
    ],
    ...['-qmp', `unix:${escaped(parts.monitorSocket)},server=on,wait=off`],
  ];
}

function memoryObject(memory: MachineMemory): string {
  const size = `id=memory,size=${memorySize}M`;
  if (memory.kind === 'plain') return `memory-backend-ram,${size}`;
  const share = memory.kind === 'shared' ? 'on' : 'off';
  return `memory-backend-file,${size},mem-path=${escaped(memory.file)},share=${share}`;
}

/** `restrict`: the host reaches nothing outside. */
function managementNetwork({ managementAddress }: Persona, sshPort: number): string {
  return `user,id=eth0,restrict=on,hostfwd=tcp:127.0.0.1:${sshPort}-${managementAddress}:22`;
}

function cable(nic: string, parts: MachineParts): string {
  const { local, remote } = parts.cableEnd(nic);
  return (
    `dgram,id=${nic},local.type=unix,local.path=${escaped(local)}` +
    `,remote.type=unix,remote.path=${escaped(remote)}`
  );
}

/** QEMU's option lists end a value at a comma unless it is doubled. */
function escaped(value: string): string {
  return value.replaceAll(',', ',,');
}
