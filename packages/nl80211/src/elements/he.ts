import { bit, Cursor, field } from './read.js';

export interface HeCapabilities {
  /** MAC and PHY capability bits as they are (9.4.2.248). */
  readonly mac: Uint8Array;
  readonly phy: Uint8Array;
  /** Widths beyond 20 MHz. */
  readonly width40In2Ghz: boolean;
  readonly width40And80: boolean;
  readonly width160: boolean;
  readonly width80Plus80: boolean;
  /** Highest MCS per number of streams, 1 to 8, at up to 80 MHz; `undefined` where not supported. */
  readonly rxMaxMcs80: readonly (number | undefined)[];
  readonly txMaxMcs80: readonly (number | undefined)[];
}

/** Two bits a stream: MCS 0-7, 0-9, 0-11, or none. */
function maxMcs(map: number): (number | undefined)[] {
  return Array.from({ length: 8 }, (_, stream) => {
    const value = field(map, stream * 2, 2);
    return value === 3 ? undefined : 7 + 2 * value;
  });
}

/** HE capabilities element (9.4.2.248), after the extension number. */
export function parseHeCapabilities(data: Uint8Array): HeCapabilities | undefined {
  const cursor = new Cursor(data);
  const mac = cursor.take(6);
  const phy = cursor.take(11);
  const rx = cursor.u16();
  const tx = cursor.u16();
  if (!mac || !phy || rx === undefined || tx === undefined) return undefined;
  const widths = phy[0] ?? 0;
  return {
    mac,
    phy,
    width40In2Ghz: bit(widths, 1),
    width40And80: bit(widths, 2),
    width160: bit(widths, 3),
    width80Plus80: bit(widths, 4),
    rxMaxMcs80: maxMcs(rx),
    txMaxMcs80: maxMcs(tx),
  };
}

export interface HeOperation {
  readonly bssColor: number;
  readonly bssColorDisabled: boolean;
  readonly bssColorPartial: boolean;
}

/** HE operation element (9.4.2.249), after the extension number: parameters, then the colour. */
export function parseHeOperation(data: Uint8Array): HeOperation | undefined {
  const color = data[3];
  if (color === undefined) return undefined;
  return { bssColor: field(color, 0, 6), bssColorPartial: bit(color, 6), bssColorDisabled: bit(color, 7) };
}
