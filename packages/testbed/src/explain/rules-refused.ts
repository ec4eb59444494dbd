/** Rules about stations that are answered, and not let in. */
import type { DaemonRecord, FrameRecord } from '../record/record.js';
import { secondMessages } from './eapol.js';
import type { Finding } from './facts.js';
import { type Attempt, isDaemon, lastOf, type Rule, reason, says, seen, ssidOf, status } from './words.js';

const SAE = '3';

interface Refusal {
  /** What says it: an event of wpa_supplicant, or the frame. */
  readonly record: DaemonRecord | FrameRecord;
  readonly text: string;
  readonly code: number;
  readonly sae: boolean;
}

/** Where a status stands in the body of a frame (802.11-2020, 9.3.3.6, 9.3.3.11). */
const STATUS_AT: Readonly<Record<string, number>> = {
  authentication: 28,
  'association response': 26,
  'reassociation response': 26,
};
const ALGORITHM_AT = 24;
/** No refusals: success, an anti-clogging token that is wanted, hash-to-element, SAE-PK. */
const GOES_ON = new Set([0, 76, 126, 127]);

function frameRefusal({ frames, station }: Attempt): Refusal | undefined {
  const record = frames.findLast(({ frame, to }) => to === station.address && frame in STATUS_AT);
  const at = STATUS_AT[record?.frame ?? ''] ?? 0;
  const octets = Buffer.from(record?.octets ?? '', 'hex');
  if (!record || record.sealed || octets.length < at + 2) return undefined;
  const code = octets.readUInt16LE(at);
  const sae = record.frame === 'authentication' && octets.readUInt16LE(ALGORITHM_AT) === Number(SAE);
  return GOES_ON.has(code)
    ? undefined
    : { ...{ record, code, sae }, text: `${record.frame} of ${record.from}: ${status(code)}` };
}

/** The last refusal: as wpa_supplicant tells it, or, where it has tried something else since, as the frame says. */
function refusalOf(attempt: Attempt): Refusal | undefined {
  const record = attempt.events.findLast(
    ({ event }) => event === 'CTRL-EVENT-AUTH-REJECT' || event === 'CTRL-EVENT-ASSOC-REJECT',
  );
  if (!record) return frameRefusal(attempt);
  const code = Number(record.fields?.status_code);
  const sae = record.fields?.auth_type === SAE;
  return { ...{ record, code, sae }, text: `${record.event}: ${status(code)}` };
}

const REFUSED_BY_RULE = 1;

/** Refusals that say themselves what they are about: their codes of 802.11-2020, table 9-50. */
const BY_STATUS: readonly {
  readonly codes: readonly number[];
  readonly cause: string;
  readonly text: (attempt: Attempt, peer: string) => string;
  readonly remedy: string;
}[] = [
  {
    codes: [77],
    cause: 'sae-group',
    text: ({ name }, peer) => `${peer} takes none of the finite cyclic groups that ${name} offers for SAE`,
    remedy:
      "let both have a group in common: sae_groups of hostapd and of wpa_supplicant; 19 is every device's",
  },
  {
    codes: [17],
    cause: 'station-limit',
    text: ({ name }, peer) => `${peer} has as many stations as it takes, and no room for ${name}`,
    remedy: 'raise max_num_sta of the access point, or take a station away',
  },
  {
    codes: [30],
    cause: 'association-comeback',
    text: ({ name }, peer) =>
      `${peer} believes that ${name} is associated already and asks it to come back: under PMF it first asks the one it knows (SA Query)`,
    remedy: 'wait for the comeback time; it passes when who was known does not answer',
  },
  {
    codes: [31],
    cause: 'pmf-mismatch',
    text: ({ name }, peer) => `${peer} and ${name} do not agree on protected management frames`,
    remedy: 'set ieee80211w of both to 1, or to the same',
  },
  {
    codes: [18, 19, 20, 24, 29, 41, 42, 43, 45, 46],
    cause: 'no-common-cipher',
    text: ({ name }, peer) => `${peer} and ${name} have no cipher, key management or rate in common`,
    remedy:
      'compare wpa_key_mgmt and rsn_pairwise of the access point with key_mgmt and pairwise of the station',
  },
];

const peerName = ({ peers }: Attempt): string => peers[0]?.node.name ?? 'the access point';

const byStatus: Rule = (attempt) => {
  const refusal = refusalOf(attempt);
  const row = refusal && BY_STATUS.find(({ codes }) => codes.includes(refusal.code));
  if (!refusal || !row) return undefined;
  return {
    ...{ cause: row.cause, remedy: row.remedy },
    text: row.text(attempt, peerName(attempt)),
    evidence: [says(refusal.record, refusal.text)],
  };
};

