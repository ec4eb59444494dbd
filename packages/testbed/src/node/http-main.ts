/**
 * HTTP between two nodes, as a program of its own. `serve PORT BYTES` answers every request with so many octets; `ask URL COUNT
 * INTERVAL_MS LIMIT_MS` asks one after the other, each by a connection of its own, and prints what became of them as JSON.
 */
import { createServer, get } from 'node:http';

// Its text is a word of the command line, so there is no name of a file before what it is told.
const [role = '', ...words] = process.argv.slice(1);
const PIECE = Buffer.alloc(1 << 16, 'vwifi ');

function serve(port: number, bytes: number): void {
  createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes });
    let left = bytes;
    const more = () => {
      while (left > 0) {
        const piece = PIECE.subarray(0, Math.min(left, PIECE.length));
        left -= piece.length;
        if (!response.write(piece)) {
          response.once('drain', more);
          return;
        }
      }
      response.end();
    };
    more();
  }).listen(port, () => console.log('http: listening'));
}

interface Answer {
  readonly ok: boolean;
  readonly ms: number;
  readonly bytes: number;
}

function ask(url: string, limitMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    const began = performance.now();
    let bytes = 0;
    const end = (ok: boolean) => resolve({ ok, ms: performance.now() - began, bytes });
    const request = get(url, { agent: false }, (response) => {
      response.on('data', (piece: Buffer) => {
        bytes += piece.length;
      });
      response.on('end', () => end(response.complete && (response.statusCode ?? 0) < 400));
      response.on('error', () => end(false));
    });
    const timer = setTimeout(() => request.destroy(), limitMs);
    request.on('close', () => {
      clearTimeout(timer);
      end(false);
    });
    request.on('error', () => end(false));
  });
}

if (role === 'serve') serve(Number(words[0]), Number(words[1]));
else {
  const [url = '', count = '1', interval = '0', limit = '5000'] = words;
  const answers: Answer[] = [];
  for (let i = 0; i < Number(count); i++) {
    if (i > 0) await new Promise((resolve) => setTimeout(resolve, Number(interval)));
    answers.push(await ask(url, Number(limit)));
  }
  console.log(JSON.stringify({ answers }));
}
