import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { nativeSocket } from '../socket/native.js';
import { RouteNetlink } from './route.js';

const PATIENCE = 60_000;

/** A network namespace of its own, for as long as the process lives; undefined where that is not allowed. */
async function namespace(): Promise<(ChildProcess & { readonly pid: number }) | undefined> {
  const holder = spawn('unshare', ['--net', 'sh', '-c', 'echo ready; exec cat'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ready = await new Promise<boolean>((resolve) => {
    holder.stdout.once('data', () => resolve(true));
    holder.once('exit', () => resolve(false));
    holder.once('error', () => resolve(false));
  });
  return ready && holder.pid !== undefined ? (holder as ChildProcess & { pid: number }) : undefined;
}

test(
  'removes a route whoever made it, and by its destination alone',
  async () => {
    const holder = await namespace();
    if (!holder) {
      process.stdout.write('skipped: no right to make a network namespace\n');
      return;
    }
    try {
      const ip = (words: string): void => {
        const inside = ['--net', '--target', String(holder.pid), 'ip', ...words.split(' ')];
        expect(spawnSync('nsenter', inside, { encoding: 'utf8' }).stderr).toBe('');
      };
      await using route = await RouteNetlink.open(nativeSocket, { pid: holder.pid });
      await route.createLink({ name: 'here', kind: 'veth', peer: 'there' });
      const links = await route.links();
      const { index } = links.find(({ name }) => name === 'here') ?? { index: -1 };
      for (const link of links) await route.setUp(link.index, true);
      await route.addAddress(index, '10.1.2.3/24');
      ip('-6 address add fd00::3/64 dev here nodad');
      ip('route add default via 10.1.2.1 proto dhcp metric 100');
      ip('route add 10.3.0.0/16 via 10.1.2.1 proto static');
      ip('route add blackhole 10.4.0.0/16');
      ip('-6 route add default via fd00::1 proto ra');
      await route.addRoute({ to: '10.5.0.0/16', index });
      const there = async () => (await route.routes()).map(({ to }) => to);
      const made = ['default', '10.3.0.0/16', '10.4.0.0/16', '10.5.0.0/16', '10.1.2.0/24', 'fd00::/64'];
      expect(await there()).toEqual(expect.arrayContaining(made));
      await route.removeRoute({ to: 'default', via: '10.1.2.1', metric: 100 });
      await route.removeRoute({ to: 'default', via: 'fd00::1' });
      await route.removeRoute({ to: '10.3.0.0/16' });
      await route.removeRoute({ to: '10.4.0.0/16' });
      await route.removeRoute({ to: '10.5.0.0/16', index });
      await route.removeRoute({ to: '10.1.2.0/24', index });
      await route.removeRoute({ to: 'fd00::/64', index });
      for (const to of await there()) expect(made).not.toContain(to);
      await expect(route.removeRoute({ to: '10.3.0.0/16' })).rejects.toMatchObject({ code: 'ESRCH' });
      await expect(route.addRoute({ to: '10.6.0.0/16' })).rejects.toMatchObject({ code: 'BAD_ARGUMENT' });
    } finally {
      holder.stdin?.end();
    }
  },
  PATIENCE,
);
