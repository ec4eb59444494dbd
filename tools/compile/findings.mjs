/** What compilers and sparse say of the driver, out of all that make prints. */

/** @typedef {{ type: RegExp, file: RegExp, why: string }} Exception */

/** @type {readonly Exception[]} */
const SPARSE = [
  {
    type: /context imbalance in 'vwifi_hop_in_turn'/,
    file: /hop\.c/,
    why: 'the same condition locks and unlocks',
  },
];

/**
 * Warnings and errors of the driver, those in its files relative to their folder, and symbols that the kernel lacks.
 *
 * @param {string} output make's, both streams
 * @param {string} folder where the driver was compiled
 * @param {boolean} [linked] whether this kernel has all symbols that the driver needs
 * @returns {readonly string[]}
 */
export function findingsIn(output, folder, linked = true) {
  const found = output.split('\n').flatMap((line) => {
    const undefinedSymbol = /modpost: "([^"]+)" .* undefined!$/.exec(line)?.[1];
    if (undefinedSymbol) return linked ? [`${undefinedSymbol}: no such symbol in this kernel`] : [];
    if (!/: (warning|error|fatal error): /.test(line)) return [];
    const at = line.indexOf(`${folder}/`);
    if (at >= 0) return [line.slice(at + folder.length + 1)];
    // From 6.13 on make runs in the module's folder, and names are relative to it. What the compiler says of a header of
    // the kernel's is of what we pass to it; what sparse says of one is the kernel's own.
    return /^(src|include)\//.test(line) || /\[-W[\w=+-]+\]$/.test(line) ? [line] : [];
  });
  return [...new Set(found)].filter(
    (line) => !SPARSE.some((each) => each.type.test(line) && each.file.test(line)),
  );
}

/**
 * Files that the driver has and sparse was not asked about: make goes on without it where it thinks that it is not there.
 *
 * @param {string} output make's @param {readonly string[]} files of the driver, relative
 * @returns {readonly string[]}
 */
export function uncheckedIn(output, files) {
  const checked = [...output.matchAll(/^ {2}CHECK +(\S+\.c)$/gm)].map(([, path]) => path);
  const left = files.filter((file) => !checked.some((path) => path === file || path?.endsWith(`/${file}`)));
  return left.length === 0 ? [] : [`sparse was not run: ${left.length} of ${files.length} files, ${left[0]}`];
}
