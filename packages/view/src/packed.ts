/** Data as the page carries it: JSON, packed with gzip, in base64. */
export async function unpacked(base64: string): Promise<unknown> {
  const letters = atob(base64.trim());
  const octets = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) octets[at] = letters.charCodeAt(at);
  const unpacking = new DecompressionStream('gzip');
  const plain = unpacking.readable.getReader();
  // Both ways at once: nobody waits for all of it. What is wrong with it the reader is told.
  const writer = unpacking.writable.getWriter();
  writer.write(octets).catch(() => {});
  writer.close().catch(() => {});
  const decoder = new TextDecoder();
  let text = '';
  for (let piece = await plain.read(); !piece.done; piece = await plain.read())
    text += decoder.decode(piece.value, { stream: true });
  return JSON.parse(text + decoder.decode());
}
