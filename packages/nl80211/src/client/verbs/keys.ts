import { CIPHER_SUITES, type CipherSuite } from '../../elements/suites.js';
import { checkName } from '../check.js';
import type { Commands } from '../commands.js';
import type { Cancel } from '../vwifi.js';

export interface NewKey {
  readonly index: number;
  readonly cipher: CipherSuite;
  readonly data: Uint8Array;
  /** The peer of a pairwise key; a group key when left out. */
  readonly mac?: string;
  /** The packet number to begin with, as received frames have it. */
  readonly sequence?: Uint8Array;
}

/** The keys of an interface, for those who do a handshake of their own. */
export class Keys {
  constructor(
    private readonly commands: Commands,
    private readonly dev: string | number,
  ) {}

  async add({ index, cipher, data, mac, sequence }: NewKey, options: Cancel = {}): Promise<void> {
    const number =
      typeof cipher === 'number'
        ? cipher
        : CIPHER_SUITES[checkName('keys.add: cipher', cipher, CIPHER_SUITES)];
    const key = {
      idx: index,
      cipher: number,
      data,
      type: mac === undefined ? ('group' as const) : ('pairwise' as const),
      ...(sequence === undefined ? {} : { seq: sequence }),
    };
    await this.commands.newKey({ dev: this.dev, ...(mac === undefined ? {} : { mac }), key }, options);
  }

  async remove(index: number, mac?: string, options: Cancel = {}): Promise<void> {
    const peer = mac === undefined ? {} : { mac };
    const key = { idx: index, type: mac === undefined ? ('group' as const) : ('pairwise' as const) };
    await this.commands.delKey({ dev: this.dev, ...peer, key }, options);
  }

  /** Which key protects what is sent; `kinds` are data to one, to many, or management frames. */
  async setDefault(
    index: number,
    kinds: readonly ('unicast' | 'multicast' | 'management')[] = ['unicast', 'multicast'],
    options: Cancel = {},
  ): Promise<void> {
    const types = kinds.filter((kind) => kind !== 'management');
    const key = kinds.includes('management')
      ? { idx: index, defaultMgmt: true }
      : { idx: index, default: true, defaultTypes: types };
    await this.commands.setKey({ dev: this.dev, key }, options);
  }

  /** Cipher and packet number of a key; the key itself stays in the kernel. */
  async read(
    index: number,
    mac?: string,
    options: Cancel = {},
  ): Promise<{ readonly cipher?: string | number; readonly sequence?: Uint8Array }> {
    const peer = mac === undefined ? {} : { mac, keyType: 'pairwise' as const };
    const { keyCipher, keySeq } = await this.commands.getKey(
      { dev: this.dev, keyIdx: index, ...peer },
      options,
    );
    return {
      ...(keyCipher === undefined ? {} : { cipher: keyCipher }),
      ...(keySeq === undefined ? {} : { sequence: keySeq }),
    };
  }
}
