import type { Port } from './port.js';
import { Switch } from './switch.js';

class FakePort implements Port {
  readonly got: string[] = [];
  closed = false;
  full = false;
  #wake = () => {};
  #listener: (frame: Buffer) => void = () => {};

  constructor(readonly name: string) {}

  send(frame: Uint8Array): boolean {
    if (this.full) return false;
    this.got.push(Buffer.from(frame.subarray(14)).toString());
    this.#wake();
    return true;
  }

  /** Resolves when so many frames have arrived. */
  async has(count: number): Promise<void> {
    while (this.got.length < count)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
  }

  listen(listener: (frame: Buffer) => void): void {
    this.#listener = listener;
  }

  close(): void {
    this.closed = true;
  }

  says(to: string, from: string, text: string): void {
    const header = Buffer.from(`${to}${from}88b5`.replaceAll(':', ''), 'hex');
    this.#listener(Buffer.concat([header, Buffer.from(text)]));
  }
}

const A = '02:00:00:00:00:0a';
const B = '02:00:00:00:00:0b';
const ALL = 'ff:ff:ff:ff:ff:ff';

function three(options = {}) {
  const wire = new Switch(options);
  const ports = ['a', 'b', 'c'].map((name) => new FakePort(name)) as [FakePort, FakePort, FakePort];
  for (const port of ports) wire.plug(port);
  const counters = (name: string) => wire.ports.find((port) => port.name === name);
  return { wire, ports, counters };
}

test('what is for all goes to all others, what is for one goes there once it is known', () => {
  const {
    ports: [a, b, c],
  } = three();
  a.says(ALL, A, 'hello');
  b.says(A, B, 'to a');
  a.says(B, A, 'to b');
  c.says('02:00:00:00:00:77', '02:00:00:00:00:0c', 'to nobody');
  expect(a.got).toEqual(['to a', 'to nobody']);
  expect(b.got).toEqual(['hello', 'to b', 'to nobody']);
  expect(c.got).toEqual(['hello']);
});

test('an address that moves is followed, and a frame never comes back to where it came from', () => {
  const {
    ports: [a, b, c],
  } = three();
  a.says(ALL, A, '1');
  b.says(ALL, A, '2');
  c.says(A, '02:00:00:00:00:0c', '3');
  expect(b.got).toEqual(['1', '3']);
  expect(a.got).toEqual(['2']);
  b.says(A, B, 'to itself');
  expect(a.got).toEqual(['2']);
});

test('frames shorter than their header are no frames', () => {
  const {
    ports: [a, b],
    counters,
  } = three();
  a.says('', '', 'x');
  expect(b.got).toEqual([]);
  expect(counters('a')?.framesIn).toBe(0);
});

test('loses the part that is set, of that port alone, and repeats its choices for a seed', () => {
  const run = (seed: number) => {
    const { wire, ports, counters } = three({ seed });
    wire.setFaults({ loss: 0.25 }, ['a']);
    for (let i = 0; i < 400; i++) ports[0].says(ALL, A, String(i));
    for (let i = 0; i < 10; i++) ports[1].says(ALL, B, 'b');
    expect(counters('b')?.lost).toBe(0);
    expect((counters('a')?.lost ?? 0) + ports[1].got.length).toBe(400);
    return ports[1].got;
  };
  const first = run(7);
  expect(first.length).toBeGreaterThan(270);
  expect(first.length).toBeLessThan(330);
  expect(run(7)).toEqual(first);
  expect(run(8)).not.toEqual(first);
});

test('delays, and keeps the order when the delay becomes shorter', async () => {
  const { wire, ports, counters } = three();
  const [a, b] = ports;
  const began = performance.now();
  wire.setFaults({ delayMs: 60 }, ['a']);
  a.says(ALL, A, 'slow');
  wire.setFaults({ delayMs: 0 });
  a.says(ALL, A, 'quick');
  expect(b.got).toEqual([]);
  await b.has(2);
  expect(b.got).toEqual(['slow', 'quick']);
  expect(performance.now() - began).toBeGreaterThan(55);
  expect(counters('b')?.framesOut).toBe(2);
  wire.close();
});

test('a port without room is counted, and holds nobody up', () => {
  const { ports, counters } = three();
  ports[1].full = true;
  ports[0].says(ALL, A, 'x');
  expect(ports[2].got).toEqual(['x']);
  expect(counters('b')).toMatchObject({ overrun: 1, framesOut: 0 });
});

test('what is for a machine that stands still is lost, and does not arrive when it goes on', () => {
  const { wire, ports, counters } = three();
  const [a, b, c] = ports;
  wire.setStill('b', true);
  a.says(ALL, A, 'missed');
  wire.setStill('b', false);
  a.says(ALL, A, 'heard');
  expect(b.got).toEqual(['heard']);
  expect(c.got).toEqual(['missed', 'heard']);
  expect(counters('b')).toMatchObject({ overrun: 1, framesOut: 1 });
  wire.setStill('b', true);
  const again = new FakePort('b');
  wire.plug(again);
  a.says(ALL, A, 'to a machine that boots');
  expect(again.got).toEqual(['to a machine that boots']);
});

test('a card that is replaced is closed; what is set for its name stays', () => {
  const { wire, ports, counters } = three();
  wire.setFaults({ delayMs: 5 }, ['b']);
  const again = new FakePort('b');
  wire.plug(again);
  expect(ports[1].closed).toBe(true);
  ports[1].says(ALL, B, 'from the grave');
  ports[0].says(ALL, A, 'x');
  expect(again.got).toEqual(['x']);
  expect(counters('b')).toMatchObject({ delayMs: 5, plugged: true, framesIn: 0 });
  wire.unplug('b');
  expect(again.closed).toBe(true);
  expect(counters('b')?.plugged).toBe(false);
});

test('the tap sees every frame, also a lost one', () => {
  const { wire, ports } = three();
  const seen: string[] = [];
  wire.tap((port, frame, _time, lost) => seen.push(`${port} ${frame.length} ${lost}`));
  ports[0].says(ALL, A, 'x');
  wire.setFaults({ loss: 1 });
  ports[1].says(ALL, B, 'yy');
  expect(seen).toEqual(['a 15 false', 'b 16 true']);
});