/** An access list refuses with a status that says nothing: the list itself is looked at. */
const accessList: Rule = (attempt) => {
  const { station, peers, name } = attempt;
  const { address } = station;
  if (address === undefined) return undefined;
  for (const { node, conf, refused, admitted } of peers) {
    const listed = refused.includes(address);
    const missing = conf.macaddr_acl === '1' && !admitted.includes(address);
    if (!listed && !missing) continue;
    const refusal = refusalOf(attempt);
    return {
      cause: 'access-list',
      text: `the access list of ${node.name} keeps ${name} (${address}) out`,
      evidence: [
        seen(
          listed
            ? `it is among those who are refused (DENY_ACL)`
            : `it is not among those who are admitted (ACCEPT_ACL)`,
        ),
        ...(refusal ? [says(refusal.record, refusal.text)] : []),
      ],
      remedy: listed
        ? `take it off the list: hostapd_cli -i ${node.interface} deny_acl DEL_MAC ${address}, or deny_mac_file`
        : `put it on the list: hostapd_cli -i ${node.interface} accept_acl ADD_MAC ${address}, or accept_mac_file`,
    };
  }
  return undefined;
};

const compare = 'compare the passphrase of the station with that of the access point';

/** The truth of WPA2 is in message 2: its MIC is made with the station's passphrase. */
const wrongPassphrase: Rule = (attempt) => {
  const { station, peers, name, events, frames, lines } = attempt;
  const { address = '' } = station;
  const finding = (evidence: Finding['evidence']): Finding => ({
    cause: 'wrong-passphrase',
    text: `the passphrase of ${name} is not the one of ${peerName(attempt)}`,
    ...{ evidence, remedy: compare },
  });
  const refusal = refusalOf(attempt);
  if (refusal?.sae && (refusal.code === 15 || refusal.code === REFUSED_BY_RULE))
    return finding([
      says(refusal.record, `SAE: the confirm of the other side does not fit (${status(refusal.code)})`),
    ]);
  const network = peers.map(({ node, conf }) => ({
    ssid: ssidOf(station),
    passphrase:
      conf.wpa_passphrase ?? conf.wpa_psk ?? ('passphrase' in node.security ? node.security.passphrase : ''),
  }))[0];
  const judged = secondMessages(frames, address, network?.passphrase ? network : undefined);
  const last = judged.at(-1);
  if (last?.fits === true) return undefined;
  const mismatch = lines.findLast(
    ({ event, text }) => event === 'AP-STA-POSSIBLE-PSK-MISMATCH' && text.includes(address),
  );
  const wrong = events.findLast(
    ({ event, fields }) => event === 'CTRL-EVENT-SSID-TEMP-DISABLED' && fields?.reason === 'WRONG_KEY',
  );
  if (last?.fits === false)
    return finding([
      says(last.record, 'message 2 of 4: its MIC is not of the passphrase of the access point'),
      ...(mismatch ? [says(mismatch, mismatch.text)] : []),
    ]);
  // Without the frames: hostapd got a message 2 that it could not use, so none was lost.
  return mismatch && wrong ? finding([says(mismatch, mismatch.text), says(wrong, wrong.text)]) : undefined;
};

const eap: Rule = ({ events, name, station, peers, facts }) => {
  const failure = events.findLast(({ event }) => event === 'CTRL-EVENT-EAP-FAILURE');
  if (!failure) return undefined;
  const certificate = events.findLast(({ event }) => event === 'CTRL-EVENT-EAP-TLS-CERT-ERROR');
  if (certificate)
    return {
      cause: 'eap-certificate',
      text: `${name} does not trust the certificate of the authentication server: ${certificate.fields?.err ?? 'it is not from its authority'}`,
      evidence: [says(certificate, certificate.text)],
      remedy: 'compare ca_cert and domain_match of the station with the certificate of the server',
    };
  const { identity } = 'identity' in station.node.security ? station.node.security : {};
  const server = peers[0]?.node.asks?.server;
  const known = facts.lab.nodes
    .flatMap((node) => (node.kind === 'radius' && node.name === server ? node.users : []))
    .some((user) => user.name === identity);
  return {
    cause: 'eap-user',
    text: `the authentication server${server ? ` ${server}` : ''} does not let ${identity ?? name} in${server && !known ? ': it knows no such user' : ': the password, or the method, is another one'}`,
    evidence: [says(failure, failure.text)],
    remedy: 'compare identity, password and method of the station with the users of the server',
  };
};

