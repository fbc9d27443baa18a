/** What can be written as YAML. A list of pairs is a map whose keys may be there twice, as a person may write them. */
export type Yaml = string | readonly Yaml[] | YamlMap;

export class YamlMap {
  constructor(readonly entries: readonly (readonly [string, Yaml])[]) {}
}

const PLAIN = /^[A-Za-z0-9_./+@-][A-Za-z0-9_./:+@ -]*$/;
const scalar = (text: string): string =>
  PLAIN.test(text) && !/: |[: ]$/.test(text) ? text : JSON.stringify(text);

/** The lines of a value, block style. */
export function yamlLines(value: Yaml, indent = ''): readonly string[] {
  if (typeof value === 'string') return [`${indent}${scalar(value)}`];
  if (value instanceof YamlMap)
    return value.entries.flatMap(([key, each]) => {
      const own = `${indent}${scalar(key)}:`;
      if (typeof each === 'string') return [`${own} ${scalar(each)}`];
      const lines = yamlLines(each, `${indent}  `);
      return lines.length === 0 ? [`${own} ${each instanceof YamlMap ? '{}' : '[]'}`] : [own, ...lines];
    });
  return value.flatMap((each) => {
    const [first = '{}', ...more] = yamlLines(each, `${indent}  `);
    return [`${indent}- ${first.trimStart()}`, ...more];
  });
}
