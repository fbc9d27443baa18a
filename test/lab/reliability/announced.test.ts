import { describe, expect, it } from 'vitest';
import { announcedIn, unannounced } from './announced.js';

const PLAN = `  3 ~ connection bond0  site.kvmnet:12:3
    ! bond0 carries this connection: silence for about 5 s
    ! guest web1 loses network tenant for about 2 s
  4 ~ connection br-tenant  site.kvmnet:14:3
    ! guest web1 loses network tenant for about 5 s
    ! guest db1 loses network tenant for about 9 s
`;

describe('an outage', () => {
  it('is announced by all steps of the plan together', () => {
    expect(announcedIn(PLAN)).toEqual({ management: 5, tenant: 7, nat: 0 });
  });

  it('may be for good', () => {
    expect(announcedIn('    ! guest web1 loses network lab\n').nat).toBe(Infinity);
  });

  it('may be twice as long on an emulated host, and late by a second', () => {
    const announced = announcedIn(PLAN);
    expect(unannounced({ management: 11, tenant: 15, nat: 1 }, announced)).toBeUndefined();
    expect(unannounced({ management: 11.1 }, announced)).toContain('management 11.1 s, said 5 s');
    expect(unannounced({ nat: 1.1 }, announced)).toContain('nat 1.1 s, said 0 s');
  });

  it('for good is never too long, in the record neither', () => {
    expect(unannounced({ nat: 30 }, JSON.parse('{ "nat": null }') as { readonly nat: null })).toBeUndefined();
  });
});
