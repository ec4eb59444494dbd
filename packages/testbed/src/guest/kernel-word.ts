/** Paths on a kernel's command line, which knows spaces as ends, quotes as brackets, and no way out of either. */

/** What stands for itself on every command line and in every shell. */
const PLAIN = /^[\w/.+:@-]$/;

/** A text as one word; `printf %b` of a shell makes the text of it again. */
export function kernelWord(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return PLAIN.test(letter) ? letter : `\\0${byte.toString(8).padStart(3, '0')}`;
    })
    .join('');
}
