import { setImmediate as turn } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { Radio } from '@vwifi/nl80211';
import { buildElements, buildManagementFrame, Elements, type ManagementBody } from '@vwifi/nl80211/elements';
import type { Nl80211In } from '@vwifi/nl80211/netlink';
import { octetsOf } from './multi-link.js';
import { Point, type PointAir } from './point.js';
import { Sae, secretElement } from './sae.js';
import type { PointSettings } from './settings.js';

const MAC = '02:00:00:00:00:01';
const HER = '02:00:00:00:00:02';
const HIS = '02:00:00:00:00:03';
const SSID = 'links';
const PASSPHRASE = 'correct horse';
const said = buildElements({
  others: [
    { id: 255, extension: 35, data: new Uint8Array(6 + 11 + 4) },
    { id: 255, extension: 108, data: new Uint8Array(2 + 9 + 3) },
  ],
});
const frequency = { frequencyMhz: 5180, disabled: false, noInitiate: false, radar: false };
const RADIO = {
  name: 'vw_phy0',
  bands: [
    {
      ...{ name: '5ghz', frequencies: [frequency] },
      capabilities: [{ interfaceTypes: ['ap'], he: said.heCapabilities, eht: said.ehtCapabilities }],
    },
  ],
} as unknown as Radio;

interface Said {
  readonly to: string;
  readonly body: ManagementBody;
}

/** A kernel that takes all, but what it is told to refuse. */
class Kernel implements PointAir {
  readonly asked: [command: string, attributes: Nl80211In][] = [];
  readonly said: Said[] = [];
  readonly keys: string[] = [];
  readonly refused = new Set<string>();
  private cookie = 0n;

  async ask(command: string, attributes: Nl80211In): Promise<[]> {
    this.asked.push([command, attributes]);
    if (this.refused.has(command)) throw new Error(`${command}: EINVAL`);
    return [];
  }

  async send({ receiver }: { receiver: string }, body: ManagementBody): Promise<bigint> {
    this.said.push({ to: receiver, body });
    this.cookie += 1n;
    return this.cookie;
  }

  async sendKey(mac: string): Promise<void> {
    this.keys.push(mac);
  }

  /** How often it was asked for that. */
  count(command: string): number {
    return this.asked.filter(([each]) => each === command).length;
  }
}

/** All that is on its way has been done. */
const settled = async (): Promise<void> => {
  for (let i = 0; i < 50; i++) await turn();
};

const RSN_ELEMENTS = { rsn: { akms: ['SAE'], capabilities: 0x00c0 } } as const;

async function standing(settings: Partial<PointSettings> = {}) {
  const kernel = new Kernel();
  const told: string[] = [];
  const all: PointSettings = {
    ...{ interface: 'vw0', ssid: SSID, mld: false, links: [{ frequencyMhz: 5180 }] },
    ...{ security: { type: 'sae', passphrase: PASSPHRASE }, ...settings },
  };
  const point = new Point(all, MAC, RADIO, (event) => told.push(event));
  await point.start(kernel);
  const bssid = point.links[0]?.mac ?? '';
  const hears = (transmitter: string, body: ManagementBody, sealed = false): void => {
    const frame = buildManagementFrame({ receiver: bssid, transmitter, bssid, ...body });
    if (sealed) frame[1] = (frame[1] ?? 0) | 0x40;
    point.see('frame', { frame, wiphyFreq: 5180 } as never);
  };
  const authentication = (from: string, transaction: number, status: number, body: Uint8Array): void =>
    hears(from, {
      ...{ subtype: 'authentication', algorithm: 3, transaction, status, elements: new Elements(body) },
    });
  const last = (): Said['body'] & { status?: number } => kernel.said.at(-1)?.body as never;
  /** Says what it knows, and asks to come in. */
  const joins = async (from: string, passphrase = PASSPHRASE): Promise<Sae> => {
    const sae = new Sae(secretElement(Buffer.from(SSID), passphrase), octetsOf(from), octetsOf(bssid));
    authentication(from, 1, 126, sae.commit);
    await settled();
    sae.hear((last() as { elements: Elements }).elements.bytes);
    authentication(from, 2, 0, sae.confirm(1));
    await settled();
    return sae;
  };
  const asks = async (from: string, elements = buildElements(RSN_ELEMENTS)): Promise<void> => {
    hears(from, { subtype: 'association-request', capability: 0x11, listenInterval: 1, elements });
    await settled();
  };
  /** A station whose handshake is over. */
  const comes = async (from: string): Promise<void> => {
    await joins(from);
    await asks(from);
    const peer = point.peers.get(from);
    if (!peer) throw new Error('was not let in');
    clearTimeout(peer.timer);
    peer.authorized = true;
  };
  return { kernel, point, told, hears, authentication, joins, asks, comes, last };
}

