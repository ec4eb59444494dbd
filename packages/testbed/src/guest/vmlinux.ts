/**
 * The kernel proper, unpacked from a bzImage. QEMU starts it directly (PVH), which saves unpacking by an emulated
 * processor.
 */
import { decompress } from './decompress.js';

const SETUP_SECTORS = 0x1f1;
const MAGIC = 0x202;
const PAYLOAD_OFFSET = 0x248;
const PAYLOAD_LENGTH = 0x24c;
const ELF = Buffer.from('7f454c46', 'hex');
/** Type of the ELF note that names the PVH entry point (XEN_ELFNOTE_PHYS32_ENTRY), and its owner. */
const PVH_NOTE = Buffer.concat([Buffer.from([18, 0, 0, 0]), Buffer.from('Xen\0')]);

/** The ELF image inside of a bzImage, if there is one that QEMU can start; otherwise undefined. */
export function extractVmlinux(image: Buffer): Buffer | undefined {
  if (image.length < 0x260 || image.toString('latin1', MAGIC, MAGIC + 4) !== 'HdrS') return undefined;
  const setup = ((image[SETUP_SECTORS] || 4) + 1) * 512;
  const start = setup + image.readUInt32LE(PAYLOAD_OFFSET);
  const end = start + image.readUInt32LE(PAYLOAD_LENGTH);
  if (end > image.length || end <= start) return undefined;
  // The payload ends with the length of what it unpacks to.
  const kernel = decompress(image.subarray(start, end - 4), 'the kernel');
  return kernel.subarray(0, 4).equals(ELF) && kernel.includes(PVH_NOTE) ? kernel : undefined;
}
