/** A machine for classic BPF, as far as captures use it: what a program of theirs makes of a packet. */
import { LITTLE_ENDIAN, viewOf } from '../wire/writer.js';

interface State {
  a: number;
  x: number;
  at: number;
}

type Step = (state: State, k: number, packet: DataView, yes: number, no: number) => Partial<State> | number;

/** What changes, by code of linux/bpf_common.h; a number ends the program with it. */
const STEPS: Readonly<Record<number, Step>> = {
  48: (_state, k, packet) => ({ a: packet.getUint8(k) }),
  80: ({ x }, k, packet) => ({ a: packet.getUint8(x + k) }),
  72: ({ x }, k, packet) => ({ a: packet.getUint16(x + k, false) }),
  64: ({ x }, k, packet) => ({ a: packet.getUint32(x + k, false) }),
  100: ({ a }, k) => ({ a: (a << k) >>> 0 }),
  84: ({ a }, k) => ({ a: (a & k) >>> 0 }),
  76: ({ a, x }) => ({ a: (a | x) >>> 0 }),
  7: ({ a }) => ({ x: a }),
  21: ({ a, at }, k, _packet, yes, no) => ({ at: at + (a === k ? yes : no) }),
  6: (_state, k) => k,
};

/** How many octets of a packet a program lets pass; 0 for none. What lies behind its end is none, as in the kernel. */
export function runFilter(program: Uint8Array, packet: Uint8Array): number {
  if (program.length === 0) return packet.length;
  const code = viewOf(program);
  const data = viewOf(packet);
  const state: State = { a: 0, x: 0, at: 0 };
  try {
    for (;;) {
      const from = 8 * state.at++;
      const step = STEPS[code.getUint16(from, LITTLE_ENDIAN)];
      if (!step) throw new Error(`no instruction ${code.getUint16(from, LITTLE_ENDIAN)}`);
      const [yes, no] = [code.getUint8(from + 2), code.getUint8(from + 3)];
      const result = step(state, code.getUint32(from + 4, LITTLE_ENDIAN), data, yes, no);
      if (typeof result === 'number') return result;
      Object.assign(state, result);
    }
  } catch (error) {
    if (error instanceof RangeError) return 0;
    throw error;
  }
}