const denied: Rule = ({ facts, name, peers }) => {
  const pair = facts.medium.denials.find(
    ({ receiver, sender }) =>
      (receiver === name && peers.some(({ node }) => node.name === sender)) ||
      (sender === name && peers.some(({ node }) => node.name === receiver)),
  );
  return (
    pair && {
      cause: 'denied',
      text: `${pair.receiver} drops data of ${pair.sender}: the denylist says so`,
      evidence: [seen(`denylist: ${pair.receiver} drops ${pair.sender}`)],
      remedy: `take the pair off the denylist: vwifi-tool deny rm, or lab.deny('${pair.receiver}', '${pair.sender}', false)`,
    }
  );
};

/** So many frames in a row that nobody acknowledged are no accident. */
const LOST_IN_A_ROW = 2;

const framesLost: Rule = ({ frames, name, facts, peers }) => {
  const wanted = frames.filter(
    ({ frame, acknowledged }) => acknowledged !== undefined && !/probe/.test(frame),
  );
  const lost: typeof wanted = [];
  for (const frame of [...wanted].reverse()) {
    if (frame.acknowledged) break;
    lost.push(frame);
  }
  // Handshakes are repeated by both sides: of one kind of frame all are lost, of the others none.
  const kinds = new Map<string, typeof wanted>();
  for (const frame of wanted) {
    const key = `${frame.from} ${frame.frame}`;
    kinds.set(key, [...(kinds.get(key) ?? []), frame]);
  }
  const tail = [...kinds.values()]
    .map((all) => all.slice(-LOST_IN_A_ROW))
    .find(
      (last) => last.length === LOST_IN_A_ROW && last.every(({ acknowledged }) => acknowledged === false),
    );
  const shown = lost.length >= LOST_IN_A_ROW ? lost.slice(0, 3) : tail;
  if (!shown) return undefined;
  const from = shown[0]?.from;
  const sender = shown[0]?.node ?? from;
  const link = facts.medium.links.find(
    ({ receiver, sender: end, loss = 0 }) =>
      loss > 0 &&
      [receiver, end].includes(name) &&
      peers.some(({ node }) => [receiver, end].includes(node.name)),
  );
  return {
    cause: 'frames-lost',
    text: `frames of ${sender} are lost on their way: nobody acknowledges them${link ? `, and the link from ${link.sender} to ${link.receiver} loses ${Math.round((link.loss ?? 0) * 100)} %` : ''}`,
    evidence: shown.map((frame) => says(frame, `${frame.frame} to ${frame.to} was not acknowledged`)),
    remedy: 'look at the loss and the signal of the link, at faults (vwifi-tool fault list) and at noise',
  };
};

const deauthenticated: Rule = (attempt) => {
  const { name, frames, station, facts, peers } = attempt;
  if (station.state !== 'DISCONNECTED' && station.state !== 'INACTIVE' && station.state !== 'SCANNING')
    return undefined;
  const event = lastOf(attempt, 'CTRL-EVENT-DISCONNECTED');
  if (!event) return undefined;
  const code = Number(event.fields?.reason);
  const own = event.fields?.locally_generated === '1';
  const frame = frames.findLast(
    ({ frame: kind, from }) =>
      /^(deauth|disassoc)/.test(kind) && (own ? from === station.address : from !== station.address),
  );
  const by = own
    ? 'itself'
    : (frame?.node ?? peers.find(({ bssid }) => bssid === frame?.from)?.node.name ?? 'its access point');
  const asked = own
    ? undefined
    : facts.records
        .filter(isDaemon)
        .findLast(({ text, node, us }) => node === by && us <= event.us && /deauth/i.test(text));
  return {
    cause: own ? 'left-by-itself' : 'deauthenticated',
    text: own
      ? `${name} left the network by itself (${reason(code)})`
      : `${by} sent ${name} away (${reason(code)})`,
    evidence: [
      says(event, event.text),
      ...(frame ? [says(frame, `${frame.frame} of ${frame.from}`)] : []),
      ...(asked ? [says(asked, asked.text)] : []),
    ],
    remedy: own
      ? `let it come back: npx testbed exec ${name} -- wpa_cli -i ${station.node.interface} reconnect`
      : 'look what its access point says of it, and why it does not come back',
  };
};

/** In the order in which they count: what says itself what it is comes first. */
export const refusedRules: readonly Rule[] = [byStatus, accessList, eap, denied, wrongPassphrase, framesLost];
export const goneRules: readonly Rule[] = [deauthenticated];
