import { defineConfig } from 'vitest/config';

/** Suites that share one real thing (an editor, lab hosts, two cores) run one file after the other. */
const oneAfterTheOther = { fileParallelism: false, pool: 'forks', maxWorkers: 1, retry: 0 } as const;

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/lab/**'],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/e2e/support/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // A loaded machine takes its time to draw: as long as `limits.appears` of the end-to-end kit.
          expect: { poll: { timeout: 60_000, interval: 100 } },
          ...oneAfterTheOther,
        },
      },
      {
        extends: true,
        test: {
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 600_000,
          ...oneAfterTheOther,
        },
      },
    ],
  },
});
