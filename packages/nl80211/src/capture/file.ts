import { type FileHandle, open } from 'node:fs/promises';
import { errnoCode } from '../wire/errno.js';
import { VWifiError } from '../wire/errors.js';
import { interfaceBlock, packetBlock, sectionBlock } from './pcapng.js';

export interface CaptureFileOptions {
  /** Of the interface, as Wireshark shows it. */
  readonly interfaceName?: string;
  readonly comment?: string;
}

/** A pcapng file of frames with radiotap headers, which Wireshark and tshark read, also while it is written. */
export class CaptureFile implements AsyncDisposable {
  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
  ) {}

  /** Makes the file, or empties it; only its owner may read it. Rejects with the system's code: `ENOENT`, `EACCES`. */
  static async create(path: string, options: CaptureFileOptions = {}): Promise<CaptureFile> {
    const { interfaceName = 'monitor', comment } = options;
    let file: FileHandle;
    try {
      file = await open(path, 'w', 0o600);
    } catch (error) {
      const code = (error as { code?: string }).code ?? errnoCode(5);
      throw new VWifiError(code, `capture to ${path}: ${code}; name a file that you can write`, {
        cause: error,
      });
    }
    const made = new CaptureFile(path, file);
    await made.octets(sectionBlock('@vwifi/nl80211'));
    await made.octets(interfaceBlock(interfaceName, 'radiotap', comment));
    return made;
  }

  /** Resolves when the system has taken the frame. */
  async write(
    heard: { readonly time: bigint; readonly octets: Uint8Array },
    comment?: string,
  ): Promise<void> {
    const { time, octets: frame } = heard;
    await this.octets(
      packetBlock({ interface: 0, time, frame, ...(comment === undefined ? {} : { comment }) }),
    );
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private async octets(block: Uint8Array): Promise<void> {
    await this.file.appendFile(block);
  }
}
