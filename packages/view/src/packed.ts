/** Data as the page carries it: JSON, packed with gzip, in base64. */
export async function unpacked(base64: string): Promise<unknown> {
  const letters = atob(base64.trim());
  const octets = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) octets[at] = letters.charCodeAt(at);
  const plain = new Blob([octets]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(plain).text());
}
