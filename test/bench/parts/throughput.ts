/** How fast frames are handed over: the driver and mac80211_hwsim, each beside veth, with the same daemons. */
import { Context, type DriverName } from '../../lib/context.js';
import { GROUP, KINDS, type Kind, load, type Path } from '../load.js';
import type { Part, Setting } from '../part.js';
import { wifi, yardsticks } from '../paths.js';
import { type Row, rowOf, type Target } from '../report.js';

const STATIONS = 10;
const PART = 'throughput';

/** What is aimed at, of a path of the driver against its yardstick. */
function target(kind: Kind, path: Path, driver: DriverName): Target | undefined {
  if (driver !== 'vwifi' || !path.against) return undefined;
  const direct = path.against === 'veth';
  if (kind.kind === 'tcp') return { atLeast: direct ? 0.9 : 0.85 };
  if (kind.kind === 'udp' && direct) return { atLeast: 0.8 };
  if (kind.kind === 'rtt' && direct) return { atMost: 1.15 };
  return undefined;
}

async function measure(
  context: Context,
  kind: Kind,
  paths: readonly Path[],
  { turns, sliceMs, progress }: Setting,
): Promise<Row[]> {
  progress(`${kind.measure}: ${paths.map(({ name }) => name).join(' | ')}`);
  const values = await load(context, kind, paths, { turns, sliceMs });
  return paths.map(({ name, against }, index) => {
    const yardstick = paths.findIndex((path) => path.name === against);
    return rowOf(
      {
        part: context.driver === 'vwifi' ? PART : 'hwsim',
        subject: name,
        measure: kind.measure,
        unit: kind.unit,
      },
      values[index] ?? [],
      against === undefined ? undefined : { name: against, values: values[yardstick] ?? [] },
      target(kind, paths[index] as Path, context.driver),
    );
  });
}

async function withDriver(setting: Setting, driver: DriverName): Promise<Row[]> {
  const context = new Context({ machine: setting.machine, driver, module: setting.module });
  try {
    setting.progress(`a network of ${driver}: an access point, ${STATIONS} stations`);
    const all = [...(await yardsticks(context, STATIONS)), ...(await wifi(context, STATIONS))];
    const pairs = all.filter(({ receivers }) => !receivers);
    const groups = all.filter(({ receivers }) => receivers);
    const rows: Row[] = [];
    for (const kind of KINDS) rows.push(...(await measure(context, kind, pairs, setting)));
    rows.push(...(await measure(context, GROUP, groups, setting)));
    return rows;
  } finally {
    for (const failure of await context.end()) setting.progress(failure);
  }
}

/** What the driver does against mac80211_hwsim: both against the same veth, in their own turns. */
function overHwsim(rows: readonly Row[], slow: string): Row[] {
  const ratio = (driver: string) =>
    rows.find(
      ({ subject, measure }) =>
        subject === `${driver}, station to access point` && measure === 'TCP, one stream',
    )?.ratio ?? Number.NaN;
  const times = ratio('vwifi') / ratio('mac80211_hwsim');
  if (Number.isNaN(times)) return [];
  return [
    {
      part: 'hwsim',
      subject: 'vwifi over mac80211_hwsim',
      measure: 'TCP, one stream',
      unit: 'times',
      value: times,
      target: { atLeast: slow === 'uml' ? 12 : 15 },
    },
  ];
}

export const throughput: Part = {
  name: PART,
  about: 'TCP, UDP, round trips and broadcasts, against veth and a bridge',
  run: (setting) => withDriver(setting, 'vwifi'),
};

export const hwsim: Part = {
  name: 'hwsim',
  about: 'the same with mac80211_hwsim; after throughput also how many times faster the driver is',
  async run(setting, before) {
    const rows = await withDriver({ ...setting, turns: Math.ceil(setting.turns / 3) }, 'mac80211_hwsim');
    return [...rows, ...overHwsim([...before, ...rows], setting.kernelKind)];
  },
};
