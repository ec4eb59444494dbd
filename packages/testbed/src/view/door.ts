/**
 * Who may have what of the live page. It listens on loopback, where any page that a browser has open, and any user of
 * this machine, can knock: whoever has no token gets no answer at all.
 *
 * The token is of one use: it opens the page, which is given a word for everything after it and keeps that in its memory
 * alone. No cookie: browsers send those to every port of a host.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What is looked at of a request. */
export interface Knock {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

export type Answer =
  /** The page; the token that it was asked with is used up. */
  | { readonly what: 'page'; readonly word: string }
  /** All that happens from now on. */
  | { readonly what: 'live' }
  /** Something is to be done. */
  | { readonly what: 'deed' }
  | { readonly what: 'nothing' };

const NOTHING: Answer = { what: 'nothing' };
/** So long a token waits for its use. */
const TOKEN_MS = 5 * 60_000;
const MOST_WORDS = 16;

const secret = (): string => randomBytes(32).toString('base64url');

/** In a time that does not tell how much of it was right. */
function same(given: string, wanted: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}

export class Door {
  #tokens: { readonly text: string; readonly untilMs: number; readonly control: boolean }[] = [];
  #words: { readonly text: string; readonly control: boolean }[] = [];

  constructor(
    private readonly port: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** A token for one page. `control`: that page may change things. */
  token(control: boolean): string {
    const text = secret();
    this.#tokens.push({ text, control, untilMs: this.now() + TOKEN_MS });
    return text;
  }

  answer({ method, path, headers }: Knock): Answer {
    // Another name that leads here is somebody else's (DNS rebinding).
    const hosts = [`127.0.0.1:${this.port}`, `localhost:${this.port}`];
    const { host, origin, authorization } = headers;
    if (typeof host !== 'string' || !hosts.includes(host)) return NOTHING;
    if (origin !== undefined && origin !== `http://${host}`) return NOTHING;
    const said = (name: string, wanted: string): boolean => (headers[name] ?? wanted) === wanted;
    if (method === 'GET' && path.startsWith('/open/')) {
      // Somebody goes there; no page takes it in, nor uses it up as a picture of its own.
      const goes = said('sec-fetch-mode', 'navigate') && said('sec-fetch-dest', 'document');
      return goes ? this.#open(path.slice('/open/'.length)) : NOTHING;
    }
    if (!said('sec-fetch-site', 'same-origin')) return NOTHING;
    const word = this.#known(authorization);
    if (!word) return NOTHING;
    if (method === 'GET' && path === '/live') return { what: 'live' };
    // Who changes something says where he comes from: a browser always does.
    if (method === 'POST' && path === '/deed' && word.control && origin !== undefined)
      return { what: 'deed' };
    return NOTHING;
  }

  #open(given: string): Answer {
    this.#tokens = this.#tokens.filter(({ untilMs }) => untilMs > this.now());
    // All are looked at, whichever it is.
    const found = this.#tokens.filter(({ text }) => same(given, text));
    const [token] = found;
    if (!token) return NOTHING;
    this.#tokens = this.#tokens.filter((each) => each !== token);
    const word = { text: secret(), control: token.control };
    this.#words = [...this.#words.slice(1 - MOST_WORDS), word];
    return { what: 'page', word: word.text };
  }

  #known(authorization: string | readonly string[] | undefined) {
    const given = typeof authorization === 'string' ? /^Bearer (.+)$/.exec(authorization)?.[1] : undefined;
    const found = this.#words.filter(({ text }) => same(given ?? '', text));
    return given === undefined ? undefined : found[0];
  }
}
