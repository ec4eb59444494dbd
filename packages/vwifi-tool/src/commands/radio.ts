import { type NewRadio, type Position, type Track, type VirtualRadio, walk } from '@vwifi/nl80211/vwifi';
import { type CommonFlags, type Context, print, show, toJson, UsageError, withTarget } from '../context.js';
import { table } from '../draw/table.js';
import { dbm } from '../draw/units.js';
import { bandText, dropsText, KINDS } from '../names.js';
import {
  bandsOf,
  countOf,
  endOf,
  gainOf,
  personalityOf,
  placesOf,
  positionOf,
  speedOf,
  txPowerOf,
} from '../values.js';

const placeText = (position: Position | undefined): string =>
  position ? `${position.x},${position.y},${position.z}` : '-';

export const radioTable = (radios: readonly VirtualRadio[]): string =>
  table(
    [
      ...['RADIO', 'WIPHY', 'INTERFACE', 'ADDRESS', 'TX POWER', 'BANDS', 'KIND', 'POSITION'],
      ...['RX PACKETS', 'TX PACKETS', 'DROPPED'],
    ],
    radios.map((radio) => [
      String(radio.id),
      radio.wiphyName,
      radio.ifname ?? '-',
      radio.address ?? '-',
      dbm(radio.txPowerDbm),
      bandText(radio.bands),
      KINDS[radio.personality],
      placeText(radio.position),
      String(radio.rxPackets),
      String(radio.txPackets),
      dropsText(radio.drops),
    ]),
  );

export const list = (context: Context, flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    const radios = await (await target.wifi()).vwifi.radios.list(context);
    show(context, flags, radios, () => (radios.length === 0 ? 'no radios' : radioTable(radios)));
  });

interface AddFlags extends CommonFlags {
  readonly ifname?: string;
  readonly wiphy?: string;
  readonly address?: string;
  readonly txPower?: string;
  readonly bands?: string;
  readonly position?: string;
  readonly personality?: string;
  readonly persona?: string;
  readonly driverSme?: boolean;
  readonly count?: string;
  readonly owned?: boolean;
}

export async function add(context: Context, flags: AddFlags): Promise<void> {
  const { ifname, wiphy, address, txPower, bands, position, personality, owned } = flags;
  const count = flags.count === undefined ? 1 : countOf(flags.count);
  if (count > 1 && (wiphy !== undefined || address !== undefined))
    throw new UsageError('--count makes several radios, --wiphy and --address name one');
  if (count > 1 && ifname !== undefined && !ifname.includes('%d'))
    throw new UsageError(`--count makes several radios; write the interface as ${ifname}%d`);
  const persona =
    flags.persona === undefined ? {} : await (await import('./persona.js')).personaNamed(flags.persona);
  const radio: NewRadio = {
    ...persona,
    ...(ifname === undefined ? {} : { ifname }),
    ...(wiphy === undefined ? {} : { wiphyName: wiphy }),
    ...(address === undefined ? {} : { address }),
    ...(txPower === undefined ? {} : { txPowerDbm: txPowerOf(txPower) }),
    ...(bands === undefined ? {} : { bands: bandsOf(bands) }),
    ...(position === undefined ? {} : { position: positionOf(position) }),
    ...(personality === undefined ? {} : { personality: personalityOf(personality) }),
    ...(flags.driverSme ? { driverSme: true } : {}),
    ...(owned ? { owned } : {}),
  };
  return withTarget(context, flags, async (target) => {
    const { radios } = (await target.wifi()).vwifi;
    const made: VirtualRadio[] = [];
    for (let i = 0; i < count; i++) {
      const each = await radios.add(radio, context);
      made.push(each);
      if (!flags.json)
        print(context, `made radio ${each.id}: ${each.ifname ?? each.wiphyName}, ${each.address}`);
    }
    if (flags.json) print(context, toJson(made, 2));
    if (!owned) return;
    if (!flags.json) print(context, `${count === 1 ? 'it goes' : 'they go'} when this command ends (Ctrl-C)`);
    await new Promise((resolve) => context.signal.addEventListener('abort', resolve, { once: true }));
  });
}

export const remove = (context: Context, names: readonly string[], flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    const { radios } = (await target.wifi()).vwifi;
    for (const name of names) {
      await radios.remove(endOf(name), context);
      if (!flags.json) print(context, `removed ${name}`);
    }
    if (flags.json) print(context, toJson({ removed: names }, 2));
  });

interface SetFlags extends CommonFlags {
  readonly txPower?: string;
  readonly position?: string;
  readonly move?: string;
  readonly speed?: string;
  readonly repeat?: boolean;
  readonly antennaGain?: string;
}

const WALK = 1.4;

function trackOf({ move, speed, repeat, position }: SetFlags): Track | undefined {
  if (move === undefined) {
    if (speed !== undefined || repeat)
      throw new UsageError('--speed and --repeat say how it goes; add --move and the places');
    return undefined;
  }
  if (position !== undefined) throw new UsageError('--position and --move: give one of them');
  const track = walk(placesOf(move), speed === undefined ? WALK : speedOf(speed));
  return { ...track, ...(repeat ? { repeat } : {}) };
}

export const set = (context: Context, name: string, flags: SetFlags): Promise<void> => {
  const { txPower, position, antennaGain } = flags;
  const track = trackOf(flags);
  if (txPower === undefined && position === undefined && antennaGain === undefined && !track)
    throw new UsageError('radio set: nothing to set; add --tx-power, --position, --move or --antenna-gain');
  const settings = {
    txPowerDbm: txPower === undefined ? undefined : txPowerOf(txPower),
    position: position === undefined ? undefined : positionOf(position),
    antennaGainDbi: antennaGain === undefined ? undefined : gainOf(antennaGain),
    track,
  };
  return withTarget(context, flags, async (target) => {
    const { radios } = (await target.wifi()).vwifi;
    await radios.set(endOf(name), settings, context);
    const radio = await radios.get(endOf(name), context);
    show(context, flags, radio, () => {
      const { antennaGainDbi: gain, moving } = radio;
      const antenna = gain === 0 ? '' : ` and an antenna of ${gain} dBi`;
      const place = radio.position ? ` from ${placeText(radio.position)}${moving ? ', on its way' : ''}` : '';
      return `${name} transmits with ${dbm(radio.txPowerDbm)}${antenna}${place}`;
    });
  });
};
