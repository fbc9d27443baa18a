import type { Claim } from '../claim.js';
import { kvmnet } from '../kvmnet-source.js';
import type { Rule, Violation } from '../rule.js';
import { related } from '../wording.js';

const SSH = 22;

export const targetShouldBeOneHost: Rule = {
  code: 'safety/same-target',
  severity: 'error',
  reason: 'Both hosts are deployed to one machine: the second deployment takes away what the first one made.',
  title: 'Two hosts are reached at two addresses',
  documentation: {
    what: 'Compares the `ssh` of all hosts, name and port. Hosts behind different jump hosts (`via`) are left alone.',
    why: `What is deployed to a machine is all that it shall have. Two hosts of the text at one machine overwrite each other, each time
with a plan that looks reasonable, and the other machine is never touched. Usually the line was copied.`,
    sources: ['[Deploying](../../deploy.md)'],
    whatToDo: 'Correct the `ssh` of one of them.',
    bad: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { ssh root@10.11.10.22  number 22  nic eth0 { carries management } }
      // kvmnet-ignore safety/connection-not-described: the address is about to change
      host kvm2 { ssh root@10.11.10.22  number 23  nic eth0 { carries management } }
    `,
    good: kvmnet`
      network management { roles management  subnet 10.11.10.0/24 }
      host kvm1 { ssh root@10.11.10.22  number 22  nic eth0 { carries management } }
      host kvm2 { ssh root@10.11.10.23  number 23  nic eth0 { carries management } }
    `,
  },
  claims: {
    *claimsOfHost({ ssh, via, name, id }): Iterable<Claim> {
      yield {
        key: `${ssh.value.name.toLowerCase()}:${ssh.value.port ?? SSH} ${via?.value ?? ''}`,
        origin: ssh.origin,
        subject: id,
        claimant: name,
        value: ssh.value.name,
      };
    },
    *judge([first, ...others]): Iterable<Violation> {
      if (!first) return;
      for (const other of others)
        yield {
          message: `Host ${other.claimant} is reached at ${other.value ?? ''}, and so is host ${first.claimant}.`,
          origin: other.origin,
          related: [related(first.origin, `Host ${first.claimant} is reached there.`)],
          subjects: [first.subject, other.subject],
        };
    },
  },
};
