import { type CommonFlags, type Context, print, toJson, withTarget } from '../context.js';
import type { Target } from '../target.js';

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What mends it. */
  readonly next?: string;
}

const CAP_NET_ADMIN = 12n;

/** Each looks at one thing. They are asked in this order; one that fails does not stop the others. */
const LOOKS: readonly ((target: Target, signal: AbortSignal) => Promise<Finding>)[] = [
  async (target, signal) => {
    const radios = await (await target.wifi()).radios({ signal });
    return { what: 'nl80211', ok: true, detail: `${radios.length} radios in this namespace` };
  },
  async (target) => {
    const state = (await target.readFile('/sys/module/vwifi/initstate'))?.trim();
    const ok = state === 'live';
    return {
      what: 'vwifi',
      ok,
      detail: state ?? 'not loaded',
      ...(ok ? {} : { next: 'modprobe vwifi, or insmod vwifi.ko station=2' }),
    };
  },
  async (target, signal) => {
    const medium = await (await target.wifi()).vwifi.medium.get({ signal });
    return {
      what: 'family vwifi',
      ok: true,
      detail: `version ${medium.version}, ${medium.radios} radios, ${medium.pairs} pairs`,
    };
  },
];

/** What is about the caller's own process, not about a laboratory's machine. */
const privileges = async (target: Target): Promise<Finding> => {
  const line = /^CapEff:\s*([0-9a-f]+)$/m.exec((await target.readFile('/proc/self/status')) ?? '')?.[1];
  const ok = line !== undefined && ((BigInt(`0x${line}`) >> CAP_NET_ADMIN) & 1n) === 1n;
  return {
    what: 'privilege',
    ok,
    detail: ok ? 'may change things (CAP_NET_ADMIN)' : 'may look, but change nothing',
    ...(ok ? {} : { next: 'run changes as root: sudo vwifi-tool ...' }),
  };
};

const NAMES = ['nl80211', 'vwifi', 'family vwifi', 'privilege'];

/** Exit status 0 where everything is as it should be. */
export function doctor(context: Context, flags: CommonFlags): Promise<number> {
  return withTarget(context, flags, async (target) => {
    const findings: Finding[] = [];
    const looks = flags.lab === undefined ? [...LOOKS, privileges] : LOOKS;
    for (const [index, lookAt] of looks.entries()) {
      try {
        findings.push(await lookAt(target, context.signal));
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        findings.push({ what: NAMES[index] ?? '', ok: false, detail });
      }
    }
    const ok = findings.every((each) => each.ok);
    if (flags.json) print(context, toJson({ ok, findings }, 2));
    else
      for (const each of findings) {
        print(context, `${each.ok ? 'ok ' : 'NO '}  ${each.what.padEnd(13)} ${each.detail}`);
        if (each.next) print(context, `     ${''.padEnd(13)} ${each.next}`);
      }
    return ok ? 0 : 1;
  });
}
