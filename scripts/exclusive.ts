import { connect, createServer, type Server } from 'node:net';
import { fingerprint } from './repository.js';

/**
 * Runs `work` while no other process of this machine runs work of the same name; others wait for their turn.
 *
 * The lock is an abstract Unix socket (unix(7), Linux): the kernel frees the name when its process ends, however it
 * ends, so there is no stale lock to break. Where there are no abstract sockets the work runs unlocked.
 */
export async function exclusively<Result>(
  name: string,
  waiting: () => void,
  work: () => Promise<Result>,
): Promise<Result> {
  if (process.platform !== 'linux') return work();
  const address = `\0kvmnet-${fingerprint(name)}`;
  let announced = false;
  for (;;) {
    const lock = await tryListen(address);
    if (lock !== undefined) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (!announced) waiting();
    announced = true;
    await untilReleased(address);
  }
}

interface Lock {
  release(): void;
}

/** Nothing if another process has the name. Whoever waits stays connected, and is told by the end of the connection. */
function tryListen(address: string): Promise<Lock | undefined> {
  return new Promise((resolve, reject) => {
    const waiters = new Set<{ destroy(): void }>();
    const server: Server = createServer((socket) => {
      waiters.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => waiters.delete(socket));
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () =>
      resolve({
        release() {
          server.close();
          for (const waiter of waiters) waiter.destroy();
        },
      }),
    );
  });
}

function untilReleased(address: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(address);
    // Refused: the owner ended between our two calls. Either way it is worth another try.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve());
    socket.resume();
  });
}
