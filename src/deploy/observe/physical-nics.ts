import type { ObservedHost, ObservedLink } from './observed-host.js';

/** A physical port: what is made in software has a kind. */
export const isPhysical = ({ kind, name }: ObservedLink): boolean => kind === undefined && name !== 'lo';

export const physicalNics = ({ links }: Pick<ObservedHost, 'links'>): readonly ObservedLink[] =>
  links.filter(isPhysical);
