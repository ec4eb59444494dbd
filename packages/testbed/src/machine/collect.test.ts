import { COLLECTED_LIMIT, collect } from './collect.js';
import type { ExitStatus, MachineProcess, OutputListener } from './machine.js';

/** Prints the same piece until it is killed, at most so often. */
function printer(piece: Buffer, times: number): MachineProcess & { readonly said: () => number } {
  let said = 0;
  let end: (status: ExitStatus) => void = () => {};
  const exited = new Promise<ExitStatus>((resolve) => {
    end = resolve;
  });
  let killed = false;
  return {
    ...{ pid: 1, exited, said: () => said },
    onOutput(listener: OutputListener) {
      void (async () => {
        for (; said < times && !killed; said++) await listener('stdout', piece);
        end({ status: killed ? 137 : 0 });
      })();
    },
    write: async () => {},
    endInput: () => {},
    kill: () => {
      killed = true;
    },
    resize: () => {},
  };
}

describe('what a process prints', () => {
  const piece = Buffer.alloc(2 ** 20, 'x');

  it('is collected', async () => {
    expect((await collect(printer(piece, 2), ['x'], {})).stdout).toHaveLength(2 * 2 ** 20);
  });

  it('is not collected without end: who prints too much is killed', async () => {
    const process = printer(piece, 10_000);
    await expect(collect(process, ['yes'], {})).rejects.toMatchObject({ code: 'TOO_MUCH' });
    expect(process.said()).toBeLessThanOrEqual(COLLECTED_LIMIT / piece.length + 2);
  });
});
