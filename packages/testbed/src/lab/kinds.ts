/** The kinds of nodes that are no radio of a network: routers, authentication servers, programs; and the cables between nodes. */
import { z } from 'zod';
import { addressOr, CONTROL, duration, ip, ipv4, nodeName } from './words.js';

/** What interfaces of a namespace are called already. */
const TAKEN = /^(lo|all|default|br\d+|(vw|wlan)\d+)$/;

export const wireName = nodeName.refine(
  (name) => !TAKEN.test(name),
  'is what an interface is called already; take another name',
);

/** What a part of a node is called: a node's name, and an interface's. */
export const partName = wireName;

/** 802.1Q, 9.6: 0 and 4095 are no VLAN's. */
export const vlanId = z
  .string()
  .regex(/^([1-9]\d{0,2}|[1-3]\d{3}|40([0-8]\d|9[0-4]))$/, 'is no VLAN: 1 to 4094');

export const vlans = z
  .record(vlanId, wireName)
  .describe('where stations go whose user has a VLAN: its number, and the cable that it leads to');

const hostName = z
  .string()
  .regex(
    /^(?=.{1,253}$)[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/,
    'is not a host name, such as www.example',
  );

const dhcp = z
  .union([
    z.literal(true),
    z.strictObject({
      from: ipv4.describe('the first address that is given away'),
      to: ipv4.describe('the last one'),
      lease: duration.optional().describe('for how long; left out: 1h'),
    }),
  ])
  .describe('gives addresses away; true: from the .100th to the .199th of its network');

const portal = z
  .union([
    z.literal(true),
    z.strictObject({
      text: z
        .string()
        .max(2000)
        .refine((text) => !/[^\P{Cc}\t\n]/u.test(text), 'has a control character; leave it out')
        .optional()
        .describe('what the page says'),
    }),
  ])
  .describe('a captive portal: whoever comes from this wire is shown a page until it was accepted');

const routerWire = z
  .strictObject({
    address: addressOr(),
    dhcp: dhcp.optional(),
    nat: z
      .literal(true)
      .optional()
      .describe(
        "others leave by this wire under the router's address, and nobody comes in who was not asked",
      ),
    portal: portal.optional(),
  })
  .describe('the end of a cable in a router');

const ends = z
  .record(wireName, addressOr('dhcp', 'none'))
  .describe('its cables: the name of each, and the address there; "dhcp": asked for; "none": no address');

const gateway = ip.describe('where packets for elsewhere go; with DHCP it is told');

const router = z
  .strictObject({
    kind: z.literal('router'),
    wires: z.record(wireName, routerWire).describe('its cables, by name'),
    gateway: gateway.optional(),
    uplink: z
      .literal(true)
      .optional()
      .describe(
        'a way to the network of the host, under whose addresses what comes over its cables leaves; nothing of its loopback',
      ),
    names: z
      .record(hostName, ip)
      .optional()
      .describe('names that it knows besides those it gave addresses to, and their addresses'),
  })
  .describe(
    'a router: forwards, gives addresses away (DHCP), knows names (DNS), hides a network (NAT), has a captive portal',
  );

const userWord = (most: number) =>
  z
    .string()
    .min(1, 'is empty')
    .max(most)
    .refine(
      (text) => !CONTROL.test(text) && !/["\\]/.test(text),
      'has a quotation mark, a backslash or a control character, which the daemons cannot read',
    );

/** Names of users: in a file of the server, in quotation marks. */
export const identity = userWord(64);
export const userPassword = userWord(128);

const radius = z
  .strictObject({
    kind: z.literal('radius'),
    wires: ends,
    gateway: gateway.optional(),
    users: z
      .record(
        identity,
        z.strictObject({
          password: userPassword,
          vlan: z.int().min(1).max(4094).optional().describe('the VLAN that this user is in'),
        }),
      )
      .describe('who is let in, by name; certificates are made on the spot'),
  })
  .describe('an authentication server for 802.1X, with an authority of its own');

const environment = z
  .record(
    z.string().regex(/^[A-Za-z_]\w*$/, 'is not the name of a variable'),
    z.string().refine((text) => !text.includes('\0'), 'has a character of no width (NUL); leave it out'),
  )
  .describe('variables of its environment');

const command = z
  .string()
  .min(1, 'is empty')
  .max(8192)
  .refine((text) => !text.includes('\0'), 'has a NUL in it; leave it out');

const program = z
  .strictObject({
    kind: z.literal('program'),
    command: command.describe(
      'of a shell; it begins in the folder of this file, and ends with the laboratory',
    ),
    env: environment.optional(),
    wires: ends.optional(),
    gateway: gateway.optional(),
    radio: z.boolean().optional().describe('whether it has a radio, vw0 and on; nothing is done to it'),
    radios: z.int().min(1).max(64).optional().describe('so many of them'),
    ready: command
      .optional()
      .describe('of a shell: its status is 0 once the program is there; left out: at once'),
  })
  .describe('anything of yours, in a namespace of its own');

export const serviceKinds = [router, radius, program] as const;
/** The cable of an access point. */
export const accessWire = wireName.describe(
  'a cable: its stations and whoever else is on it are one network; the address is that of both',
);
