/** When a fault happens: seen by the client in its progress, and on the host by its engine's. */
export interface Moment {
  readonly name: string;
  readonly client: RegExp;
  /** A condition of the shell. */
  readonly host: string;
}

const said = (words: string): string => `grep -qs '^${words}' /run/kvmnet/*/progress`;

export const ARMED: Moment = { name: 'armed', client: /: armed: unless/, host: said('armed') };
export const APPLIED: Moment = {
  name: 'applied',
  client: /: in force, not permanent/,
  host: said('applied'),
};
export const COMMITTING: Moment = {
  name: 'committing',
  client: /: confirmed; making it permanent/,
  host: said('committing'),
};
/** The atomic decision lies on the disk, and nothing of it has been carried out. */
export const DECIDED: Moment = {
  name: 'decided',
  client: COMMITTING.client,
  host: '[ -e /var/lib/kvmnet/pending/decision ]',
};
/** While the bundle is unpacked and the lock is taken. */
export const ARMING: Moment = {
  name: 'arming',
  client: /: looking whether the host/,
  host: '[ -n "$(ls -d /var/lib/kvmnet/staging.* /var/lib/kvmnet/pending 2>/dev/null)" ]',
};
export const stepMoment = (step: number): Moment => ({
  name: `step ${step}`,
  client: new RegExp(`: \\[${step}/\\d+\\]`),
  host: said(`step\t${step} `),
});
