/** The air of a laboratory: where radios stand, what the links between them are like, who does not hear whom. */
import type { LinkSettings, MediumSettings, PersonaName, Position, Track } from '@vwifi/nl80211/vwifi';
import { z } from 'zod';
import type { Problem } from './problem.js';
import { propagationOf, propagationShape } from './propagation.js';
import type { ParsedLab } from './schema.js';

const metres = z.number().min(-100_000).max(100_000);

export const positionSchema = z
  .union([z.tuple([metres, metres]), z.tuple([metres, metres, metres])])
  .describe(
    'where it stands: [x, y] or [x, y, z] in metres; between nodes with positions the signal falls with distance',
  );

export const txPowerSchema = z.number().min(0).max(30).describe('transmit power in dBm; left out: 0');

export const antennaSchema = z
  .number()
  .min(-30)
  .max(60)
  .describe('gain of its antenna in dBi, sending and receiving; left out: 0');

const signal = z.int().min(-128).max(0);
const loss = z.number().min(0).max(1);
const milliseconds = z.number().min(0).max(10_000);

export const mediumSchema = z
  .strictObject({
    signal: signal
      .optional()
      .describe('dBm that everybody reads of a sender with 0 dBm within a metre; left out: -50'),
    loss: loss.optional().describe('probability that one transmission is lost, 0 to 1'),
    pathLoss: z
      .number()
      .min(0)
      .max(10)
      .optional()
      .describe('exponent of the loss over distance: 2 in free space, 3 when left out, 4 among walls'),
    sensitivity: z
      .int()
      .min(-127)
      .max(0)
      .optional()
      .describe('frames weaker than this, in dBm, are not heard'),
    model: z
      .enum(['ideal', 'dcf'])
      .optional()
      .describe(
        'ideal when left out: nothing takes time; dcf: frames occupy their channel, stations contend for it',
      ),
    rateControl: z
      .enum(['minstrel', 'ideal'])
      .optional()
      .describe('of dcf: minstrel when left out, by acknowledgements; ideal: by the signal'),
    rtsThreshold: z
      .int()
      .min(0)
      .max(65_535)
      .optional()
      .describe('of dcf: RTS and CTS go before frames of more octets; left out: never'),
    fairAirtime: z
      .boolean()
      .optional()
      .describe(
        'of dcf: true when left out, the peers of a node have equal airtime; false: equally many frames',
      ),
    ...propagationShape,
  })
  .describe('what holds for all links');

export const linkSchema = z
  .strictObject({
    from: z.string().describe('the node that sends'),
    to: z.string().describe('the node that receives'),
    both: z.boolean().optional().describe('the same in the other direction'),
    signal: signal
      .optional()
      .describe('dBm that the receiver reads of the sender at 0 dBm, whatever the distance'),
    loss: loss.optional().describe('probability that one transmission is lost, 0 to 1'),
    delay: milliseconds.optional().describe('milliseconds'),
    jitter: milliseconds.optional().describe('milliseconds, evenly distributed, added to the delay'),
    rate: z.number().min(0).optional().describe('limit in Mbit/s; 0: none'),
  })
  .describe('what is special from one node to another');

export const denySchema = z
  .strictObject({
    receiver: z.string().describe('the node that drops'),
    sender: z.string().describe('the node whose data it drops'),
  })
  .describe('a pair of the denylist');

interface Ends {
  /** Interfaces. */
  readonly receiver: string;
  readonly sender: string;
}

export interface AirLink extends Ends {
  readonly settings: LinkSettings;
}

export interface AirRadio {
  readonly interface: string;
  readonly position?: Position;
  readonly track?: Track;
  readonly txPowerDbm?: number;
  readonly antennaGainDbi?: number;
  readonly persona?: PersonaName;
  readonly driverSme?: boolean;
}

/** What differs from an ideal air. */
export interface Air {
  readonly medium?: MediumSettings;
  readonly radios: readonly AirRadio[];
  readonly links: readonly AirLink[];
  readonly deny: readonly Ends[];
}

