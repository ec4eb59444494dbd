/** Two kernels with an air between them, and somebody on the wire who sends them what no kernel sends. */
import { readFile } from 'node:fs/promises';
import { VWifi } from '@vwifi/nl80211';
import { type LabSpec, type Machine, Testbed, type TestbedNode } from '@vwifi/testbed';
import { DEVICE, UNDERLAYS } from './underlays.js';
import { eventually } from './wait.js';

const PROGRAM = '/tmp/soak';
/** Switches between guests of User-Mode Linux know this card. */
const CARD = 'vec0';
/** How many frames or short rows of frames are sent before the network has to work again. */
const STEPS_A_TIME = 250;
/** Forged goodbyes end associations, as they do on the air: stations have to come back by themselves. */
const RECOVERY_LIMIT_MS = 25_000;
const ATTACK_LIMIT_MS = 120_000;

const lab: LabSpec = {
  name: 'wire-under-attack',
  isolation: 'machine',
  backend: 'uml',
  nodes: {
    old: {
      kind: 'ap',
      machine: 'm1',
      channel: 1,
      ssid: 'old',
      security: 'wpa2-psk',
      passphrase: 'old friends',
    },
    new: {
      kind: 'ap',
      machine: 'm2',
      channel: 6,
      ssid: 'new',
      security: 'wpa3-sae',
      passphrase: 'new friends',
    },
    guest: { kind: 'station', machine: 'm2', network: 'old' },
    visitor: { kind: 'station', machine: 'm1', network: 'new' },
  },
};
const GUESTS = ['m1', 'm2'] as const;
const PAIRS = [
  ['guest', 'old'],
  ['visitor', 'new'],
] as const;

export interface Attack {
  readonly kernel: string;
  readonly seed: number;
  /** How often something is sent, in all. */
  readonly steps: number;
  readonly verbose?: boolean;
  readonly signal?: AbortSignal;
  /** What the air goes over in both machines, one of UNDERLAYS; the card itself when left out. */
  readonly underlay?: string | undefined;
}

export interface Report {
  /** Frames that the two kernels dropped at the wire, by cause. */
  readonly drops: Readonly<Record<string, number>>;
  /** What the program said. */
  readonly output: string;
}

/** An attack that failed, with what is known of it. */
export class AttackFailed extends Error {
  constructor(
    reason: string,
    readonly output: string,
    readonly log: readonly string[],
  ) {
    super(reason);
  }
}

/** Sends, looks whether the network works, and so on; afterwards the driver is unloaded. */
export async function attackTheWire(
  program: string,
  attack: Attack,
): Promise<Report & { log: readonly string[] }> {
  const { kernel, seed, steps, verbose, signal, underlay } = attack;
  await using testbed = await Testbed.up(
    { ...lab, name: `${lab.name}-${process.pid}`, kernel },
    signal ? { signal } : {},
  );
  const { machine } = testbed;
  const drops: Record<string, number> = {};
  let output = '';
  const run = async (netns: string, argv: readonly string[]) => {
    const env = verbose ? { SOAK_VERBOSE: '1' } : {};
    const ended = await machine.exec(argv, {
      netns,
      env,
      timeoutMs: ATTACK_LIMIT_MS,
      ...(signal ? { signal } : {}),
    });
    output += ended.stdout + ended.stderr;
    if (ended.status !== 0) throw new Error(`${netns}: ${argv.join(' ')}: status ${ended.status}`);
  };
  try {
    if (underlay) await goOver(testbed, underlay, run);
    for (const netns of GUESTS) await machine.writeFile(PROGRAM, await readFile(program), 0o755, { netns });
    const pings = await Promise.all(
      PAIRS.map(([from, to]) => keepPinging(testbed.node(from), testbed.node(to))),
    );
    for (let done = 0, turn = 0; done < steps; turn++) {
      const now = Math.min(STEPS_A_TIME, steps - done);
      const netns = GUESTS[turn % GUESTS.length] ?? 'm1';
      await run(netns, [PROGRAM, 'wire', String(seed + turn), String(now), CARD]);
      done += now;
      const quiet = await machine.clock.now();
      for (const [from, to] of PAIRS)
        await eventually(
          machine.clock,
          `${from} reaches ${to} after ${done} steps`,
          async () => (await testbed.node(from).ping(to)).ok,
          RECOVERY_LIMIT_MS,
        );
      const recovery = (await machine.clock.now()) - quiet;
      output += `after ${done} steps the network works within ${(recovery / 1000).toFixed(1)} s\n`;
    }
    for (const each of pings) each.kill('SIGINT');
    for (const [, to] of PAIRS) {
      const [underlay] = await (await testbed.node(to).wifi).vwifi.underlays.list();
      for (const [cause, count] of Object.entries(underlay?.rxDrops ?? {}))
        drops[cause] = (drops[cause] ?? 0) + count;
    }
    for (const netns of GUESTS) {
      await run(netns, ['sh', '-c', 'killall hostapd wpa_supplicant; rmmod vwifi']);
      await run(netns, [PROGRAM, 'leaks', '0', '0', '-']);
    }
    return { drops, output, log: await logsOf(machine) };
  } catch (error) {
    throw new AttackFailed((error as Error).message, output, await logsOf(machine).catch(() => []));
  }
}

/** Moves the air of both machines from the card to a device on it; the stranger stays at the card. */
async function goOver(
  testbed: Testbed,
  kind: string,
  run: (netns: string, argv: readonly string[]) => Promise<void>,
): Promise<void> {
  const made = UNDERLAYS[kind];
  if (!made) throw new Error(`no such underlay: ${kind}`);
  for (const [index, netns] of GUESTS.entries()) {
    await using wifi = await VWifi.open({ socket: testbed.machine.openNetlink, netns });
    await wifi.vwifi.underlays.detach(CARD);
    await run(netns, ['sh', '-c', made.make(CARD, index + 1)]);
    await wifi.vwifi.underlays.attach(DEVICE);
  }
}

/** What the kernels said since the driver is there: what the boot says is the boot's own affair. */
async function logsOf(machine: Machine): Promise<string[]> {
  const logs = await Promise.all(GUESTS.map((netns) => machine.kernelLog({ netns })));
  return logs.flatMap((log, guest) =>
    log
      .slice(
        Math.max(
          0,
          log.findIndex((line) => line.includes('vwifi:')),
        ),
      )
      .map((line) => `${GUESTS[guest]}: ${line}`),
  );
}

const keepPinging = (from: TestbedNode, to: TestbedNode) =>
  from.spawn(['ping', '-q', '-i', '0.02', '-s', '600', to.address ?? '']);
