/** The form of a laboratory, as a person writes it. What it means is in `resolve.ts`. */
import { z } from 'zod';
import { nets } from '../fleet/spec.js';
import { antennaSchema, denySchema, linkSchema, mediumSchema, positionSchema, txPowerSchema } from './air.js';
import { bands } from './channel.js';
import { joins } from './join.js';
import { accessWire, partName, serviceKinds, vlans } from './kinds.js';
import { linksSchema, mldSchema } from './links.js';
import { personaSchema } from './persona.js';
import { ciphers, securitySchema, securityTypes, vlanPassphrases } from './security.js';
import { standards, widths } from './standard.js';
import { momentSchema } from './timeline.js';
import { flowSchema } from './traffic.js';
import { VARIABLE_NAME } from './variables.js';
import { walkSchema } from './walk.js';
import { addressOr, ip, nodeName } from './words.js';

const labName = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,39}$/, 'is not a name: letters, digits, . - and _, at most 40');

const address = addressOr('none', 'dhcp').describe(
  'address and prefix length; left out: the next free one of 10.0.0.0/24, or asked for where a router gives them away; "dhcp": asked for; "none": no address',
);

const mac = z
  .string()
  .regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i, 'is not a hardware address, such as 02:00:00:00:00:01')
  .refine(
    (text) => !(Number.parseInt(text.slice(0, 2), 16) & 1),
    'is a group address (the first octet is odd)',
  )
  .transform((text) => text.toLowerCase());

const ssid = z
  .string()
  .refine((text) => {
    const length = Buffer.byteLength(text);
    return length >= 1 && length <= 32;
  }, 'is not an SSID: 1 to 32 octets')
  .describe('name of the network, 1 to 32 octets');

/** A line of a daemon's configuration ends where one of these is. */
const CONTROL = /[^\P{Cc}\t\n]/u;

/** Lines as a list or as one block of text. */
const extra = z
  .union([z.array(z.string()), z.string()])
  .refine(
    (lines) => !CONTROL.test([lines].flat().join('\n')),
    'has a control character, which no line of a configuration can have; leave it out',
  )
  .transform((lines) =>
    (typeof lines === 'string' ? lines.split('\n') : lines).filter((line) => line.trim()),
  );

const security = z
  .union([z.enum(securityTypes as [string, ...string[]]), securitySchema])
  .describe(
    'open | owe | owe-transition | wpa2-psk | wpa3-sae | wpa2-wpa3 | wpa2-eap | wpa3-eap, or an object with `type`',
  );

/** As many as the driver makes. */
const MOST_RADIOS = 65_535;

const common = {
  interface: z
    .string()
    .regex(
      /^(vw|wlan)\d{1,5}$/,
      'is not an interface of the driver: vw0, vw1 and on; with names: wlan, wlan0 and on',
    )
    .refine(
      (name) => Number(/\d+$/.exec(name)) < MOST_RADIOS,
      `is too far: the driver has ${MOST_RADIOS} radios`,
    )
    .optional()
    .describe('which radio the node uses; left out: vw0 (with names: wlan, wlan0) and on, in order'),
  machine: nodeName
    .optional()
    .describe('with isolation: machine: the guest that the node shares with others; left out: its own'),
  ssid: ssid.optional(),
  security: security.optional(),
  passphrase: z.string().optional().describe('short for security: wpa2-psk with this passphrase'),
  cipher: z.enum(ciphers).optional(),
  address: address.optional(),
  gateway: ip.optional().describe('where packets for elsewhere go; with DHCP it is told'),
  mac: mac.optional().describe('hardware address; left out: the driver gives one'),
  position: positionSchema.optional(),
  walk: walkSchema.optional(),
  txPower: txPowerSchema.optional(),
  antenna: antennaSchema.optional(),
  persona: personaSchema.optional(),
};

const tuned = {
  channel: z.int().optional().describe('left out: 6 (2.4GHz), 36 (5GHz) or 5 (6GHz)'),
  frequency: z.int().optional().describe('centre frequency in MHz, instead of channel and band'),
  band: z.enum(bands).optional().describe('needed only where the channel number does not tell it'),
};

