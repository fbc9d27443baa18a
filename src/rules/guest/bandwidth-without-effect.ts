import type { BandwidthLimit, GuestNic } from '../../model/index.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

export const bandwidthPeakShouldBeAPeak: Rule = {
  code: 'guest/bandwidth-without-effect',
  severity: 'warning',
  reason: 'The guest starts; the limit is not what the text says.',
  title: 'The peak of a bandwidth is above its average, and of what the guest receives',
  documentation: {
    what: `Looks at \`bandwidth\` of guests' NICs: a \`peak\` below the average of its direction, and a \`peak\` of \`out\`.`,
    why: `The peak is how fast a burst may go before the average counts. One below the average holds the guest back all the time.
For what the guest sends, libvirt takes average and burst and ignores the peak.`,
    sources: ['libvirt 11.3, formatdomain, “Quality of service”: `peak` of `outbound` is ignored'],
    whatToDo: 'Raise the peak above the average; for `out` leave it away, and set `burst`.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  bandwidth in 1 Gbit/s peak 500 Mbit/s } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      network tenant { roles vm  vlan 13  zone drop }
      host kvm1 { number 22  nic eth0 { carries management }  nic eth1 { carries tenant } }
      guest web1 on kvm1 { nic { network tenant  bandwidth in 1 Gbit/s peak 2 Gbit/s } }
    `,
  },
  *checkGuest({ name, nics }): Iterable<Violation> {
    for (const nic of nics) {
      const text = `NIC ${nic.name} of guest ${name}`;
      yield* checkPeak(nic, nic.bandwidth?.in, text);
      const peak = nic.bandwidth?.out?.peak;
      if (peak)
        yield {
          message: `libvirt ignores the peak of what ${text} sends.`,
          origin: peak.origin,
          subjects: [nic.id],
        };
    }
  },
};

function* checkPeak({ id }: GuestNic, limit: BandwidthLimit | undefined, text: string): Iterable<Violation> {
  const { average, peak } = limit ?? {};
  if (!average || !peak || peak.value >= average.value) return;
  yield {
    message: `${text} may receive ${rateText(average.value)} on average, but never more than ${rateText(peak.value)}: the peak is below the average.`,
    origin: peak.origin,
    related: [related(average.origin, 'The average.')],
    subjects: [id],
  };
}

const MEGABIT = 1_000_000;
const rateText = (bitsPerSecond: number): string => `${bitsPerSecond / MEGABIT} Mbit/s`;
