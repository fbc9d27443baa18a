import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSocket } from '../../../src/deploy/ssh/open-socket.js';

vi.mock('node:dns/promises', () => ({
  lookup: () => Promise.resolve([{ address: '127.0.0.9' }, { address: '127.0.0.1' }]),
}));

describe('a name with several addresses', () => {
  let server: Server;
  let port = 0;
  beforeAll(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const address = server.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });
  afterAll(() => server.close());

  const reached = async (preferred?: string): Promise<string | undefined> => {
    const opened = await openSocket({
      ...{ host: 'kvm1', address: 'kvm1.example.com', port, family: 0, timeout: 5000 },
      ...(preferred !== undefined && { preferred }),
      signal: new AbortController().signal,
    });
    if (!opened.ok) return opened.failure.message;
    const { remoteAddress } = opened.value;
    opened.value.destroy();
    return remoteAddress;
  };

  it('is tried in their order, but for the one that has answered before', async () => {
    expect(await reached()).toBe('127.0.0.9');
    expect(await reached('127.0.0.1')).toBe('127.0.0.1');
    expect(await reached('192.0.2.1')).toBe('127.0.0.9');
  });
});
