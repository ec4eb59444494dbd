/** Takes down a session, in the daemon that serves it. */
import type { JsonObject, RpcMethod, RpcMethods, ServerCall } from '../rpc/call.js';
import { BOOT, isCounted, isMaking, isNoticed, type Said, type SessionLine } from './session.js';

/** What is kept in memory at most. */
const LIMIT_OCTETS = 32 * 1024 * 1024;

export class Journal {
  #lines: string[] | undefined;
  #octets = 0;
  #calls = 0;
  #missing: string | undefined;
  /** What has come back since the last line, by the number of the call. */
  readonly #heard = new Map<number, number>();
  #answered: number[] = [];

  constructor(private readonly limit = LIMIT_OCTETS) {}

  /** Begins with a machine's boot: what it was made of. */
  begin(args: JsonObject): void {
    this.#lines = [];
    this.#calls = 1;
    this.#add({ call: 1, method: BOOT, args });
    this.#answered.push(1);
  }

  /** Something was done that is not in it. */
  miss(what: string): void {
    this.#missing ??= what;
    this.#lines &&= [];
  }

  /** The same methods; who calls them is taken down. */
  of(methods: RpcMethods): RpcMethods {
    return Object.fromEntries(
      Object.entries(methods).map(([name, serve]) => [
        name,
        isNoticed(name)
          ? (args: JsonObject, call: ServerCall) => this.#serve(name, serve, args, call)
          : serve,
      ]),
    );
  }

  /** Until now; or why there is none. */
  get session(): { readonly text: string } | { readonly missing: string } {
    if (this.#missing !== undefined) return { missing: this.#missing };
    if (!this.#lines) return { missing: 'its time is not virtual' };
    this.#settle();
    return { text: this.#lines.map((line) => `${line}\n`).join('') };
  }

  async #serve(method: string, serve: RpcMethod, args: JsonObject, call: ServerCall) {
    if (isMaking(method) && args.record !== true) this.miss('it was made without being recorded');
    if (!this.#lines || this.#missing !== undefined) return serve(args, call);
    this.#calls += 1;
    const number = this.#calls;
    this.#add({ call: number, method, args });
    let heard = 0;
    call.observe({
      came: (said: Said) => this.#add({ call: number, ...said }),
      sent: (isWord) => {
        if (!isCounted(method, isWord)) return;
        heard += 1;
        this.#heard.set(number, heard);
      },
    });
    const gone = () => this.#add({ call: number, gone: true });
    call.signal.addEventListener('abort', gone, { once: true });
    try {
      return await serve(args, call);
    } finally {
      call.signal.removeEventListener('abort', gone);
      if (!call.signal.aborted) this.#answered.push(number);
    }
  }

  #add(line: SessionLine): void {
    this.#settle();
    this.#write(line);
  }

  #settle(): void {
    for (const [call, heard] of this.#heard) this.#write({ call, heard });
    this.#heard.clear();
    for (const call of this.#answered.splice(0)) this.#write({ call, answered: true });
  }

  #write(line: SessionLine): void {
    if (!this.#lines || this.#missing !== undefined) return;
    const text = JSON.stringify(line);
    this.#octets += text.length + 1;
    if (this.#octets > this.limit) this.miss(`it is longer than ${this.limit} octets`);
    else this.#lines.push(text);
  }
}
