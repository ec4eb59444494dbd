/** A line of a capture: who sent it, a name for the eye, and the bytes of a datagram. */
export interface CaptureLine {
  readonly direction: 'TX' | 'RX';
  readonly name: string;
  readonly data: Uint8Array;
}

/** Reads lines of the form `TX NAME hex` and `RX NAME hex`; everything else is a remark. */
export function parseCapture(text: string): CaptureLine[] {
  const lines: CaptureLine[] = [];
  for (const line of text.split('\n')) {
    const [, direction, name, hex] = /^(TX|RX) (\S+) ((?:[0-9a-f]{2})+)\s*$/i.exec(line) ?? [];
    if ((direction === 'TX' || direction === 'RX') && name && hex) {
      lines.push({ direction, name, data: Uint8Array.from(Buffer.from(hex, 'hex')) });
    }
  }
  return lines;
}

/** The text that parseCapture reads. */
export function formatCapture(lines: readonly CaptureLine[]): string {
  return lines
    .map(({ direction, name, data }) => `${direction} ${name} ${Buffer.from(data).toString('hex')}\n`)
    .join('');
}
