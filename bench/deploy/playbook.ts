import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { HostFiles } from './settled-host.js';

const PROFILES = '/etc/NetworkManager/system-connections/';

/**
 * What a person would write to hold the same hosts to the same files, and no task more than that takes: profiles by one task
 * for all of them, what is in force by one question to NetworkManager, the kernel and libvirt each.
 */
const PLAYBOOK = `- hosts: all
  gather_facts: false
  tasks:
    - name: Profiles of NetworkManager
      ansible.builtin.copy:
        src: "files/{{ inventory_hostname }}${PROFILES}"
        dest: ${PROFILES}
        mode: "0600"
      notify: Reload
    - name: Connections that are active
      ansible.builtin.command: nmcli -t -f UUID,DEVICE,STATE,FILENAME connection show
      register: connections
      check_mode: false
      changed_when: false
      failed_when: connections.stdout_lines | select('search', ':activated:') | length < profiles | int
    - name: Addresses and links of the kernel
      ansible.builtin.command: ip -j -d addr show
      register: links
      check_mode: false
      changed_when: false
      failed_when: links.stdout | from_json | length <= profiles | int
    - name: Networks and guests of libvirt
      ansible.builtin.command:
        argv: [virsh, -c, "qemu:///system", "net-list --all --uuid; list --all --uuid"]
      register: libvirt
      check_mode: false
      changed_when: false
      failed_when: libvirt.stdout_lines | length < 2
  handlers:
    - name: Reload
      ansible.builtin.command: nmcli connection reload
`;

export interface Playbook {
  readonly folder: string;
  /** Arguments of \`ansible-playbook\`. */
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * @param tuned more hosts at a time, and modules sent through the connection that is open, instead of what is installed
 */
export async function writePlaybook(
  folder: string,
  hosts: ReadonlyMap<string, HostFiles>,
  sshConfig: string,
  tuned: boolean,
): Promise<Playbook> {
  const inventory: string[] = [];
  for (const [host, files] of hosts) {
    const profiles = Object.entries(files).filter(([path]) => path.startsWith(PROFILES));
    inventory.push(`${host} profiles=${profiles.length}`);
    for (const [path, text] of profiles) {
      const file = join(folder, 'files', host, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      await chmod(file, 0o600);
    }
  }
  await writeFile(join(folder, 'inventory'), `${inventory.join('\n')}\n`);
  await writeFile(join(folder, 'site.yml'), PLAYBOOK);
  return {
    folder,
    argv: ['-i', 'inventory', 'site.yml'],
    environment: {
      HOME: folder,
      ANSIBLE_SSH_ARGS: `-F ${sshConfig} -C -o ControlMaster=auto -o ControlPersist=60s`,
      ANSIBLE_SSH_CONTROL_PATH_DIR: join(folder, 'cp'),
      ANSIBLE_PYTHON_INTERPRETER: '/usr/bin/python3',
      ANSIBLE_NOCOLOR: '1',
      ...(tuned && { ANSIBLE_PIPELINING: '1', ANSIBLE_FORKS: '20' }),
    },
  };
}