/** A node and what its laboratory says of its radio. */
export interface Placed {
  readonly name: string;
  readonly interface: string;
  readonly position?: z.output<typeof positionSchema> | undefined;
  readonly track?: Track | undefined;
  readonly txPower?: number | undefined;
  readonly antenna?: number | undefined;
  readonly persona?: PersonaName | undefined;
  readonly sme?: 'driver' | 'user' | undefined;
}

const given = <T extends object>(values: { [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;

/** What a link is set to, in the driver's units. */
export function settingsOf(link: z.output<typeof linkSchema>): AirLink['settings'] {
  const { signal, loss, delay, jitter, rate } = link;
  return given<AirLink['settings']>({
    signalDbm: signal,
    loss,
    delayUs: delay === undefined ? undefined : Math.round(delay * 1000),
    jitterUs: jitter === undefined ? undefined : Math.round(jitter * 1000),
    rateBps: rate === undefined ? undefined : Math.round(rate * 1e6),
  });
}

/** What the medium is set to. */
export const mediumOf = (medium: z.output<typeof mediumSchema>): MediumSettings =>
  given<MediumSettings>({
    signalDbm: medium.signal,
    loss: medium.loss,
    pathLossExponent: medium.pathLoss,
    sensitivityDbm: medium.sensitivity,
    model: medium.model,
    rateControl: medium.rateControl,
    rtsThreshold: medium.rtsThreshold,
    airtimeFairness: medium.fairAirtime,
    seed: undefined,
    ...propagationOf(medium),
  });

function radioOf({ interface: name, persona, sme, ...placed }: Placed): AirRadio | undefined {
  const { position, track, txPower, antenna } = placed;
  if ([position, track, txPower, antenna, persona, sme].every((each) => each === undefined)) return undefined;
  const [x = 0, y = 0, height = 0] = position ?? [];
  return {
    interface: name,
    ...(position ? { position: { x, y, z: height } } : {}),
    ...(track ? { track } : {}),
    ...(txPower === undefined ? {} : { txPowerDbm: txPower }),
    ...(antenna === undefined ? {} : { antennaGainDbi: antenna }),
    ...(persona === undefined ? {} : { persona }),
    ...(sme === undefined ? {} : { driverSme: sme === 'driver' }),
  };
}

/** The air of a laboratory; undefined where nothing is said of it. */
export function airOf(
  parsed: ParsedLab,
  nodes: readonly Placed[],
  report: (problem: Problem) => void,
): Air | undefined {
  const { medium, links = [], deny = [] } = parsed;
  const interfaces = new Map(nodes.map((node) => [node.name, node.interface]));
  const interfaceOf = (name: string, path: (string | number)[]): string => {
    const found = interfaces.get(name);
    if (found === undefined)
      report({ path, message: `is "${name}", which is no node here: ${[...interfaces.keys()].join(', ')}` });
    return found ?? '';
  };
  const radios = nodes.map(radioOf).filter((radio) => radio !== undefined);
  const air: Air = {
    ...(medium ? { medium: mediumOf(medium) } : {}),
    radios,
    links: links.flatMap((link, i) => {
      const sender = interfaceOf(link.from, ['links', i, 'from']);
      const receiver = interfaceOf(link.to, ['links', i, 'to']);
      if (link.from === link.to) report({ path: ['links', i], message: 'leads from a node to itself' });
      const settings = settingsOf(link);
      if (Object.keys(settings).length === 0)
        report({ path: ['links', i], message: 'says nothing: give signal, loss, delay, jitter or rate' });
      const one = { receiver, sender, settings };
      return link.both ? [one, { receiver: sender, sender: receiver, settings }] : [one];
    }),
    deny: deny.map(({ receiver, sender }, i) => {
      if (receiver === sender) report({ path: ['deny', i], message: 'is a node with itself' });
      return {
        receiver: interfaceOf(receiver, ['deny', i, 'receiver']),
        sender: interfaceOf(sender, ['deny', i, 'sender']),
      };
    }),
  };
  const said = medium !== undefined || radios.length + links.length + deny.length > 0;
  if (said && parsed.driver === 'mac80211_hwsim')
    report({
      path: ['driver'],
      message:
        'is mac80211_hwsim, whose air cannot be set: leave out medium, links, deny, position, txPower, persona and sme',
    });
  return said ? air : undefined;
}
