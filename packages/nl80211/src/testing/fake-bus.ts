import type { Bus, BusObject, BusSignal } from '../bus/bus.js';

type Answer = (object: BusObject, member: string, body: readonly unknown[]) => readonly unknown[] | undefined;

/** A D-Bus whose daemons are a function, for tests: what it throws is what a call rejects with. */
export class FakeBus implements Bus {
  /** Members that were called, with what they were given. */
  readonly asked: (readonly [member: string, ...body: readonly unknown[]])[] = [];
  readonly #served = new Map<string, () => string>();
  readonly #watching: ((signal: BusSignal) => void)[] = [];

  constructor(
    private readonly owned: readonly string[],
    private readonly answer: Answer,
  ) {}

  async names(): Promise<readonly string[]> {
    return this.owned;
  }

  async call(
    object: BusObject,
    member: string,
    _signature = '',
    body: readonly unknown[] = [],
  ): Promise<readonly unknown[]> {
    this.asked.push([member, ...body]);
    return this.answer(object, member, body) ?? [];
  }

  async watch(_service: string, listener: (signal: BusSignal) => void): Promise<void> {
    this.#watching.push(listener);
  }

  /** A daemon tells something. */
  tell(path: string, name: string, member: string, ...body: readonly unknown[]): void {
    for (const listener of this.#watching) listener({ path, interface: name, member, body });
  }

  serve({ path }: Omit<BusObject, 'service'>, member: string, answer: () => string): void {
    this.#served.set(`${path} ${member}`, answer);
  }

  /** A daemon calls an object here. */
  ask(path: string, member: string): string | undefined {
    return this.#served.get(`${path} ${member}`)?.();
  }

  async close(): Promise<void> {}

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