const modern = {
  standard: z
    .enum(standards)
    .optional()
    .describe('of 802.11: n, ac, ax or be, with all that is older; left out: the oldest with that width'),
  width: z.literal(widths).optional().describe('of the channel in MHz: 20, 40, 80, 160 or 320; left out: 20'),
};

const hidden = z.boolean().optional().describe('leave the SSID out of beacons');

const secured = {
  security: security.optional(),
  passphrase: common.passphrase,
  cipher: common.cipher,
};

const furtherNetwork = z
  .strictObject({
    ssid: ssid.optional().describe('left out: its name'),
    ...secured,
    address: common.address,
    gateway: common.gateway,
    wire: accessWire.optional(),
    hidden,
    extra: extra.optional().describe('lines added to its part of the generated hostapd.conf'),
  })
  .describe('a network more on the same radio, a node of its own for stations; its interface has its name');

const furtherRadio = z
  .strictObject({
    ...tuned,
    ssid: ssid.optional().describe('left out: as of the access point'),
    ...secured,
    hidden,
    mac: common.mac,
    interface: common.interface,
    extra: extra.optional().describe('lines added to its generated hostapd.conf'),
  })
  .describe(
    'a radio more of the same access point, a node of its own for stations; both are ports of one bridge',
  );

const accessPoint = z
  .strictObject({
    kind: z.literal('ap'),
    ...common,
    ...tuned,
    ...modern,
    links: linksSchema.optional(),
    wire: accessWire.optional(),
    hidden,
    networks: z.record(partName, furtherNetwork).optional().describe('networks more on its radio, by name'),
    radios: z.record(partName, furtherRadio).optional().describe('radios more of it, by name'),
    vlans: vlans.optional(),
    passphrases: vlanPassphrases.optional(),
    roaming: nodeName
      .optional()
      .describe(
        'access points with this word in common hand stations over to each other: fast transition, lists of neighbours, requests to move',
      ),
    hostapd: z
      .string()
      .optional()
      .describe("path of a hostapd.conf of your own, relative to this file's folder"),
    extra: extra.optional().describe('lines added to the generated hostapd.conf'),
  })
  .describe('an access point, run by hostapd; one with links by a program of the laboratory');

const count = z
  .int()
  .min(1)
  .max(1000)
  .optional()
  .describe('this many stations: sta becomes sta1, sta2 and on');

const adhoc = z
  .strictObject({
    kind: z.literal('adhoc'),
    ...common,
    ...tuned,
    count,
    extra: extra.optional().describe('lines added to the network block of the generated wpa_supplicant.conf'),
  })
  .describe(
    'a member of an ad hoc cell, run by wpa_supplicant: all with one SSID and channel are one network',
  );

const mesh = z
  .strictObject({
    kind: z.literal('mesh'),
    ...common,
    passphrase: z.string().optional().describe('short for security: wpa3-sae with this passphrase'),
    ...tuned,
    count,
    extra: extra.optional().describe('lines added to the network block of the generated wpa_supplicant.conf'),
  })
  .describe(
    'a member of a mesh (802.11s), run by wpa_supplicant: all with one SSID and channel carry frames for each other',
  );

const station = z
  .strictObject({
    kind: z.literal('station'),
    ...common,
    join: z
      .enum(joins)
      .optional()
      .describe(
        'it knows nothing of its network and is told: by a button on both sides (wps-button), by a number (wps-pin), by its code (dpp)',
      ),
    network: nodeName
      .optional()
      .describe('the access point whose SSID and security this station uses; left out: the only one'),
    idle: z
      .boolean()
      .optional()
      .describe(
        'it stays away from its network until `start` of the time line, or `wpa_cli enable_network all`',
      ),
    sme: z
      .literal(['driver', 'user'])
      .optional()
      .describe(
        'who connects: the radio itself, told to which network, as FullMAC devices do (driver), or the supplicant step by step; left out: as the persona has it, else user',
      ),
    mld: mldSchema.optional(),
    count,
    supplicant: z
      .string()
      .optional()
      .describe("path of a wpa_supplicant.conf of your own, relative to this file's folder"),
    extra: extra.optional().describe('lines added to the network block of the generated wpa_supplicant.conf'),
  })
  .describe('a station, run by wpa_supplicant');

