/**
 * The sample site as YAML with a schema: what an administrator would have who describes the same in YAML today. The
 * schema checks types, patterns and required properties, and knows every property.
 */
export function yamlSite(hosts: number): string {
  const blocks = Array.from({ length: hosts }, (_, i) => yamlHost(i + 1));
  return `hosts:\n${blocks.join('')}`;
}

function yamlHost(number: number): string {
  const nics = ['eno1', 'eno2', 'ens1', 'ens2'].map(
    (nic, i) => `      - name: ${nic}\n        mac: "02:0${String(i + 1)}:00:00:00:${hex(number)}"\n`,
  );
  const guests = Array.from(
    { length: 10 },
    (_, i) => `      - name: vm-${String(number)}-${String(i)}
        vcpus: 4
        nics:
          - network: tenant${String(13 + (i % 4))}
            queues: auto
`,
  );
  return `  - name: kvm${String(number)}
    ssh: admin@kvm${String(number)}.example.com
    number: ${String(number)}
    nics:
${nics.join('')}    bonds:
      - name: bond0
        ports: [eno1, eno2]
        mode: active-backup
        primary: eno1
        miimon: 100
        carries: [management, heartbeat]
      - name: bond1
        ports: [ens1, ens2]
        mode: 802.3ad
        lacp-rate: fast
        hash: layer3+4
        miimon: 100
        carries: [migrate, tenant13, tenant14, tenant15, tenant16]
    guests:
${guests.join('')}`;
}

const hex = (number: number): string => (number % 256).toString(16).padStart(2, '0');

const name = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_.-]*$' };
const names = { type: 'array', items: name, uniqueItems: true, minItems: 1 };
const object = (properties: Record<string, unknown>, required: readonly string[]): unknown => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const listOf = (items: unknown): unknown => ({ type: 'array', items });

export const yamlSchema = object(
  {
    hosts: listOf(
      object(
        {
          name,
          ssh: { type: 'string', pattern: '^([^@ ]+@)?[A-Za-z0-9.-]+(:[0-9]+)?$' },
          number: { type: 'integer', minimum: 1, maximum: 65534 },
          nics: listOf(
            object({ name, mac: { type: 'string', pattern: '^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$' } }, [
              'name',
            ]),
          ),
          bonds: listOf(
            object(
              {
                name,
                ports: names,
                mode: {
                  enum: [
                    ...['balance-rr', 'active-backup', 'balance-xor', 'broadcast'],
                    ...['802.3ad', 'balance-tlb', 'balance-alb'],
                  ],
                },
                primary: name,
                miimon: { type: 'integer', minimum: 0 },
                'lacp-rate': { enum: ['slow', 'fast'] },
                hash: { enum: ['layer2', 'layer2+3', 'layer3+4', 'encap2+3', 'encap3+4', 'vlan+srcmac'] },
                carries: names,
              },
              ['name', 'ports', 'mode'],
            ),
          ),
          guests: listOf(
            object(
              {
                name,
                vcpus: { type: 'integer', minimum: 1 },
                nics: listOf(
                  object({ network: name, queues: { oneOf: [{ const: 'auto' }, { type: 'integer' }] } }, [
                    'network',
                  ]),
                ),
              },
              ['name', 'nics'],
            ),
          ),
        },
        ['name', 'number'],
      ),
    ),
  },
  ['hosts'],
);
