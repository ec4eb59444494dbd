import { labFrom } from '../lab/from-object.js';
import type { AccessPointNode, StationNode } from '../lab/lab.js';
import type { LabSpec } from '../lab/schema.js';
import type { DaemonRecord, LabRecord } from '../record/record.js';
import { confOf } from './conf.js';
import { eapolKey, fits, secondMessages } from './eapol.js';
import { explain, explanationText } from './explain.js';
import type { Facts, PointFacts, StationFacts } from './facts.js';

const lab = labFrom(
  {
    nodes: {
      ap: { kind: 'ap', ssid: 'test', security: 'wpa2-psk', passphrase: 'the right one' },
      sta1: { kind: 'station' },
    },
  } as unknown as LabSpec,
  { folder: '/', name: 'explained' },
);
const [ap, sta1] = lab.nodes as [AccessPointNode, StationNode];
const STATION = '02:00:00:00:00:01';
const POINT = '02:00:00:00:00:00';

const point = (more: Partial<PointFacts> = {}): PointFacts => ({
  ...{ node: ap, state: 'ENABLED', beacons: true, bssid: POINT, frequencyMhz: 2437, widthMhz: 20 },
  ...{ stations: [], conf: {}, refused: [], admitted: [], lines: [] },
  ...more,
});
const station = (more: Partial<StationFacts> = {}): StationFacts => ({
  ...{ node: sta1, state: 'SCANNING', address: STATION, network: { ssid: '"test"', key_mgmt: 'WPA-PSK' } },
  ...{ disabled: false, heard: [], leaseLines: [] },
  ...more,
});
const facts = (of: StationFacts, more: Partial<Facts> = {}): Facts => ({
  ...{ lab, node: sta1, station: of, points: [point()], records: [], pings: [] },
  medium: { denials: [], links: [], jams: [] },
  ...more,
});
let id = 0;
const event = (name: string, fields: Record<string, string> = {}, node = 'sta1'): DaemonRecord => ({
  ...{ kind: 'daemon', id: ++id, us: id, node, program: 'wpa_supplicant', text: `vw1: ${name}` },
  ...{ event: name, fields },
});
const frame = (octets: string, from: string, kind: string): LabRecord => ({
  ...{ kind: 'frame', id: ++id, us: id, frame: kind, from, to: from === STATION ? POINT : STATION },
  ...{ acknowledged: true, sealed: false, bytes: octets.length / 2, octets },
});
const causeOf = (of: Facts) => explain(of).findings.map(({ cause }) => cause);
const connected = (more: Partial<StationFacts> = {}) =>
  station({ state: 'COMPLETED', bssid: POINT, ...more });

describe('what keeps a station out', () => {
  const rejected = (status: number, type = '0') => [
    event('CTRL-EVENT-ASSOC-REJECT', { status_code: String(status), auth_type: type }),
  ];
  it.each([
    [17, 'station-limit'],
    [30, 'association-comeback'],
    [31, 'pmf-mismatch'],
    [41, 'no-common-cipher'],
    [77, 'sae-group'],
  ])('is told by status %d', (status, cause) => {
    expect(causeOf(facts(station(), { records: rejected(status) }))).toEqual([cause]);
  });

  it('is no refusal that was overcome', () => {
    const records = [...rejected(17), event('CTRL-EVENT-CONNECTED')];
    expect(causeOf(facts(station(), { records }))).toEqual([]);
  });

  it('is told by the frame, where the daemon says nothing', () => {
    const response = `b0${'00'.repeat(23)}030001004d00`;
    const records = [frame(response, POINT, 'authentication')];
    expect(causeOf(facts(station(), { records }))).toEqual(['sae-group']);
    expect(
      causeOf(facts(station(), { records: [frame(response.slice(0, -8), POINT, 'authentication')] })),
    ).toEqual([]);
  });

  it('is the certificate, or the user', () => {
    const failure = event('CTRL-EVENT-EAP-FAILURE');
    expect(causeOf(facts(station(), { records: [failure] }))).toEqual(['eap-user']);
    const certificate = event('CTRL-EVENT-EAP-TLS-CERT-ERROR', { err: 'self-signed certificate' });
    expect(causeOf(facts(station(), { records: [certificate, failure] }))).toEqual(['eap-certificate']);
  });

  it('is a channel that it may not use', () => {
    const of = station({ permittedMhz: new Set([2412]) });
    expect(causeOf(facts(of))).toEqual(['not-permitted']);
  });

  it('is not known, and the last that was said is shown, rather than a guess', () => {
    const heard = [
      {
        bssid: POINT,
        ssid: 'test',
        frequencyMhz: 2437,
        privacy: true,
        rsn: { akms: ['PSK'], pairwise: ['CCMP-128'], pmf: 'no' as const },
      },
    ];
    const told = explain(facts(station({ heard }), { records: [event('CTRL-EVENT-SCAN-RESULTS')] }));
    expect(told).toMatchObject({
      well: false,
      findings: [],
      last: [{ text: 'vw1: CTRL-EVENT-SCAN-RESULTS', record: id }],
    });
    expect(explanationText(told)).toBe(
      'sta1: I do not know why it is not connected; the last that it said: vw1: CTRL-EVENT-SCAN-RESULTS',
    );
  });
});

