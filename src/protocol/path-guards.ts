import { NODE_KINDS } from '../topology/index.js';
import type { FailureLine, FailureReport, PacketPath, PathHop } from '../topology/index.js';
import { isMark, isOverlay } from './graph-guards.js';
import { arrayOf, isCount, isString, literal, optional, shaped } from './guard.js';
import { isOrigin } from './model-guards.js';

const isPathHop = shaped<PathHop>({
  depth: isCount,
  kind: literal(...NODE_KINDS, 'end'),
  label: isString,
  ids: arrayOf(isString),
  frames: optional(isString),
  mtu: optional(isCount),
  notes: arrayOf(isString),
  marks: arrayOf(isMark),
  origin: optional(isOrigin),
  isBroken: optional(literal(true)),
});

export const isPacketPath = shaped<PacketPath>({
  id: isString,
  title: isString,
  summary: isString,
  hops: arrayOf(isPathHop),
  elements: arrayOf(isString),
});

const isFailureLine = shaped<FailureLine>({
  severity: literal('survives', 'degraded', 'lost'),
  text: isString,
  id: isString,
});

export const isFailureReport = shaped<FailureReport>({
  failed: arrayOf(shaped<FailureReport['failed'][number]>({ id: isString, text: isString })),
  summary: isString,
  lines: arrayOf(isFailureLine),
  overlay: isOverlay,
});