describe('an access point among strangers', () => {
  it('believes no farewell about a station with keys that was not protected', async () => {
    const { point, comes, hears } = await standing();
    await comes(HER);
    for (const subtype of ['deauthentication', 'disassociation'] as const) {
      hears(HER, { subtype, reason: 3, elements: new Elements(new Uint8Array()) });
      await settled();
      expect([...point.peers.keys()]).toEqual([HER]);
    }
    hears(HER, { subtype: 'deauthentication', reason: 3, elements: new Elements(new Uint8Array()) }, true);
    await settled();
    expect(point.peers.size).toBe(0);
  });

  it('asks a station itself, whoever comes in its name, even with the passphrase', async () => {
    const { kernel, point, comes, joins, asks, hears, last } = await standing();
    await comes(HER);
    const { aid } = point.peers.get(HER) ?? {};
    await joins(HER);
    await asks(HER);
    expect(kernel.said.some(({ body }) => 'status' in body && body.status === 30)).toBe(true);
    const { body } = last() as { body: Uint8Array };
    const answer = {
      subtype: 'action',
      category: 8,
      body: Uint8Array.of(1, ...body.subarray(1, 3)),
    } as const;
    // Not by who has no keys.
    hears(HER, answer);
    await settled();
    expect(point.peers.get(HER)?.query).toBeDefined();
    hears(HER, answer, true);
    expect(point.peers.get(HER)?.query).toBeUndefined();
    expect(point.peers.get(HER)?.aid).toBe(aid);
    await point.close();
  });

  it('hears the answer to its question behind any number of others', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    try {
      const { kernel, point, comes, joins, asks, hears, authentication, last } = await standing();
      await comes(HER);
      await joins(HER);
      await asks(HER);
      const { body } = last() as { body: Uint8Array };
      const before = kernel.said.length;
      const commit = new Sae(secretElement(Buffer.from('x'), 'y'), octetsOf(HIS), octetsOf(MAC)).commit;
      for (let i = 0; i < 200; i++)
        authentication(`02:00:00:01:00:${i.toString(16).padStart(2, '0')}`, 1, 126, commit);
      jest.advanceTimersByTime(500);
      hears(HER, { subtype: 'action', category: 8, body: Uint8Array.of(1, ...body.subarray(1, 3)) }, true);
      await settled();
      expect([...point.peers.keys()]).toEqual([HER]);
      // The rest was lost, as it is on the air.
      expect(kernel.said.length - before).toBeLessThanOrEqual(32);
      await point.close();
    } finally {
      jest.useRealTimers();
    }
  });

  it('forgets who has proven to know the passphrase after who has not', async () => {
    const { point, joins, asks, authentication } = await standing();
    await joins(HER);
    const commit = new Sae(secretElement(Buffer.from('x'), 'y'), octetsOf(HIS), octetsOf(MAC)).commit;
    for (let i = 0; i < 100; i++) {
      authentication(`02:00:00:01:00:${i.toString(16).padStart(2, '0')}`, 1, 126, commit);
      await settled();
    }
    await asks(HER);
    expect([...point.peers.keys()]).toEqual([HER]);
    await point.close();
  });

  it.each(['newStation', 'frame'])(
    'keeps nothing of a station where the kernel refuses (%s)',
    async (what) => {
      const { kernel, point, joins, asks, last, told } = await standing();
      await joins(HER);
      if (what === 'newStation') {
        kernel.refused.add(what);
        await asks(HER);
        expect(last().status).toBe(1);
        expect(told.at(-1)).toBe('failed: newStation: EINVAL');
      } else {
        // The answer was not heard.
        await asks(HER);
        expect(point.peers.size).toBe(1);
        point.see('frameTxStatus', { cookie: BigInt(kernel.said.length), ack: false } as never);
        await settled();
      }
      expect(point.peers.size).toBe(0);
      expect(kernel.count('delStation')).toBe(1);
      kernel.refused.clear();
      await joins(HER);
      await asks(HER);
      expect(last().status).toBe(0);
      await point.close();
    },
  );

  it('lets nobody in by an address that is its own, or of many', async () => {
    const { kernel, joins, asks, last } = await standing();
    for (const from of [MAC, '03:00:00:00:00:07']) {
      await joins(from);
      await asks(from);
      expect(last().status).toBe(1);
    }
    expect(kernel.count('newStation')).toBe(0);
  });

  it('begins the handshake though nobody says what became of the answer, and ends it without one', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    try {
      const { kernel, point, joins, asks } = await standing();
      await joins(HER);
      await asks(HER);
      expect(kernel.keys).toEqual([]);
      for (let i = 0; i < 5; i++) {
        jest.advanceTimersByTime(1000);
        await settled();
      }
      expect(kernel.keys).toEqual([HER, HER, HER, HER]);
      expect(point.peers.size).toBe(0);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('has nobody any more where the kernel ended it, and closes also where it never began', async () => {
    const { point, comes, told } = await standing();
    await comes(HER);
    point.see('stopAp', {} as never);
    await settled();
    expect(told.slice(-2)).toEqual(['AP-DISABLED', `AP-STA-DISCONNECTED ${HER}`]);
    const settings = { interface: 'vw0', ssid: SSID, mld: false, security: { type: 'owe' } } as const;
    const other = new Point({ ...settings, links: [{ frequencyMhz: 5180 }] }, MAC, RADIO, () => {});
    await expect(other.close()).resolves.toBeUndefined();
  });
});

describe('an access point with links', () => {
  const links = new Map([[0, HIS]]);

  it('knows whose addresses are free', async () => {
    const { isFree } = await import('./peer.js');
    const own = { mac: MAC, links: [{ mac: '02:00:00:00:00:11' }] };
    const her = { address: HER, links: new Map([[0, '02:00:00:00:00:22']]) } as never;
    const taken = { ...own, peers: new Map([[HER, her]]) };
    expect(isFree(HIS, links, taken)).toBe(true);
    // The same once more.
    expect(isFree(HER, new Map([[0, '02:00:00:00:00:22']]), taken)).toBe(true);
    for (const mac of [MAC, '02:00:00:00:00:11', HER, '02:00:00:00:00:22', 'ff:ff:ff:ff:ff:ff']) {
      expect(
        isFree(
          HIS,
          new Map([
            [0, HIS],
            [1, mac],
          ]),
          taken,
        ),
      ).toBe(false);
      if (mac !== HER) expect(isFree(mac, links, taken)).toBe(false);
    }
    expect(
      isFree(
        HIS,
        new Map([
          [0, HIS],
          [1, HIS],
        ]),
        taken,
      ),
    ).toBe(false);
  });
});
