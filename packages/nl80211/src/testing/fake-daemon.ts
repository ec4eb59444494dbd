import type { ControlLine } from '../supplicant/control.js';

/** A daemon's end of a control socket, for tests. */
export class FakeDaemon implements ControlLine {
  readonly asked: string[] = [];
  #listener: (data: Uint8Array) => void = () => {};
  #end = () => {};
  readonly closed = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  constructor(private readonly answer: (command: string) => string | undefined = () => 'OK\n') {}

  async send(data: Uint8Array): Promise<void> {
    const command = Buffer.from(data).toString();
    this.asked.push(command);
    const reply = this.answer(command);
    if (reply !== undefined) this.say(reply);
  }

  say(text: string): void {
    this.#listener(Buffer.from(text));
  }

  listen(listener: (data: Uint8Array) => void): void {
    this.#listener = listener;
  }

  async close(): Promise<void> {
    this.#end();
  }
}
