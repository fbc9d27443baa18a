import { createServer } from 'node:net';

/** A TCP port of 127.0.0.1 that nobody listens on: the wanted one, if it is free. */
export async function freePort(wanted = 0): Promise<number> {
  const port = await tryListen(wanted);
  if (port !== undefined) return port;
  const other = await tryListen(0);
  if (other === undefined) throw new Error('No free TCP port on 127.0.0.1.');
  return other;
}

function tryListen(wanted: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
