import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { knownHostName, namesMatch } from '../../../src/deploy/ssh/host-name-pattern.js';
import { parseKnownHosts } from '../../../src/deploy/ssh/known-hosts-file.js';
import { Workshop } from './support/workshop.js';

describe('knownHostName', () => {
  it('names the port only when it is not 22', () => {
    expect(knownHostName('KVM1.example.com', 22)).toBe('kvm1.example.com');
    expect(knownHostName('KVM1', 2222)).toBe('[kvm1]:2222');
    expect(knownHostName('fe80::1%eth0', 2222)).toBe('[fe80::1%eth0]:2222');
  });
});

describe('namesMatch', () => {
  it.each([
    ['kvm1', 'kvm1', true],
    ['KVM1', 'kvm1', true],
    ['kvm1,kvm2', 'kvm2', true],
    ['kvm?', 'kvm12', false],
    ['*.example.com', 'a.example.com', true],
    ['*.example.com,!bad.example.com', 'bad.example.com', false],
    ['!bad.example.com,*.example.com', 'bad.example.com', false],
    ['!bad.example.com', 'good.example.com', false],
    ['[kvm1]:2222', '[kvm1]:2222', true],
    ['kvm1', '[kvm1]:2222', false],
    ['[*.example.com]:2222', '[a.example.com]:2222', true],
    ['*', '[kvm1]:2222', true],
    ['|1|broken', 'kvm1', false],
    ['|2|c2FsdA==|aGFzaA==', 'kvm1', false],
  ])('%s and %s: %s', (names, host, expected) => {
    expect(namesMatch(names, host)).toBe(expected);
  });

  it('takes no exponential time for a pattern that is made for it', () => {
    const before = performance.now();
    expect(namesMatch(`${'*a'.repeat(200)}b`, 'a'.repeat(4000))).toBe(false);
    expect(performance.now() - before).toBeLessThan(2000);
  });

  describe('beside ssh-keygen', () => {
    let workshop: Workshop;
    let key: string;
    beforeAll(async () => {
      workshop = await Workshop.open();
      workshop.key('host');
      key = (await workshop.publicKey('host')).split(' ').slice(0, 2).join(' ');
    });
    afterAll(() => workshop.close());

    const found = (file: string, host: string): readonly number[] => {
      const { stdout } = spawnSync('ssh-keygen', ['-F', host, '-f', file], { encoding: 'utf8' });
      return [...stdout.matchAll(/found: line (\d+)/g)].map((match) => Number(match[1]));
    };
    const letters = fc.constantFrom('a', 'b', '.', '1');
    const host = fc.string({ unit: letters, minLength: 1, maxLength: 6 });
    const name = fc.oneof(
      host,
      fc.tuple(host, fc.constantFrom(22, 2222)).map(([text, port]) => knownHostName(text, port)),
    );
    const pattern = fc
      .tuple(
        fc.boolean(),
        fc.string({ unit: fc.constantFrom('a', 'b', '.', '1', '*', '?'), minLength: 1, maxLength: 6 }),
      )
      .map(([negated, text]) => `${negated ? '!' : ''}${text}`);
    const names = fc
      .array(fc.oneof(pattern, name), { minLength: 1, maxLength: 4 })
      .map((list) => list.join(','));

    it('finds the same lines for names, patterns and exclusions', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(names, { minLength: 1, maxLength: 8 }), name, async (lines, looked) => {
          const file = await workshop.file('patterns', lines.map((line) => `${line} ${key}\n`).join(''));
          const mine = parseKnownHosts(await workshop.read('patterns'), file)
            .filter((line) => namesMatch(line.names, looked))
            .map(({ line }) => line);
          expect(mine).toEqual(found(file, looked));
        }),
        { numRuns: 150 },
      );
    });

    it('finds the same lines when ssh-keygen has hashed the names', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 5 }), name, async (lines, other) => {
          const file = await workshop.file('hashed', lines.map((line) => `${line} ${key}\n`).join(''));
          execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' });
          const text = await workshop.read('hashed');
          expect(text).toMatch(/^\|1\|/);
          for (const looked of [...lines, other]) {
            const mine = parseKnownHosts(text, file).filter((line) => namesMatch(line.names, looked));
            expect(mine.map(({ line }) => line)).toEqual(found(file, looked));
          }
        }),
        { numRuns: 25 },
      );
    });
  });
});
