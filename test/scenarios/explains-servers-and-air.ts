import { VWifi } from '@vwifi/nl80211';
import type { LabSpec } from '@vwifi/testbed';
import { explained } from '../lib/explained.js';
import { scenario } from '../lib/scenario.js';

const idle = { kind: 'station', idle: true } as const;
const asks = (server: string, more: object = {}) => ({ security: { type: 'wpa2-eap', server, ...more } });
const says = (identity: string, more: object = {}) => ({
  security: { type: 'wpa2-eap', identity, password: 'correct horse', ...more },
});

/** Networks whose servers do not help, and whose channels are no good. */
const LAB = {
  country: 'DE',
  nodes: {
    office: { kind: 'ap', ssid: 'office', wire: 'office', address: '10.0.0.1/24', ...asks('radius') },
    radius: {
      kind: 'radius',
      wires: { office: '10.0.0.2/24' },
      users: { alice: { password: 'correct horse' } },
    },
    'guess-sta': { ...idle, network: 'office', ...says('mallory') },
    'trust-sta': { ...idle, network: 'fake', address: '10.0.1.9/24', ...says('alice', { trusts: 'radius' }) },
    fake: { kind: 'ap', ssid: 'fake', wire: 'fake', address: '10.0.1.1/24', ...asks('other') },
    other: {
      kind: 'radius',
      wires: { fake: '10.0.1.2/24' },
      users: { alice: { password: 'correct horse' } },
    },
    cafe: { kind: 'ap', ssid: 'cafe', wire: 'cafe', channel: 11 },
    gateway: { kind: 'router', wires: { cafe: { address: '10.0.2.1/24', dhcp: true } } },
    'thirsty-sta': { ...idle, network: 'cafe' },
    noisy: { kind: 'ap', ssid: 'noisy', channel: 1, address: '10.0.4.1/24' },
    'noisy-sta': { kind: 'station', network: 'noisy' },
    known: {
      ...{ kind: 'ap', ssid: 'known', security: 'wpa3-sae', passphrase: 'the right one' },
      // So long somebody who is known is asked whether it is still there, in 1.024 ms.
      extra: ['assoc_sa_query_max_timeout=30000'],
    },
    'known-sta': { ...idle, network: 'known' },
    abroad: { kind: 'ap', ssid: 'abroad', channel: 13, address: '10.0.3.1/24' },
    'abroad-sta': { ...idle, network: 'abroad' },
  },
} as unknown as LabSpec;

export default scenario(
  'who is not let in by a server, gets no address, may not use a channel, is drowned by noise: each is told why',
  {},
  async (context) => {
    const it = await explained(context, LAB);
    await using wifi = await VWifi.open({ socket: context.machine.openNetlink });

    await it.start('guess-sta');
    await it.finds('guess-sta', 'eap-user', /radius does not let mallory in: it knows no such user/);
    await it.start('trust-sta');
    await it.finds('trust-sta', 'eap-certificate', /trust-sta does not trust the certificate/);

    // It leaves, and its access point does not hear that: under PMF who is known is asked first.
    await it.start('known-sta');
    await it.connected('known-sta');
    await it.laboratory.link('known-sta', 'known', { loss: 1 });
    await it.control('known-sta', 'DISCONNECT');
    await it.laboratory.link('known-sta', 'known', { loss: 0 });
    await it.control('known-sta', 'RECONNECT');
    await it.told('known-sta', 'CTRL-EVENT-ASSOC-REJECT');
    await it.finds('known-sta', 'association-comeback', /believes that known-sta is associated already/);

    await it.laboratory.signal('gateway', 'SIGKILL');
    await it.finds('gateway', 'program-ended', /what gateway runs is not there/);
    await it.start('thirsty-sta');
    await it.connected('thirsty-sta');
    await it.finds('thirsty-sta', 'dhcp-silent', /thirsty-sta is in its network and gets no address/);
    await wifi.vwifi.medium.jam({ frequencyMhz: 2412, durationMs: 60_000 });
    await it.finds('noisy-sta', 'airtime', /noise takes channel 1 \(2412 MHz\), the channel of noisy-sta/);
    await wifi.vwifi.medium.unjam(2412);

    // Where it goes, the channel of its network is not for everybody.
    await context.run(['iw', 'reg', 'set', 'US']);
    await it.start('abroad-sta');
    await it.finds('abroad-sta', 'not-permitted', /abroad-sta may not use channel 13/);
    it.asTold();
  },
);
