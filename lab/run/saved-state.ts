import { setTimeout as sleep } from 'node:timers/promises';
import { quoted } from '../program.js';
import type { Qmp } from './qmp.js';

/*
 * Memory is a file of its own that QEMU maps: shared while a host settles, so that the file ends up with its memory;
 * private in every lab, so that a restore copies nothing and hosts share what they do not change. The migration
 * stream then has the devices only (capability x-ignore-shared, QEMU 4.0 and later).
 */
const withoutMemory = { capabilities: [{ capability: 'x-ignore-shared', state: true }] };

/** Extra arguments of a QEMU that waits for `restoreState`. */
export const restoringArguments: readonly string[] = ['-incoming', 'defer'];

/** Stops the host in the middle of whatever it does and writes its devices. */
export async function saveState(qmp: Qmp, file: string): Promise<void> {
  await qmp.execute('stop');
  await qmp.execute('migrate-set-capabilities', withoutMemory);
  await qmp.execute('migrate', { uri: `exec:cat >${quoted(file)}` });
  for (;;) {
    const status = await qmp.field('query-migrate', 'status');
    if (status === 'completed') return;
    if (status === 'failed' || status === 'cancelled') throw new Error('QEMU could not save the host.');
    await sleep(50);
  }
}

/** Lets the host go on where it was saved. */
export async function restoreState(qmp: Qmp, file: string): Promise<void> {
  await qmp.execute('migrate-set-capabilities', withoutMemory);
  await qmp.execute('migrate-incoming', { uri: `exec:cat <${quoted(file)}` });
  while ((await qmp.field('query-status', 'status')) === 'inmigrate') await sleep(20);
  await qmp.execute('cont');
}