describe('what is wrong with who is connected', () => {
  it('is nothing where all is well', () => {
    const told = explain(facts(connected()));
    expect(told).toEqual({ node: 'sta1', well: true, findings: [], last: [] });
    expect(explanationText(told)).toBeUndefined();
  });

  it('is DHCP that is silent', () => {
    const node = { ...sta1, dhcp: true };
    expect(causeOf(facts(connected({ node })))).toEqual(['dhcp-silent']);
    expect(causeOf(facts(connected({ node, leased: '10.0.0.100' })))).toEqual([]);
  });

  it('is the denylist', () => {
    const medium = { denials: [{ receiver: 'ap', sender: 'sta1' }], links: [], jams: [] };
    expect(causeOf(facts(connected(), { medium }))).toEqual(['denied']);
  });

  it('is who takes the air: noise on its channel, or another node', () => {
    const jam = (frequencyMhz: number) => ({
      denials: [],
      links: [],
      jams: [{ frequencyMhz, widthMhz: 20 }],
    });
    expect(causeOf(facts(connected(), { medium: jam(2437) }))).toEqual(['airtime']);
    expect(causeOf(facts(connected(), { medium: jam(2484) }))).toEqual([]);
    const senders = [{ node: 'sta2', share: 0.7 }];
    const [finding] = explain(facts(connected(), { airtime: { busy: 0.8, senders } })).findings;
    expect(finding?.text).toBe('the channel of sta1 is busy 80 % of the time: sta2 takes 70 %');
    expect(causeOf(facts(connected(), { airtime: { busy: 0.2, senders } }))).toEqual([]);
  });
});

describe('handshakes', () => {
  it('of any octets never throw', () => {
    for (let length = 0; length < 200; length++)
      expect(() => eapolKey({ octets: `0802${'ff'.repeat(length)}`, sealed: false })).not.toThrow();
    const body = Buffer.alloc(99, 0xff);
    const key = {
      message: 2,
      body,
      nonce: body.subarray(0, 32),
      mic: body.subarray(0, 16),
      version: 2,
    } as const;
    expect(fits(key, key, [STATION, POINT], { ssid: 'test', passphrase: 'secret-secret' })).toBeUndefined();
    expect(secondMessages([], STATION, undefined)).toEqual([]);
  });
});

describe('a configuration of hostapd', () => {
  it('is that of the interface which is asked for', () => {
    const text = 'interface=vw0\nssid=one\nap_isolate=1\n\nbss=guest\nssid=two\n# max_num_sta=1\n';
    expect(confOf(text, 'vw0')).toMatchObject({ ssid: 'one', ap_isolate: '1' });
    expect(confOf(text, 'guest')).toEqual({ bss: 'guest', ssid: 'two' });
    expect(confOf('', 'vw0')).toEqual({});
  });
});