const repeater = z
  .strictObject({
    kind: z.literal('repeater'),
    of: nodeName.describe('the access point that it carries on'),
    ssid: ssid.optional().describe('of its own network; left out: as of that access point'),
    security: security.optional(),
    passphrase: common.passphrase,
    cipher: common.cipher,
    channel: z.int().optional().describe('of its own network; left out: as of that access point'),
    address: addressOr('none').optional(),
    position: common.position,
    txPower: common.txPower,
    extra: extra.optional().describe('lines added to the generated hostapd.conf'),
  })
  .describe(
    'an access point without a cable: a second radio of it, NAME-up, is a station with four addresses of another one; both are ports of one bridge',
  );

export const nodeSchema = z.discriminatedUnion('kind', [
  accessPoint,
  station,
  adhoc,
  mesh,
  repeater,
  ...serviceKinds,
]);
export const kinds = nodeSchema.options.map(({ shape }) => shape.kind.value);

export const labSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: labName.optional().describe("left out: the file's name"),
    description: z.string().optional(),
    extends: z
      .string()
      .optional()
      .describe('path of a laboratory file whose values hold where this one gives none'),
    includes: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .describe('paths of files whose nodes, links, deny, timeline and traffic are added to those here'),
    variables: z
      .record(
        z.string().regex(VARIABLE_NAME, 'is not a name: a letter, then at most 39 letters, digits or _'),
        z.union([z.string().max(4096), z.number(), z.boolean()]),
      )
      .optional()
      .describe('values by name, which stand for themselves in every text below, in braces behind a dollar'),
    backend: z
      .enum(['uml', 'qemu', 'host'])
      .optional()
      .describe('left out: uml where its kernel is at hand, else qemu'),
    kernel: z.string().optional().describe('series or release, such as 6.1; `testbed kernel ls` lists them'),
    time: z
      .enum(['real', 'virtual'])
      .optional()
      .describe('virtual: idle time is skipped, by all machines together (backend uml, net: switch)'),
    seed: z
      .int()
      .min(0)
      .optional()
      .describe(
        'makes the random choices of a run repeat; with time: virtual all that is random in its kernels, too',
      ),
    isolation: z
      .enum(['namespace', 'machine'])
      .optional()
      .describe('namespace: all nodes share a kernel; machine: each has a guest of its own'),
    net: z
      .enum(nets)
      .optional()
      .describe("between machines: the laboratory's switch, or a bridge of the host (needs root)"),
    bridge: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/, 'is not the name of a network device')
      .optional()
      .describe('with net: bridge: a bridge of the host that is there already; left out: one is made'),
    memory: z
      .int()
      .min(64)
      .max(65_536)
      .optional()
      .describe('megabytes of each guest; left out: what a small one needs'),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'is not a country code of two capital letters')
      .optional()
      .describe('country whose radio rules the daemons announce'),
    driver: z.enum(['vwifi', 'mac80211_hwsim']).optional().describe('mac80211_hwsim only for comparison'),
    names: z
      .enum(['vw', 'wlan'])
      .optional()
      .describe('what radios are called: vw_phy0 and vw0 and on (vw, the default), or phy0 and wlan0 (wlan)'),
    module: z.string().optional().describe('path of the vwifi.ko to load'),
    stations: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe('short for this many nodes of kind station: sta1, sta2 and on'),
    medium: mediumSchema.optional(),
    links: z.array(linkSchema).optional(),
    deny: z.array(denySchema).optional(),
    timeline: z
      .array(momentSchema)
      .optional()
      .describe('what happens when, and what is expected then: `testbed test` runs and judges it'),
    traffic: z
      .array(flowSchema)
      .optional()
      .describe('who sends what to whom, beginning when; `testbed test` says what arrived'),
    nodes: z.record(nodeName, nodeSchema).describe('the nodes, by name'),
  })
  .describe('A vwifi laboratory');

/** A laboratory as written: in a file, or as an object in TypeScript. */
export type LabSpec = z.input<typeof labSchema>;
/** A node as written. */
export type NodeSpec = z.input<typeof nodeSchema>;
export type ParsedLab = z.output<typeof labSchema>;
export type ParsedNode = z.output<typeof nodeSchema>;
