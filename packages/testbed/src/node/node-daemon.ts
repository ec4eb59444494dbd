/** hostapd or wpa_supplicant of one node, as a running process of the machine. */
import type { ControlSocket } from '@vwifi/nl80211/supplicant';
import { limited } from '../deadline.js';
import { errorCode, errorMessage, TestbedError } from '../errors.js';
import type { WifiNode } from '../lab/lab.js';
import type { ExitStatus, Machine, MachineProcess } from '../machine/machine.js';
import { install } from '../machine/programs.js';
import { openControl } from './control.js';
import { LOG_LIMIT, LogFile } from './log-file.js';
import { reasonInDebugLog, reasonOf } from './reason.js';

export interface DaemonPlan {
  readonly node: WifiNode;
  readonly program: 'hostapd' | 'wpa_supplicant';
  readonly argv: readonly string[];
  /** Path of the control socket in the machine. */
  readonly control: string;
  /** Path of the log on the host. */
  readonly log: string;
  /** Told of each line of it. */
  readonly onLines?: ((lines: readonly string[]) => void) | undefined;
}

const packages = { hostapd: 'hostapd', wpa_supplicant: 'wpasupplicant' };
/** A reason is said at once; what follows from it is not long. */
const REASON_LINES = 50;
/** How long a daemon may take to fail once more. */
const SECOND_RUN_MS = 5000;
/** How long a daemon may take to end when asked. */
const STOP_DEADLINE_MS = 2000;

/** What the typed wrappers need of a daemon: the daemon's owner has all of it, a client from afar the control socket. */
export interface DaemonHandle {
  readonly node: WifiNode;
  readonly control: ControlSocket;
  /** The last lines of its log, where they are at hand. */
  lastLines(count: number): readonly string[];
  /** Waits for something that the daemon does; rejects if it ends instead, where that can be known. */
  whileRunning<T>(work: Promise<T>): Promise<T>;
}

export class NodeDaemon implements DaemonHandle {
  readonly log: LogFile;
  readonly exited: Promise<ExitStatus>;
  #ended: ExitStatus | undefined;

  private constructor(
    private readonly machine: Machine,
    readonly plan: DaemonPlan,
    readonly process: MachineProcess,
    readonly control: ControlSocket,
    log: LogFile,
  ) {
    this.log = log;
    this.exited = process.exited;
    void this.exited.then(
      (status) => {
        this.#ended = status;
      },
      () => {},
    );
  }

  /** How it ended; undefined while it runs. */
  get ended(): ExitStatus | undefined {
    return this.#ended;
  }

  /** Starts the daemon and attaches to its control socket; rejects with its last lines if it ends before that. */
  static async start(machine: Machine, plan: DaemonPlan, signal: AbortSignal): Promise<NodeDaemon> {
    const log = new LogFile(plan.log, LOG_LIMIT, plan.onLines);
    const { node, program } = plan;
    const child = await machine.spawn(plan.argv, { netns: node.namespace }).catch((error: unknown) => {
      const missing = errorCode(error) === 'ENOENT';
      throw new TestbedError(
        missing ? 'DAEMON_MISSING' : 'DAEMON_FAILED',
        `${node.name}: cannot start ${program}: ${missing ? 'it is not installed' : errorMessage(error)}`,
        { hint: missing ? `install it: ${install(packages[program])}` : undefined, cause: error },
      );
    });
    child.onOutput((_, data) => log.append(data));
    child.endInput();
    const stopped = new AbortController();
    using stop = limited([signal, stopped.signal]);
    try {
      const control = await untilExit(
        child,
        openControl(machine, plan.control, stop, { netns: node.namespace }),
        (status) => endedError(machine, plan, status, log),
      );
      return new NodeDaemon(machine, plan, child, control, log);
    } catch (error) {
      child.kill('SIGKILL');
      throw (error as Error).name === 'TimeoutError' ? lateError(plan, log) : error;
    } finally {
      stopped.abort();
    }
  }

  get node(): WifiNode {
    return this.plan.node;
  }

  lastLines(count: number): readonly string[] {
    return this.log.last(count);
  }

  whileRunning<T>(work: Promise<T>): Promise<T> {
    return untilExit(this.process, work, (status) => endedError(this.machine, this.plan, status, this.log));
  }

  /** Ends the daemon: asked first, then killed. */
  async stop(): Promise<void> {
    await this.control.close().catch(() => {});
    if (this.#ended) return;
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), STOP_DEADLINE_MS);
    await this.exited.catch(() => {});
    clearTimeout(timer);
  }
}

async function untilExit<T>(
  child: MachineProcess,
  work: Promise<T>,
  failure: (status: ExitStatus) => Promise<Error>,
): Promise<T> {
  const ended = child.exited.then(async (status) => Promise.reject(await failure(status)));
  // Whichever loses the race must not become an unhandled rejection.
  ended.catch(() => {});
  work.catch(() => {});
  return Promise.race([work, ended]);
}

const about = (plan: DaemonPlan, log: LogFile) => ({
  hint: plan.node.ownConf
    ? `mend ${plan.node.ownConf}`
    : // What listening only is for: the rules of no country in particular.
      log.last(REASON_LINES).some((line) => /not allowed for AP mode.*NO-IR/.test(line))
      ? 'name a country that allows the channel, in the laboratory: country: US'
      : `check what the laboratory says about ${plan.node.name}, above all its extra lines`,
  details: log.last(8),
});

function lateError(plan: DaemonPlan, log: LogFile): TestbedError {
  const why = reasonOf(log.last(REASON_LINES));
  const text = `${plan.node.name}: ${plan.program} did not open its control socket in time`;
  return new TestbedError('DAEMON_LATE', why ? `${text}: ${why}` : text, about(plan, log));
}

async function endedError(
  machine: Machine,
  plan: DaemonPlan,
  status: ExitStatus,
  log: LogFile,
): Promise<TestbedError> {
  const how = status.signal ? `was ended by ${status.signal}` : `ended with status ${status.status}`;
  const why =
    reasonOf(log.last(REASON_LINES)) ??
    (status.signal === undefined ? await reasonOfSecondRun(machine, plan).catch(() => undefined) : undefined);
  const text = `${plan.node.name}: ${plan.program} ${how}`;
  return new TestbedError('DAEMON_ENDED', why ? `${text}: ${why}` : text, about(plan, log));
}

/** hostapd says some of its reasons only among its debugging lines: it is asked once more, for them. */
async function reasonOfSecondRun(machine: Machine, { argv, node }: DaemonPlan): Promise<string | undefined> {
  const [command = '', ...words] = argv;
  if (command !== 'hostapd') return undefined;
  const options = { netns: node.namespace, timeoutMs: SECOND_RUN_MS };
  const { stdout, stderr } = await machine.exec([command, '-d', ...words], options);
  return reasonInDebugLog(`${stdout}\n${stderr}`.split('\n'));
}
