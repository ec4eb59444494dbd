import { VWifi } from '@vwifi/nl80211';
import type { LabSpec } from '@vwifi/testbed';
import { explained } from '../lib/explained.js';
import { scenario } from '../lib/scenario.js';

const idle = { kind: 'station', idle: true } as const;
const ap = (ssid: string, more: object = {}) =>
  ({ kind: 'ap', ssid, security: 'wpa2-psk', passphrase: 'the right one', ...more }) as const;

const LAB = {
  country: 'US',
  nodes: {
    nameless: ap('nameless', { extra: ['ignore_broadcast_ssid=1'] }),
    'nameless-sta': { ...idle, network: 'nameless' },
    aside: ap('aside', { channel: 11 }),
    'aside-sta': { ...idle, network: 'aside', extra: ['scan_freq=2412', 'freq_list=2412'] },
    off: ap('off'),
    'off-sta': { ...idle, network: 'off' },
    'lost-sta': { ...idle, ssid: 'nowhere', security: 'wpa2-psk', passphrase: 'the right one' },
    far: ap('far'),
    'far-sta': { ...idle, network: 'far' },
    home: ap('home', { extra: ['ap_isolate=1'] }),
    'idle-sta': { ...idle, network: 'home' },
    'down-sta': { ...idle, network: 'home' },
    'dead-sta': { ...idle, network: 'home' },
    'sent-sta': { ...idle, network: 'home' },
    'left-sta': { ...idle, network: 'home' },
    'apart-sta': { kind: 'station', network: 'home' },
    'apart-too': { kind: 'station', network: 'home' },
    'weak-sta': { kind: 'station', network: 'aside' },
    wide: ap('wide', { channel: 36, extra: ['ieee80211n=1', 'wmm_enabled=1', 'ht_capab=[HT40+]'] }),
    'wide-sta': { kind: 'station', network: 'wide', extra: ['disable_ht40=1'] },
    here: ap('moved'),
    there: ap('moved'),
    'moved-sta': { kind: 'station', network: 'here' },
  },
} as unknown as LabSpec;

export default scenario(
  'who hears nothing, was sent away, is kept apart, is slow: each is told why',
  { nightly: true },
  async (context) => {
    const it = await explained(context, LAB);
    await using wifi = await VWifi.open({ socket: context.machine.openNetlink });
    const node = (name: string) => it.laboratory.lab.nodes.find((each) => each.name === name);
    const addressOf = async (name: string) => /^address=(\S+)/m.exec(await it.control(name, 'STATUS'))?.[1];

    await it.start('nameless-sta');
    await it.finds('nameless-sta', 'hidden', /nameless hides its name/);
    await it.start('aside-sta');
    await it.finds('aside-sta', 'not-scanned', /does not look on channel 11/);
    await it.control('off', 'DISABLE');
    await it.start('off-sta');
    await it.finds('off-sta', 'point-off-air', /off, the access point of "off", is off the air/);
    await it.finds('off', 'point-off-air', /off the air/);
    await it.start('lost-sta');
    await it.finds('lost-sta', 'no-such-network', /nobody here has the network "nowhere"/);
    for (const [from, to] of [
      ['far', 'far-sta'],
      ['far-sta', 'far'],
    ] as const)
      await it.laboratory.link(from, to, { loss: 1 });
    await it.start('far-sta');
    await it.finds('far-sta', 'frames-lost', /loses 100 %/);

    await it.finds('idle-sta', 'switched-off', /stays away/);
    await context.run(`ip link set ${node('down-sta')?.interface} down`, { netns: 'down-sta' });
    await it.start('down-sta');
    await it.finds('down-sta', 'interface-down', /is down/);
    await it.laboratory.signal('dead-sta', 'SIGKILL');
    await it.finds('dead-sta', 'daemon-ended', /does not run/);

    // Somebody sets the clock: what daemons say by the time of day stays beside what was on the air then.
    const setClock = async (by: string): Promise<void> => {
      await context.run(['date', '-s', `now ${by}`]);
    };
    context.onEnd('set the clock back', () => setClock('1 hour ago'));
    await setClock('1 hour');
    await it.start('sent-sta', 'STA_AUTOCONNECT 0');
    await it.connected('sent-sta');
    await it.control('home', `DEAUTHENTICATE ${await addressOf('sent-sta')}`);
    await it.finds('sent-sta', 'deauthenticated', /home sent sent-sta away \(reason 2,/);
    await it.start('left-sta');
    await it.connected('left-sta');
    await it.control('left-sta', 'DISCONNECT');
    await it.finds('left-sta', 'left-by-itself', /by itself \(reason 3,/);

    await it.laboratory.ping();
    await it.finds('apart-sta', 'isolation', /home keeps its stations apart/);
    await it.laboratory.link('aside', 'weak-sta', { signalDbm: -80 });
    await it.finds('weak-sta', 'rate-by-signal', /with -80 dBm only/);
    await it.finds('wide-sta', 'rate-by-width', /has 40 MHz, and it uses 20/);

    const bssid = /^bssid=(\S+)/m.exec(await it.control('moved-sta', 'STATUS'))?.[1];
    const there = (await it.laboratory.status()).nodes.find(
      (each) => ['here', 'there'].includes(each.name) && each.bssid !== bssid,
    );
    await wifi.vwifi.faults.add({
      action: 'drop',
      eapol: 1,
      from: node(there?.name ?? '')?.interface,
      times: 2,
    });
    await it.control('moved-sta', `ROAM ${there?.bssid}`);
    await context.eventually('it is there', async () => {
      const said = await it.control('moved-sta', 'STATUS');
      return said.includes(`bssid=${there?.bssid}`) && said.includes('COMPLETED');
    });
    await it.finds('moved-sta', 'slow-hand-over', /took \d+ ms, \d+ ms of it for keys/);
    it.asTold();
  },
);
