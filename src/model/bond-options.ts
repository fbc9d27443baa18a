import type { BondMode, BondOptions } from './device.js';

const ARP_MODES: readonly BondMode[] = ['balance-rr', 'active-backup', 'balance-xor', 'broadcast'];

/** Modes outside of which the kernel refuses an option: `bond_opts` in drivers/net/bonding/bond_options.c of Linux 6.12. */
export const MODES_OF_BOND_OPTION = {
  primary: ['active-backup', 'balance-tlb', 'balance-alb'],
  lacpRate: ['802.3ad'],
  arpInterval: ARP_MODES,
  arpTargets: ARP_MODES,
} as const satisfies Partial<Record<keyof BondOptions, readonly BondMode[]>>;

/** Modes in which an option does something, while the kernel takes it in any (Linux 6.12, bonding.rst). */
export const MODES_THAT_USE_BOND_OPTION = {
  hash: ['balance-xor', '802.3ad', 'balance-tlb'],
  failOverMac: ['active-backup'],
  adSelect: ['802.3ad'],
  minLinks: ['802.3ad'],
} as const satisfies Partial<Record<keyof BondOptions, readonly BondMode[]>>;
