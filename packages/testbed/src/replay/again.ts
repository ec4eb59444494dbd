/** Does a session again, on a new daemon: the same calls, each when as much had come back as the first time. */
import { startTimer } from '../deadline.js';
import { TestbedError } from '../errors.js';
import type { FleetSpec } from '../fleet/spec.js';
import type { Lab } from '../lab/lab.js';
import type { StepEvent } from '../lab/run-plan.js';
import { nodeName } from '../lab/words.js';
import type { ClientCall, JsonObject } from '../rpc/call.js';
import type { Json } from '../rpc/json.js';
import { BOOT, isCounted, isMaking, isRepeated, type SessionLine } from '../session/session.js';

/** The calling end of a daemon. */
export interface Caller {
  open(method: string, args: JsonObject): ClientCall;
}

export interface AgainOptions {
  readonly onEvent?: ((event: StepEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The longest that is waited, once the machine rests, for what had come back by then: it is on its way, or will not come. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 20_000;

/** What of a boot is done again. Folders of the host that could be written, and its network, are not. */
const BOOTED = ['kernel', 'seed', 'fleet', 'memoryMb', 'keep', 'hostname', 'wallClockS', 'bootTimeoutMs'];

const refuse = (message: string, hint?: string): TestbedError =>
  new TestbedError('NO_REPLAY', message, hint === undefined ? {} : { hint });

/** Names become folders of the host. */
function checkNames(args: JsonObject): void {
  const { nodes = [], fleet } = (args.lab ?? {}) as unknown as Partial<Lab>;
  const guests = (fleet ?? (args.fleet as unknown as FleetSpec | undefined))?.guests ?? [];
  for (const { name } of [...nodes, ...guests])
    if (!nodeName.safeParse(name).success) throw refuse('the session has a node whose name is none');
}

/** The arguments of its boot. Throws TestbedError `NO_REPLAY` for a session that cannot be the same again, or may not. */
export function bootOf(lines: readonly SessionLine[]): JsonObject {
  const [first] = lines;
  if (!first || !('method' in first) || first.method !== BOOT)
    throw refuse('the session does not begin with a boot');
  const { args } = first;
  if (args.seed === undefined)
    throw refuse(
      'the session has no seed, so that it was another one each time',
      'give the laboratory one: seed: 1',
    );
  if (Array.isArray(args.writable) && args.writable.length > 0)
    throw refuse('the session could write folders of its host, and a replay does not');
  if (args.uplink === true)
    throw refuse('the session had an uplink, and the network is never the same twice');
  const made = lines.some((line) => 'method' in line && isMaking(line.method));
  if (!made) throw refuse('the session makes no laboratory');
  for (const line of lines.slice(1)) {
    if (!('method' in line)) continue;
    if (!isRepeated(line.method))
      throw refuse(`the session asks for ${line.method}, which is not done again`);
    if (isMaking(line.method)) checkNames(line.args);
  }
  checkNames(args);
  // In a kernel of its own, whatever the file says.
  const again = Object.fromEntries(BOOTED.map((name) => [name, args[name]]));
  return { ...again, backend: 'uml', time: 'virtual', writable: [] };
}

interface Open {
  readonly call: ClientCall;
  readonly method: string;
  heard: number;
  wake: () => void;
}

/**
 * Does what comes after the boot again. Returns when all is done; or where it is known to go another way, since what had come
 * back does not: with that in words.
 */
export async function again(
  caller: Caller,
  lines: readonly SessionLine[],
  { onEvent, signal, patienceMs = PATIENCE_MS }: AgainOptions = {},
): Promise<string | undefined> {
  const calls = new Map<number, Open>();
  const begin = (number: number, method: string, args: JsonObject): void => {
    const open: Open = { call: caller.open(method, args), method, heard: 0, wake: () => {} };
    const count = (isWord: boolean) => {
      if (!isCounted(method, isWord)) return;
      open.heard += 1;
      open.wake();
    };
    open.call.onData(() => count(false));
    open.call.onEvent((event: Json) => {
      if (isMaking(method)) onEvent?.(event as unknown as StepEvent);
      count(true);
    });
    void open.call.result.catch(() => {}).then(() => open.wake());
    calls.set(number, open);
  };
  const abandon = () => {
    for (const { call } of calls.values()) call.cancel(signal?.reason);
  };
  signal?.addEventListener('abort', abandon, { once: true });
  try {
    for (const line of lines.slice(1)) {
      signal?.throwIfAborted();
      if ('method' in line) begin(line.call, line.method, line.args);
      const open = calls.get(line.call);
      // Of the boot, which is over, and of what was refused.
      if (!open || 'method' in line) continue;
      const { call } = open;
      if ('data' in line) void call.send(line.stream, Buffer.from(line.data, 'base64'));
      else if ('word' in line) call.sendEvent(line.word);
      else if ('end' in line) call.sendEnd();
      else if ('gone' in line) call.cancel(new DOMException('the session gave it up', 'AbortError'));
      else if ('answered' in line) await call.result.catch(() => {});
      else if (open.heard < line.heard && !(await heard(caller, open, line.heard, patienceMs)))
        return `${open.method} told ${line.heard} things then, and tells ${open.heard} now`;
    }
    signal?.throwIfAborted();
    return undefined;
  } finally {
    signal?.removeEventListener('abort', abandon);
  }
}

/** Whether so much has come back, at last. */
async function heard(caller: Caller, open: Open, count: number, patienceMs: number): Promise<boolean> {
  // Answered when the machine rests: time is held, and nothing is under way in it.
  await caller.open('machine.now', {}).result.catch(() => {});
  let over = false;
  void open.call.result
    .catch(() => {})
    .then(() => {
      over = true;
    });
  await new Promise<void>((resolve) => {
    const timer = startTimer(patienceMs, () => {
      over = true;
      open.wake();
    });
    open.wake = () => {
      if (open.heard < count && !over) return;
      timer[Symbol.dispose]();
      open.wake = () => {};
      resolve();
    };
    // What is over has told all that it will.
    setImmediate(() => open.wake());
  });
  return open.heard >= count;
}
