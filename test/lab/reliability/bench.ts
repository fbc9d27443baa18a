import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLab, type KeptState, type Lab, type LabHost } from '../../../lab/index.js';
import { NOTHING, STARTS, type Change, type Start } from './change.js';
import { bundleClient, Client, writeSshConfig, type ClientEnd } from './client.js';
import { difference, readState, type HostState } from './host-state.js';
import { sourcesDigest } from './record.js';
import { References, type Reference } from './references.js';
import { Relay } from './relay.js';
import { makeSwitch, plugStandIns, startPings } from './traffic.js';

/**
 * For the machine of the tests may have other work: no trial is to end because the window did. Seconds.
 */
const PATIENT = 600;

/** A host that a change starts from. */
export interface Prepared {
  readonly kept: KeptState;
  readonly state: HostState;
}

/** Lab hosts and the tool, and what was learnt of them: one for many trials. */
export class Bench implements AsyncDisposable {
  readonly #prepared = new Map<Start, Prepared>();

  private constructor(
    readonly lab: Lab,
    readonly relay: Relay,
    private readonly folder: string,
    private readonly bundle: string,
    private readonly sshConfig: string,
    private readonly references: References,
    private readonly report: (line: string) => void,
  ) {}

  static async open(report: (line: string) => void): Promise<Bench> {
    const folder = await mkdtemp(join(tmpdir(), 'kvmnet-reliability-'));
    const bundle = await bundleClient(folder);
    const lab = await startLab();
    const host = lab.host('kvm1');
    const relay = await Relay.to(host.sshPort);
    const sshConfig = await writeSshConfig(folder, 'relayed', relay.port, host);
    await makeSwitch(lab.host('kvm2'));
    const tool = await readFile(bundle, 'utf8');
    const references = new References(tool, await sourcesDigest(), host.hostPublicKey);
    return new Bench(lab, relay, folder, bundle, sshConfig, references, report);
  }

  get host(): LabHost {
    return this.lab.host('kvm1');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.relay[Symbol.dispose]();
    await this.lab.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Runs the tool behind the relay. */
  async start({ after }: Pick<Change, 'after'>, window = PATIENT): Promise<Client> {
    const site = await mkdtemp(join(this.folder, 'site-'));
    const isNothing = after === NOTHING;
    await writeFile(join(site, 'site.kvmnet'), isNothing ? STARTS.base : after);
    const verb = isNothing ? ['rollback', '.', '--to', '0'] : ['apply', '.'];
    const options = ['--host', 'kvm1', '--yes', '--ssh-config', this.sshConfig, '--window', String(window)];
    return new Client(this.bundle, site, [...verb, ...options]);
  }

  /** Runs it to its end. */
  async run(change: Pick<Change, 'after'>): Promise<ClientEnd> {
    return (await this.start(change)).end();
  }

  /** Runs any other command of the tool. */
  command(cwd: string, argv: readonly string[]): Promise<ClientEnd> {
    return new Client(this.bundle, cwd, [...argv, '--ssh-config', this.sshConfig]).end();
  }

  /** The host with the change's start in force, guests running, pings going. */
  async restore(start: Start): Promise<Prepared> {
    const prepared = await this.#prepare(start);
    await this.host.restore(prepared.kept);
    await startPings(this.host);
    return prepared;
  }

  async #prepare(start: Start): Promise<Prepared> {
    const before = this.#prepared.get(start);
    if (before) return before;
    this.report(`preparing the host for the start "${start}"`);
    let state: HostState = [];
    const kept = await this.host.keep(start, async () => {
      await this.host.startGuest();
      const end = await this.run({ after: STARTS[start] });
      if (end.said !== 'new') throw new Error(`The start ${start} could not be deployed:\n${end.output}`);
      await plugStandIns(this.host);
      state = await this.calmState();
    });
    const prepared = { kept, state };
    this.#prepared.set(start, prepared);
    return prepared;
  }

  /** Known after its first trial, which has to be one without a fault. */
  referenceOf({ name }: Change): Reference | undefined {
    return this.references.of(name);
  }

  learn({ name }: Change, reference: Reference): void {
    this.references.learn(name, reference);
  }

  /** Reads the host until nothing in it moves any more. */
  async calmState(): Promise<HostState> {
    const deadline = Date.now() + 60_000;
    let before = await readState(this.host);
    for (;;) {
      await sleep(2000);
      const state = await readState(this.host);
      if (difference(before, state).length === 0) return state;
      if (Date.now() > deadline)
        throw new Error(`The host does not come to rest:\n${difference(before, state).join('\n')}`);
      before = state;
    }
  }

  /** Reads the host until it is like one of these, or a minute has passed. */
  async settledState(wanted: readonly HostState[], without: readonly string[]): Promise<HostState> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const state = await readState(this.host);
      if (wanted.some((one) => difference(one, state, without).length === 0) || Date.now() > deadline)
        return state;
      await sleep(3000);
    }
  }
}
