import { must, type RunOptions } from './run.js';

/** Unpacks a Debian package's files into a folder, leaving out what the patterns name (tar's, `*` matches `/`). */
export async function unpack(
  deb: string,
  into: string,
  options: { readonly without?: readonly string[]; readonly signal?: RunOptions['signal'] } = {},
): Promise<void> {
  const without = (options.without ?? []).map((pattern) => `--exclude=${pattern}`);
  // dpkg -x cannot leave anything out, and most of a stock kernel is drivers that no guest has a use for.
  const pipe = 'dpkg-deb --fsys-tarfile "$0" | tar -x --no-same-owner -C "$@"';
  await must(['bash', '-o', 'pipefail', '-c', pipe, deb, into, '--wildcards', ...without], {
    signal: options.signal,
    what: `unpack ${deb}`,
    next: 'try again; if it happens again, look at the disk',
  });
}
