/** A laboratory that is up: its records as they come, and a map of who is where and hears whom. */
import { type Act, showControls } from './controls.js';
import { place } from './dom.js';
import { LiveMap } from './map.js';
import type { PageUpdate } from './model.js';
import { show } from './show.js';
import type { Store } from './store.js';

/** Shows it until it ends; `word` is what this page says at the door. */
export async function showLive(word: string): Promise<void> {
  // The address has opened this page and opens nothing any more.
  history.replaceState(null, '', '/');
  const authorization = `Bearer ${word}`;
  const told = (text: string): void => {
    place('state').textContent = text;
  };
  let store: Store | undefined;
  let map: LiveMap | undefined;
  try {
    const response = await fetch('/live', { headers: { authorization } });
    if (!response.body) throw new Error('nothing came');
    for await (const update of lines(response.body)) {
      const { start, records, series, now } = update;
      if (start) {
        store = show(start, true);
        const act: Act = async (deed) => {
          const body = JSON.stringify(deed);
          const answer = await fetch('/deed', { method: 'POST', headers: { authorization }, body });
          told(answer.ok ? 'live' : await answer.text());
        };
        const move = (node: string, [x, y, z]: readonly [number, number, number]): Promise<void> =>
          act({ place: node, x, y, z });
        map = new LiveMap(place('map'), start.nodes, start.control ? move : undefined);
        if (start.control) showControls(place('controls'), start.nodes, act);
        told('live');
      }
      if (series) store?.addSeries(series);
      if (records) store?.add(records);
      if (now) map?.show(now);
    }
    told('the laboratory has ended, or nobody answers any more');
  } catch (error) {
    told(
      `nobody answers: ${error instanceof Error ? error.message : String(error)}; npx testbed view opens it again`,
    );
  }
}

async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<PageUpdate> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield JSON.parse(part) as PageUpdate;
  }
}
