import { parseLab } from '../lab/parse.js';
import { hostapdConf, ownConf, supplicantConf } from './conf.js';

const context = { lab: 'l', controlFolder: '/run/x', folder: '/run/vwifi/ap' };

const confs = (text: string) => {
  const [ap, sta] = parseLab(text, 'l.yaml').nodes;
  if (ap?.kind !== 'ap' || sta?.kind !== 'station') throw new Error('one access point, one station');
  return { ap: hostapdConf(ap, context), sta: supplicantConf(sta, context) };
};

const lab = (ap: string) => `nodes:\n  ap: {kind: ap, ssid: test, ${ap}}\n  sta: {kind: station}\n`;

it('makes a WPA2 network', () => {
  const { ap, sta } = confs(lab('passphrase: "12345678", channel: 6'));
  expect(ap).toBe(
    [
      '# Made from node ap of laboratory l.',
      'interface=vw0',
      'driver=nl80211',
      'hw_mode=g',
      'channel=6',
      'ctrl_interface=/run/x',
      'ssid=test',
      'wpa=2',
      'wpa_key_mgmt=WPA-PSK',
      'rsn_pairwise=CCMP',
      'wpa_passphrase=12345678',
      '',
    ].join('\n'),
  );
  expect(sta).toBe(
    [
      '# Made from node sta of laboratory l.',
      'ctrl_interface=/run/x',
      'p2p_disabled=1',
      '',
      'network={',
      '\tssid="test"',
      '\tscan_freq=2437',
      '\tfreq_list=2437',
      '\tkey_mgmt=WPA-PSK',
      '\tpairwise=CCMP',
      '\tpsk="12345678"',
      '}',
      '',
    ].join('\n'),
  );
});

it.each([
  ['security: open', ['channel=6'], ['key_mgmt=NONE']],
  ['security: owe', ['wpa_key_mgmt=OWE', 'ieee80211w=2'], ['key_mgmt=OWE', 'ieee80211w=2']],
  [
    'security: wpa3-sae, passphrase: x',
    ['wpa_key_mgmt=SAE', 'sae_password=x'],
    ['key_mgmt=SAE', 'sae_password="x"'],
  ],
  [
    'security: wpa2-wpa3, passphrase: abcdefgh',
    ['wpa_key_mgmt=WPA-PSK SAE', 'wpa_passphrase=abcdefgh', 'sae_password=abcdefgh', 'ieee80211w=1'],
    ['key_mgmt=SAE WPA-PSK', 'psk="abcdefgh"'],
  ],
  [`passphrase: ${'ab'.repeat(32)}`, [`wpa_psk=${'ab'.repeat(32)}`], [`psk=${'ab'.repeat(32)}`]],
  ['passphrase: "12345678", cipher: GCMP', ['rsn_pairwise=GCMP'], ['pairwise=GCMP', 'group=GCMP']],
  ['channel: 36', ['hw_mode=a', 'channel=36'], ['scan_freq=5180']],
  ['hidden: true', ['ignore_broadcast_ssid=1'], ['scan_ssid=1']],
  ['extra: [beacon_int=50]', ['beacon_int=50'], []],
])('%s', (written, inHostapd, inSupplicant) => {
  const { ap, sta } = confs(lab(written));
  for (const line of inHostapd) expect(ap.split('\n')).toContain(line);
  for (const line of inSupplicant) expect(sta.split('\n')).toContain(`\t${line}`);
});

it.each(['café', ' lead', 'a#b', 'a"b'])('an SSID beyond plain text is given in hexadecimal: %s', (ssid) => {
  const text = `nodes:\n  ap: {kind: ap, ssid: ${JSON.stringify(ssid)}}\n  sta: {kind: station}\n`;
  const { ap, sta } = confs(text);
  const hex = Buffer.from(ssid).toString('hex');
  expect(ap).toContain(`\nssid2=${hex}\n`);
  expect(sta).toContain(`\tssid=${hex}\n`);
});

describe("a user's own file", () => {
  const [ap, sta] = parseLab(
    'nodes:\n  ap: {kind: ap, hostapd: /etc/hostname}\n  sta: {kind: station, supplicant: /etc/hostname}\n',
    'l.yaml',
  ).nodes;
  if (ap?.kind !== 'ap' || sta?.kind !== 'station') throw new Error('no nodes');

  it("gets the laboratory's interface and control socket, and keeps its line numbers", () => {
    const own = 'interface=wlan9\nctrl_interface=/var/run/hostapd\nctrl_interface_group=wheel\nssid=mine\n';
    expect(ownConf(ap, own, context)).toBe(
      'interface=vw0\nctrl_interface=/run/x\n#ctrl_interface_group=wheel\nssid=mine\n',
    );
  });

  it('gets them before a second BSS where it names none', () => {
    expect(ownConf(ap, 'ssid=mine\nbss=vw0_1\nssid=two', context)).toBe(
      'ssid=mine\nctrl_interface=/run/x\ninterface=vw0\nbss=vw0_1\nssid=two',
    );
  });

  it('gets a control socket for a station', () => {
    expect(ownConf(sta, 'network={\n}', context)).toBe('network={\n}\nctrl_interface=/run/x');
  });
});
