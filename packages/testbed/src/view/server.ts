/** The live page: a server on loopback that answers who has a token, and nobody else. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PageLive, PageUpdate } from '@vwifi/view';
import { errorMessage, TestbedError } from '../errors.js';
import { livePageHtml } from '../trace/page.js';
import { Door } from './door.js';

/** What is shown. */
export interface Shown {
  /** All until now, then what comes, until the signal is given. */
  updates(signal: AbortSignal): AsyncIterable<PageUpdate>;
  /** Does what a page asks for, in the words of `deed.ts`. */
  perform(deed: unknown): Promise<void>;
}

/** A deed is a few words. */
const DEED_OCTETS = 4096;
const MOST_PAGES = 16;

const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

export class ViewServer {
  readonly #ended = new AbortController();
  #open = 0;

  private constructor(
    private readonly server: Server,
    private readonly door: Door,
    private readonly port: number,
    private readonly shown: Shown,
  ) {}

  /** Listens on a port of loopback; on any where none is named. Throws TestbedError `VIEW_PORT`. */
  static async open(shown: Shown, port = 0): Promise<ViewServer> {
    const server = createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening').catch((error: unknown) => {
      throw new TestbedError('VIEW_PORT', `cannot listen on port ${port}: ${errorMessage(error)}`, {
        hint: 'leave out --port, or name another one',
        cause: error,
      });
    });
    const { port: taken } = server.address() as AddressInfo;
    const made = new ViewServer(server, new Door(taken), taken, shown);
    server.on('request', (request, response) => void made.#answer(request, response));
    server.on('clientError', (_, socket) => socket.destroy());
    return made;
  }

  /** An address that opens one page, once. */
  address(control: boolean): string {
    return `http://127.0.0.1:${this.port}/open/${this.door.token(control)}`;
  }

  close(): void {
    this.#ended.abort();
    this.server.close();
    this.server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => {});
    const { method = '', url: path = '', headers } = request;
    const answer = this.door.answer({ method, path, headers });
    try {
      if (answer.what === 'page') await this.#page(response, answer.word);
      else if (answer.what === 'live' && this.#open < MOST_PAGES) await this.#live(response);
      else if (answer.what === 'deed') await this.#deed(request, response);
      // Who knows nothing does not learn either that there is something.
      else request.socket.destroy();
    } catch (error) {
      if (response.headersSent) return void response.destroy();
      response.writeHead(400, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' });
      response.end(errorMessage(error));
    }
  }

  async #page(response: ServerResponse, word: string): Promise<void> {
    const live: PageLive = { format: 1, live: word };
    const html = await livePageHtml(live);
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/html; charset=utf-8' });
    response.end(html);
  }

  async #live(response: ServerResponse): Promise<void> {
    this.#open++;
    const gone = new AbortController();
    const end = (): void => gone.abort();
    response.on('close', end);
    this.#ended.signal.addEventListener('abort', end, { once: true });
    try {
      response.writeHead(200, { ...HEADERS, 'content-type': 'application/x-ndjson; charset=utf-8' });
      for await (const update of this.shown.updates(gone.signal)) {
        if (!response.write(`${JSON.stringify(update)}\n`) && !gone.signal.aborted)
          await once(response, 'drain', { signal: gone.signal });
      }
      response.end();
    } finally {
      this.#ended.signal.removeEventListener('abort', end);
      this.#open--;
    }
  }

  async #deed(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    let octets = 0;
    for await (const piece of request) {
      octets += (piece as Buffer).length;
      if (octets > DEED_OCTETS) throw new TestbedError('EINVAL', 'that is too long for a deed');
      pieces.push(piece as Buffer);
    }
    await this.shown.perform(JSON.parse(Buffer.concat(pieces).toString()));
    response.writeHead(204, HEADERS);
    response.end();
  }
}
