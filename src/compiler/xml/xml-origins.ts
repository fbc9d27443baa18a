import type { Origin } from '../../model/index.js';
import { canonicalXml } from './canonical-xml.js';
import type { XmlElement } from './xml-element.js';
import { xmlFields } from './xml-fields.js';

/** Places in the text by the paths that `compareXml` names changes by. */
export const xmlOrigins = (xml: XmlElement): Readonly<Record<string, Origin>> =>
  Object.fromEntries(
    xmlFields(canonicalXml(xml)).flatMap(({ path, origin }) => (origin ? [[path, origin] as const] : [])),
  );
