/**
 * The page of a captive portal, as a program of its own: `portal ADDRESS PORT WIRE`. Whoever asks for anything else is sent
 * to the page (302); the page's button admits the card that the packets come from. `/api` answers as RFC 8908 says.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

const [address = '', port = '80', wire = ''] = process.argv.slice(2);
const text = process.env.PORTAL_TEXT ?? '';
const home = `http://${address}/`;
const admitted = new Set<string>();

const escaped = (words: string): string =>
  words.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`).replaceAll('\n', '<br>');

/** The card of a neighbour; undefined of who is none. */
function cardOf(ip: string): string | undefined {
  const line = readFileSync('/proc/net/arp', 'utf8')
    .split('\n')
    .map((each) => each.split(/\s+/))
    .find(([its, , , , , device]) => its === ip && device === wire);
  return line?.[3];
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1>${body}</html>\n`;
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const ip = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const card = cardOf(ip);
  const inside = card !== undefined && admitted.has(card);
  const send = (status: number, type: string, body: string, more: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...more });
    response.end(body);
  };
  // What is asked of another host came here on its way to that.
  if (request.headers.host?.replace(/:80$/, '') !== address)
    send(302, 'text/plain', `Go to ${home}\n`, { location: home });
  else if (request.url === '/api')
    send(
      200,
      'application/captive+json',
      `${JSON.stringify({ captive: !inside, 'user-portal-url': home })}\n`,
    );
  else if (request.url === '/accept' && request.method === 'POST') {
    if (card === undefined) send(403, 'text/plain', 'Who are you?\n');
    else {
      admit(card);
      console.log(`portal: ${ip} (${card}) accepted`);
      send(200, 'text/html', page('You are in', ''));
    }
  } else {
    const button = '<form method="post" action="/accept"><button>Accept</button></form>';
    send(200, 'text/html', page('Welcome', `<p>${escaped(text)}</p>${inside ? '' : button}`));
  }
}

function admit(card: string): void {
  execFileSync('nft', ['add', 'element', 'inet', 'vwifi', 'admitted', `{ ${card} }`]);
  admitted.add(card);
}

createServer((request, response) => {
  try {
    answer(request, response);
  } catch (error) {
    console.log(`portal: ${String((error as Error).message).split('\n')[0]}`);
    response.writeHead(500).end();
  }
}).listen(Number(port), () => console.log(`portal: listening for ${wire}`));
