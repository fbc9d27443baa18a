export type LabHostName = 'kvm1' | 'kvm2';

/** eth0 is the management NIC; eth1 to eth4 of one host are cabled to those of the other. */
export type LabNic = 'eth0' | DataNic;
export type DataNic = 'eth1' | 'eth2' | 'eth3' | 'eth4';

export const dataNics: readonly DataNic[] = ['eth1', 'eth2', 'eth3', 'eth4'];
export const nics: readonly LabNic[] = ['eth0', ...dataNics];

/** What distinguishes one host from the other. */
export interface Persona {
  readonly name: LabHostName;
  readonly number: 1 | 2;
  /** Its address on eth0: hosts of one site differ in it, even though each is alone on its segment here. */
  readonly managementAddress: string;
  /** Content of /etc/machine-id. */
  readonly machineId: string;
  /** Name of its one guest: 64 MiB, no disk, no interfaces, shut off. */
  readonly guest: string;
}

export const personas: readonly [Persona, Persona] = [
  {
    name: 'kvm1',
    number: 1,
    managementAddress: '10.0.2.15',
    machineId: '6b766d6e65746c616200000000000001',
    guest: 'web1',
  },
  {
    name: 'kvm2',
    number: 2,
    managementAddress: '10.0.2.16',
    machineId: '6b766d6e65746c616200000000000002',
    guest: 'db1',
  },
];

/** Locally administered, and outside of 52:54:00, where guests have theirs. */
export function macAddress(persona: Persona, nic: LabNic): string {
  return `02:6b:76:6d:0${persona.number}:0${nic.slice('eth'.length)}`;
}

export const managementGateway = '10.0.2.2';
