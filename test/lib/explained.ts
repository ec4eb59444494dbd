/** Laboratories on the machine of a scenario, one after the other in one kernel, and why their nodes are as they are. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LabSpec, labFrom } from '@vwifi/testbed';
import type { Laboratory } from '../../packages/testbed/dist/lab/laboratory.js';
import type { Recorder } from '../../packages/testbed/dist/record/recorder.js';
import type { Context } from './context.js';
import { inside } from './inside.js';

const UP_MS = 60_000;

export interface Explained {
  readonly laboratory: Laboratory;
  readonly recorder: Recorder;
  /** Lets a node that was idle look for its network, with what is said to its daemon before. */
  start(node: string, ...commands: readonly string[]): Promise<void>;
  /** What the daemon of a node answers. */
  control(node: string, command: string): Promise<string>;
  connected(node: string): Promise<void>;
  /** Waits until a daemon of the node has told such an event. */
  told(node: string, event: string): Promise<void>;
  /** Waits for the first thing that is found of a node; {@link asTold} says whether it was this. */
  finds(node: string, cause: string, text: RegExp): Promise<void>;
  /** Throws where another cause was found than the right one, or none. */
  asTold(): void;
}

export async function explained(context: Context, spec: LabSpec): Promise<Explained> {
  const { machine } = context;
  const folder = await mkdtemp(join(tmpdir(), 'vwifi-explained-'));
  context.onEnd('remove the files', () => rm(folder, { recursive: true, force: true }));
  const lab = labFrom(spec, { folder, name: 'explained' });
  const { Laboratory: Made } = await inside<{ Laboratory: typeof Laboratory }>('lab/laboratory.js');
  const { Recorder: Taken } = await inside<{ Recorder: typeof Recorder }>('record/recorder.js');
  const recorder = new Taken(machine, folder);
  const laboratory = new Made(lab, machine, folder, recorder);
  const places = [...new Set(lab.nodes.map(({ namespace }) => namespace)), 'wires'];
  context.onEnd('unload the driver', async () => {
    await context.attempt(
      `for each in ${places.join(' ')}; do ip netns del $each; done 2>/dev/null; rmmod vwifi`,
    );
  });
  context.onEnd('take the laboratory down', () => laboratory.close());
  context.onEnd('record no more', () => recorder.close());
  await laboratory.up({ signal: new AbortController().signal, timeoutMs: UP_MS });
  const daemon = (node: string) => {
    const found = laboratory.daemonOf(node);
    if (!found) throw new Error(`${node} has no daemon`);
    return found;
  };
  const control = (node: string, command: string) => daemon(node).control.request(command);
  const wrong: string[] = [];
  return {
    ...{ laboratory, recorder, control },
    async start(node, ...commands) {
      for (const command of [...commands, 'ENABLE_NETWORK all', 'RECONNECT']) await control(node, command);
    },
    async connected(node) {
      await context.eventually(`${node} is connected`, async () =>
        /COMPLETED/.test(await control(node, 'STATUS')),
      );
    },
    async told(node, event) {
      await context.eventually(`${node}: ${event}`, async () =>
        (await recorder.read()).some(
          (each) => each.kind === 'daemon' && each.node === node && each.event === event,
        ),
      );
    },
    async finds(node, cause, text) {
      let last: unknown;
      const found = context.eventually(`something is found of ${node}`, async () => {
        const explanation = await laboratory.explain(node);
        last = explanation;
        const [first] = explanation.findings;
        // What is right already may still lack a name: the record of a frame can come after a daemon's word of it.
        return first && (first.cause !== cause || text.test(first.text)) ? first : undefined;
      });
      const finding = await found.catch(() => undefined);
      // What shows it is to be found in a trace: a record says so at that moment, or the state does, which is in it as it was said.
      const records = new Map((await recorder.read()).map((record) => [record.id, record]));
      const shown = finding?.evidence.every(
        ({ record, us }) => record === undefined || records.get(record)?.us === us,
      );
      if (
        finding?.cause === cause &&
        text.test(finding.text) &&
        finding.evidence.length > 0 &&
        shown &&
        finding.remedy
      )
        return context.timeline.note(`${node}: ${cause}: ${finding.text}`);
      wrong.push(`${node}, not ${cause} ${text}: ${JSON.stringify(finding ?? last)}`);
    },
    asTold() {
      assert.deepEqual(wrong, []);
    },
  };
}
