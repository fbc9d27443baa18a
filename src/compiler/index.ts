export * from './artifact.js';
export { compile } from './compile.js';
export type { FieldChange } from './field-change.js';
export { sha256Hex } from './identity/digest.js';
export { fileNameOf } from './identity/file-name.js';
export { connectionUuid, networkUuid } from './identity/uuid.js';
export { manifestOf, type Manifest, type ManifestEntry } from './manifest.js';
export { compareKeyfiles } from './network-manager/compare-keyfiles.js';
export type { Keyfile, KeyfileEntry, KeyfileSection } from './network-manager/keyfile.js';
export { unescapeItems, unescapeText } from './network-manager/keyfile-escapes.js';
export { parseKeyfile } from './network-manager/parse-keyfile.js';
export { writeKeyfile } from './network-manager/write-keyfile.js';
export type { Parsed } from '../model/index.js';
export { compareXml } from './xml/compare-xml.js';
export { parseXml } from './xml/parse-xml.js';
export { writeXml } from './xml/write-xml.js';
export {
  attributeOf,
  childrenOf,
  element,
  textElement,
  type XmlAttribute,
  type XmlElement,
} from './xml/xml-element.js';
