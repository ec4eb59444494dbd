/** What the driver is compiled for: kernels, architectures and compilers, as suites of Debian have them. */

/**
 * @typedef {object} Suite
 * @property {string} name whose compilers these are
 * @property {readonly string[]} lists where to look for kernels
 */

/** @type {readonly Suite[]} */
export const SUITES = [
  { name: 'bookworm', lists: ['bookworm'] },
  { name: 'trixie', lists: ['trixie', 'trixie-backports'] },
  { name: 'sid', lists: ['sid', 'experimental'] },
];

/**
 * @typedef {object} Architecture
 * @property {string} name in a person's words
 * @property {string} kernel the kernel's name for it (`ARCH`)
 * @property {string} flavour of Debian's headers
 * @property {string} compiler the package
 * @property {string} cross what the compiler's name begins with
 * @property {readonly string[]} defines of its kernels, what the driver needs and they leave out
 * @property {false} [linked] its kernels lack symbols that the driver needs, for the same reason
 */

/** By Debian's names. @type {Readonly<Record<string, Architecture>>} */
export const ARCHITECTURES = {
  amd64: { name: 'x86-64', kernel: 'x86_64', flavour: 'amd64', compiler: 'gcc', cross: '', defines: [] },
  i386: {
    name: 'i386 (32-bit)',
    kernel: 'i386',
    flavour: '686-pae',
    compiler: 'gcc',
    cross: '',
    defines: [],
  },
  armhf: {
    name: 'arm (32-bit)',
    kernel: 'arm',
    flavour: 'armmp',
    compiler: 'gcc-arm-linux-gnueabihf',
    cross: 'arm-linux-gnueabihf-',
    defines: [],
  },
  // The one big-endian architecture that Debian has. Its kernels have no cfg80211: compiled as if.
  s390x: {
    name: 's390x (big-endian)',
    kernel: 's390',
    flavour: 's390x',
    compiler: 'gcc-s390x-linux-gnu',
    cross: 's390x-linux-gnu-',
    defines: ['CONFIG_WIRELESS', 'CONFIG_WLAN', 'CONFIG_CFG80211_MODULE'],
    linked: false,
  },
};

/**
 * @typedef {object} Target
 * @property {string} series of the kernel
 * @property {string} suite a name of SUITES
 * @property {string} architecture a name of ARCHITECTURES
 * @property {boolean} sparse
 */

/** 6.6, 6.8 and 6.18 are of no suite today: they are looked for, and said to be absent. @type {readonly Target[]} */
export const TARGETS = [
  { series: '6.1', suite: 'bookworm', architecture: 'amd64', sparse: true },
  { series: '6.1', suite: 'bookworm', architecture: 'i386', sparse: true },
  { series: '6.1', suite: 'bookworm', architecture: 's390x', sparse: true },
  { series: '6.6', suite: 'trixie', architecture: 'amd64', sparse: true },
  { series: '6.8', suite: 'trixie', architecture: 'amd64', sparse: true },
  { series: '6.12', suite: 'trixie', architecture: 'amd64', sparse: true },
  { series: '6.12', suite: 'trixie', architecture: 'armhf', sparse: true },
  { series: '6.12', suite: 'trixie', architecture: 's390x', sparse: true },
  { series: '6.18', suite: 'trixie', architecture: 'amd64', sparse: true },
  { series: '7.2', suite: 'sid', architecture: 'amd64', sparse: true },
  { series: '7.3', suite: 'sid', architecture: 'amd64', sparse: true },
  { series: '7.3', suite: 'sid', architecture: 'armhf', sparse: true },
  { series: '7.3', suite: 'sid', architecture: 's390x', sparse: true },
];

/** @param {Target} target */
export const nameOf = ({ series, architecture }) => `${series}-${architecture}`;
