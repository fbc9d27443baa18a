import { userInfo } from 'node:os';
import type { Workshop } from './workshop.js';

/** A configuration file that leaves out everything of the machine: its keys, its agent, its known hosts. */
export async function writeSshConfig(
  workshop: Workshop,
  hosts: Readonly<Record<string, Readonly<Record<string, string | number | readonly string[]>>>>,
  name = 'ssh_config',
): Promise<string> {
  const blocks = Object.entries(hosts).map(([host, values]) => {
    const lines = Object.entries(values).flatMap(([keyword, value]) =>
      [value].flat().map((one) => `  ${keyword} ${one}`),
    );
    return [`Host ${host}`, ...lines].join('\n');
  });
  const rest = [
    'Host *',
    '  HostName 127.0.0.1',
    `  User ${userInfo().username}`,
    '  IdentityFile none',
    '  IdentityAgent none',
    `  UserKnownHostsFile ${workshop.path('known_hosts')}`,
    '  GlobalKnownHostsFile none',
    '',
  ];
  return await workshop.file(name, [...blocks, ...rest].join('\n'));
}
