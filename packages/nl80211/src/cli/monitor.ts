import { readFile } from 'node:fs/promises';
import { Families } from '../monitor/families.js';
import { watch } from '../monitor/live.js';
import { type Captured, readCapture } from '../monitor/pcap.js';
import { viewJson, viewText } from '../monitor/text.js';
import { type View, Viewer } from '../monitor/view.js';
import { parseCapture } from '../testing/capture.js';

export interface MonitorOptions {
  readonly file?: string | undefined;
  readonly json: boolean;
  readonly colour: boolean;
  readonly events: boolean;
  readonly netns?: string | undefined;
}

/** A pcap, or the text that record() writes. */
function datagrams(bytes: Uint8Array): Captured[] {
  const head = Buffer.from(bytes.subarray(0, 3)).toString('latin1');
  if (!/^(TX |RX |#)/.test(head)) return readCapture(bytes);
  const lines = parseCapture(Buffer.from(bytes).toString('utf8'));
  return lines.map(({ data }) => ({ protocol: 16, data }));
}

/** What a capture holds, or what passes by until Ctrl-C. */
export async function monitor(options: MonitorOptions, signal: AbortSignal): Promise<void> {
  const { file, json, colour, events, netns } = options;
  const print = (view: View): void => {
    if (events && view.kind !== 'event') return;
    process.stdout.write(`${json ? viewJson(view) : viewText(view, colour)}\n`);
  };
  if (file !== undefined) {
    const viewer = new Viewer(new Families());
    for (const each of datagrams(await readFile(file))) for (const view of viewer.read(each)) print(view);
    return;
  }
  const onOverrun = (): void => {
    process.stderr.write('monitor: a buffer was full, some messages are missing here\n');
  };
  await watch({ netns, requests: !events, onView: print, onOverrun, signal });
}
