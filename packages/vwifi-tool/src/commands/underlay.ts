import { type CommonFlags, type Context, show, withTarget } from '../context.js';
import { table } from '../draw/table.js';
import { count } from '../draw/units.js';

export const list = (context: Context, flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    const all = await (await target.wifi()).vwifi.underlays.list(context);
    show(context, flags, all, () =>
      all.length === 0
        ? 'no underlay: the air is this kernel alone'
        : table(
            ['DEVICE', 'ADDRESS', 'MTU', 'KERNELS', 'RX', 'DROPPED', 'TX', 'DROPPED'],
            all.map((each) => [
              each.ifname ?? each.device ?? '-',
              each.address,
              String(each.mtu),
              String(each.kernels),
              count(each.rxFrames),
              count(each.rxDropped),
              count(each.txFrames),
              count(each.txDropped),
            ]),
          ),
    );
  });

export const attach = (context: Context, device: string, flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    await (await target.wifi()).vwifi.underlays.attach(device, context);
    show(context, flags, { device, attached: true }, () => `the air goes over ${device}`);
  });

export const detach = (context: Context, device: string, flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    await (await target.wifi()).vwifi.underlays.detach(device, context);
    show(context, flags, { device, attached: false }, () => `the air no longer goes over ${device}`);
  });

const ROLES = { accessPoint: 'access point', cell: 'ad hoc', other: '-' } as const;

export const remotes = (context: Context, flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    const all = await (await target.wifi()).vwifi.underlays.remotes(context);
    show(context, flags, all, () =>
      all.length === 0
        ? 'no interface of another kernel is there'
        : table(
            ['ADDRESS', 'KERNEL', 'MHZ', 'ROLE', 'LIVE'],
            all.map((each) => [
              each.address,
              each.kernel,
              each.frequency === undefined ? '-' : String(each.frequency),
              ROLES[each.role],
              each.live ? 'yes' : 'no',
            ]),
          ),
    );
  });
