import { portNumbers, type Zone } from '../../model/index.js';
import type { HostContext } from '../host-context.js';
import { placed } from '../placed.js';
import { element, textElement, type XmlElement } from '../xml/xml-element.js';
import { richRuleElement } from './rich-rule.js';

/** The target that firewall-cmd calls REJECT has this name in files (firewall/core/base.py). */
const TARGETS = { ACCEPT: 'ACCEPT', DROP: 'DROP', REJECT: '%%REJECT%%' } as const;

function ruleElements({ richRules, id }: Zone, { omit }: HostContext): readonly XmlElement[] {
  return richRules.flatMap(({ value, origin }) => {
    const rule = richRuleElement(value);
    if (rule.ok) return [{ ...rule.value, origin }];
    omit({ subject: id, origin, message: `The rich rule is left out: ${rule.problem}.` });
    return [];
  });
}

/** MACs stand in `address` too (firewall/core/io/zone.py). */
const sourceElements = ({ sources }: Zone): readonly XmlElement[] =>
  sources.map(({ value, origin }) =>
    value.startsWith('ipset:')
      ? element('source', { ipset: { value: value.slice('ipset:'.length), origin } })
      : element('source', { address: { value, origin } }),
  );

/**
 * The zone as firewalld keeps it (man firewalld.zone). It names no interfaces: NetworkManager binds them by the zone of
 * their profiles, libvirt its bridges by that of its networks.
 */
export function zoneDocument(zone: Zone, context: HostContext): XmlElement {
  const { target, documentation, forward, masquerade } = zone;
  const targetValue =
    target && target.value !== 'default'
      ? placed({ ...target, value: target.value }, (name) => TARGETS[name])
      : undefined;
  return element('zone', { target: targetValue }, [
    textElement('short', { value: zone.name, origin: zone.places.name }),
    documentation === undefined
      ? undefined
      : textElement('description', { value: documentation, origin: zone.places.whole }),
    ...sourceElements(zone),
    ...zone.services.map((name) => element('service', { name })),
    ...zone.ports.map((port) =>
      element('port', {
        port: placed(port, portNumbers),
        protocol: placed(port, ({ protocol }) => protocol),
      }),
    ),
    masquerade?.value ? element('masquerade', {}, [], masquerade.origin) : undefined,
    // What firewall-cmd gives a new zone; a file without it would mean the opposite.
    (forward?.value ?? true) ? element('forward', {}, [], forward?.origin) : undefined,
    ...ruleElements(zone, context),
  ]);
}
