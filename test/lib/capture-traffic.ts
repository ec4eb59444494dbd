/** Traffic whose content is known, and whether a capture of it gives that content away. */
import assert from 'node:assert/strict';
import type { Capture } from './capture.js';
import type { Node } from './network.js';

/** Sixteen octets: the most that ping repeats. */
const PATTERN = 'vwifi-secret-16!';
/** Longer than a segment: the stack hands it over as packets that stand for many. */
const PAGE_LENGTH = 20_000;
const PAGE = 'known-page-text,'.repeat(PAGE_LENGTH / 16);

/** A web server on a node, with one page. */
export async function serve(node: Node): Promise<void> {
  await node.run(`mkdir -p /tmp/www && printf '%s' '${PAGE}' > /tmp/www/page`);
  await node.start(`httpd-${node.interface}`, ['busybox', 'httpd', '-f', '-p', '80', '-h', '/tmp/www']);
}

/** Pings with the pattern in them, and the page fetched. */
export async function exchange(from: Node, server: Node): Promise<void> {
  const hex = Buffer.from(PATTERN).toString('hex');
  await from.pings(server, '-p', hex);
  const page = await from.run(['busybox', 'wget', '-q', '-O', '-', `http://${server.address}/page`]);
  assert.equal(page, PAGE);
}

/** Nothing of the content stands in the file. */
export async function assertSealed(capture: Capture): Promise<void> {
  const content = await capture.content();
  for (const known of [PATTERN.slice(0, 8), PAGE.slice(0, 8)])
    assert.ok(!content.includes(known), `"${known}" stands in the capture for everybody to read`);
}

/** With these options tshark reads all of it back, both ways. */
export async function assertDecrypts(capture: Capture, options: readonly string[]): Promise<void> {
  const hex = Buffer.from(PATTERN).toString('hex');
  const pings = await capture.frames('icmp', ['icmp.type', 'data.data'], options);
  for (const type of ['8', '0'])
    assert.equal(pings.filter(([each, data]) => each === type && data?.includes(hex)).length, 4);
  const pages = await capture.frames('http.response', ['http.response.code', 'http.file_data'], options);
  assert.deepEqual(pages, [['200', PAGE]]);
}
