import type { NodeKind } from '../graph.js';

/** Paths in a square of 16, drawn as lines 1.2 wide. */
const PATHS: Readonly<Record<NodeKind, string>> = {
  group: 'M1.5 4.5h13v9.5h-13zM3 4.5V2.5h10v2',
  host: 'M2 2.5h12v4.5H2zM2 9h12v4.5H2zM4.5 4.75h1M4.5 11.25h1',
  pool: 'M8 2l6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3',
  unplaced: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM6 6.2a2 2 0 1 1 2.6 2c-.5.2-.6.6-.6 1.2M8 11.6v.4',
  guest: 'M1.5 2.5h13v8.5h-13zM5.5 13.5h5M8 11v2.5',
  outside: 'M4.5 12.5a3 3 0 0 1-.3-6a4 4 0 0 1 7.7-.6a3.3 3.3 0 0 1-.4 6.6z',
  nic: 'M1.5 3h13v10h-13zM4.5 13v-3.5h7V13M5.5 3v2.5M8 3v2.5M10.5 3v2.5',
  bond: 'M1.5 4h4.5l3.5 4h5M1.5 12h4.5l3.5-4',
  vlan: 'M2 2.5h5.5l6.5 6.3-5.5 5.2-6.5-6.3zM5 5.5h.6',
  bridge: 'M1.5 5h10M9 2.5L11.5 5L9 7.5M14.5 11h-10M7 8.5L4.5 11L7 13.5',
  'virtual-network':
    'M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4zM1.8 8h12.4M8 1.8c-3.6 4-3.6 8.4 0 12.4M8 1.8c3.6 4 3.6 8.4 0 12.4',
  plug: 'M5.5 1.5v4M10.5 1.5v4M3.5 5.5h9v2.5a4.5 4.5 0 0 1-9 0zM8 12.5v2.5',
  tap: 'M5.5 1.5v4M10.5 1.5v4M3.5 5.5h9v2.5a4.5 4.5 0 0 1-9 0zM8 12.5v2.5',
  'guest-nic': 'M1.5 3h13v10h-13zM4.5 13v-3.5h7V13M5.5 3v2.5M8 3v2.5M10.5 3v2.5',
  network: 'M6 1.5h4v4H6zM1.5 10.5h4v4h-4zM10.5 10.5h4v4h-4zM8 5.5v2.5M3.5 10.5V8h9v2.5',
  member: 'M8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 1 0 0-5z',
  command: 'M1.5 2.5h13v11h-13zM4 6l2.5 2L4 10M8 10.5h4',
  line: '',
};

export const iconOf = (kind: NodeKind): string => PATHS[kind];
