/** Texts of a kind that nobody writes by hand, and programs or accidents do. `n` is a measure of their size. */
export const EXTREMES: Readonly<Record<string, (n: number) => string>> = {
  'comments in a row': (n) => `${'// remark\n'.repeat(n)}host a { number 3 }`,
  'block comments between words': (n) => `host a ${'/* */ '.repeat(n)} { number 3 }`,
  'documentation of many lines': (n) => `${'/// more\n'.repeat(n)}host a { number 3 }`,
  'comments inside of a block': (n) => `host a {${'\n// remark'.repeat(n)}\n number 3 }`,
  'remarks that silence': (n) => `${'// kvmnet-ignore bond/no-port: why\n'.repeat(n)}host a { bond b }`,
  'a list of many items': (n) =>
    `network a { dns ${Array.from({ length: n }, (_, i) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`).join(', ')} }`,
  'a list of many ranges': (n) =>
    `network a { vlans ${Array.from({ length: n }, (_, i) => `${1 + (i % 4000)}-${90 + (i % 4000)}`).join(',')} }`,
  'a list of many names': (n) =>
    `pool p { hosts ${Array.from({ length: n }, (_, i) => `h${i}`).join(', ')} }`,
  'a list of nothing': (n) => `pool p { hosts ${','.repeat(n)} }`,
  'braces that open': (n) => `host a ${'{ '.repeat(n)}`,
  'braces that close': (n) => `host a { number 1 }${' }'.repeat(n)}`,
  'blocks that are not closed': (n) => 'host a {\n'.repeat(n),
  'blocks in blocks': (n) => `host a { ${'nic b { '.repeat(n)}${'} '.repeat(n)}}`,
  'quotes that are not closed': (n) => '"a\n'.repeat(n),
  semicolons: (n) => `host a { number 1${';'.repeat(n)} }`,
  'unknown words': (n) => `host a { ${'wrong '.repeat(n)}}`,
  'unknown properties': (n) => `host a {\n${'wrong 1\n'.repeat(n)}}`,
  'a property again and again': (n) => `host a { ${'number 1 '.repeat(n)}}`,
  'a header that goes on': (n) => `host a is ${'b, '.repeat(n)}c { number 1 }`,
  'one long word': (n) => `host ${'a'.repeat(n * 10)} { number 1 }`,
  'one long number': (n) => `host a { number ${'9'.repeat(n * 10)} }`,
  'one long text': (n) => `zone a { rich-rule "${'rule '.repeat(n)}" }`,
  'one long line': (n) => 'network a { roles vm } '.repeat(n),
  'blank lines': (n) => `host a {${'\r\n'.repeat(n)}number 1 }`,
  'carriage returns': (n) => `host a {${'\r'.repeat(n)}number 1 }`,
  'NUL characters': (n) => `host a { ${'\u0000 '.repeat(n)} }`,
  'halves of characters': (n) => `host a { ${'\uD800 '.repeat(n)} }`,
  'the same host again and again': (n) => 'host a { nic eth0 { carries x } }\n'.repeat(n),
  'guests with many NICs': (n) => `host h\nguest g on h { ${'nic { network n } '.repeat(n)}}`,
  'profiles in a chain': (n) =>
    Array.from({ length: n }, (_, i) => `profile p${i} is p${i + 1} { nic e${i % 50} }`).join('\n') +
    '\nhost a is p0',
  'jump hosts in a chain': (n) =>
    Array.from({ length: n }, (_, i) => `host h${i} { via h${i + 1} number 1 }`).join('\n'),
  'devices on devices': (n) =>
    `host a { nic v0 ${Array.from({ length: n }, (_, i) => `vlan v${i + 1} { on v${i} id ${1 + (i % 4000)} }`).join(' ')} }`,
};
