/** What the daemon serves of the live page of its laboratory: the address of one, and the server that it is asked from. */

import { optionalNumber } from '../rpc/arguments.js';
import type { RpcMethods } from '../rpc/call.js';
import type { Journal } from '../session/journal.js';
import type { ViewServer } from '../view/server.js';
import type { Laboratory } from './laboratory.js';

export interface ViewService {
  readonly methods: RpcMethods;
  close(): Promise<void>;
}

export function viewService(current: () => Laboratory, journal: Pick<Journal, 'miss'>): ViewService {
  /** By whether their pages may change anything. */
  const servers = new Map<boolean, Promise<ViewServer>>();
  const open = async (control: boolean, port: number | undefined): Promise<ViewServer> => {
    const laboratory = current();
    const { recorder } = laboratory;
    const [{ ViewServer: Made }, { shownOf }] = await Promise.all([
      import('../view/server.js'),
      import('../view/live.js'),
    ]);
    const viewed = {
      ...{ lab: laboratory.lab, machine: laboratory.machine },
      status: () => laboratory.status(),
      records: async () => (await recorder?.read()) ?? [],
      follow: (listener: Parameters<NonNullable<typeof recorder>['follow']>[0]) =>
        recorder?.follow(listener) ?? (() => {}),
      note: async (text: string) => recorder?.now({ kind: 'deed', text }),
      place: laboratory.place.bind(laboratory),
      link: laboratory.link.bind(laboratory),
      deny: laboratory.deny.bind(laboratory),
    };
    return await Made.open(shownOf(viewed, control), port);
  };
  return {
    methods: {
      /** Whoever may call this is the laboratory's user; the address opens one page, once. */
      'lab.view': async (args) => {
        const control = args.control === true;
        journal.miss('its page was looked at while it was up');
        const port = optionalNumber(args, 'port');
        const known = servers.get(control);
        const server = known && port === undefined ? known : open(control, port);
        servers.set(control, server);
        try {
          // Another port was asked for: the old one is not listened to any more.
          if (known && known !== server) (await known).close();
          return { address: (await server).address(control) };
        } catch (error) {
          servers.delete(control);
          throw error;
        }
      },
    },
    async close() {
      for (const server of servers.values()) await server.then((each) => each.close()).catch(() => {});
    },
  };
}
