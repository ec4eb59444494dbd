import { type CommonFlags, type Context, show, UsageError, withTarget } from '../context.js';
import { table } from '../draw/table.js';
import { dbm } from '../draw/units.js';
import { signalOf } from '../values.js';

const HOUR_MS = 3_600_000;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

function whole(text: string, min: number, max: number, what: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max)
    throw new UsageError(`jam: ${JSON.stringify(text)} is no ${what} from ${min} to ${max} MHz`);
  return value;
}

const frequencyOf = (text: string): number => whole(text, 2400, 7200, 'frequency');

function millisecondsOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text.trim()) ?? [];
  const value = Math.round(Number(number) * (UNIT_MS[unit] ?? 0));
  if (value < 1 || value > HOUR_MS)
    throw new UsageError(
      `jam: ${JSON.stringify(text)} is no time of at most an hour; write it as 500ms, 10s or 2m`,
    );
  return value;
}

export const list = (context: Context, flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    const jams = await (await target.wifi()).vwifi.medium.jams(context);
    show(context, flags, jams, () =>
      jams.length === 0
        ? 'nothing jams the air'
        : table(
            ['FREQUENCY', 'WIDTH', 'SIGNAL', 'STILL'],
            jams.map(({ frequencyMhz, widthMhz, signalDbm, leftMs }) => [
              `${frequencyMhz} MHz`,
              `${widthMhz} MHz`,
              dbm(signalDbm),
              `${leftMs / 1000} s`,
            ]),
          ),
    );
  });

interface StartFlags extends CommonFlags {
  readonly for: string;
  readonly width?: string;
  readonly signal?: string;
}

export async function start(context: Context, frequency: string, flags: StartFlags): Promise<void> {
  const settings = {
    frequencyMhz: frequencyOf(frequency),
    durationMs: millisecondsOf(flags.for),
    ...(flags.width === undefined ? {} : { widthMhz: whole(flags.width, 1, 320, 'width') }),
    ...(flags.signal === undefined ? {} : { signalDbm: signalOf(flags.signal) }),
  };
  await withTarget(context, flags, async (target) => {
    await (await target.wifi()).vwifi.medium.jam(settings, context);
    show(
      context,
      flags,
      settings,
      () => `${settings.frequencyMhz} MHz is jammed for ${settings.durationMs / 1000} s`,
    );
  });
}

export async function stop(
  context: Context,
  frequency: string | undefined,
  flags: CommonFlags,
): Promise<void> {
  const frequencyMhz = frequency === undefined ? undefined : frequencyOf(frequency);
  await withTarget(context, flags, async (target) => {
    await (await target.wifi()).vwifi.medium.unjam(frequencyMhz, context);
    show(context, flags, { frequencyMhz, jammed: false }, () =>
      frequencyMhz === undefined ? 'nothing jams the air any more' : `${frequencyMhz} MHz is free`,
    );
  });
}
