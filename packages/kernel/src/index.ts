/** The kernels a laboratory boots: fetched from the distribution or built as User-Mode Linux, and kept in a cache. */

export { type FileCoverage, missed, readCoverage, summary } from './coverage.js';
export type { Distribution } from './distribution.js';
export { KernelError, type KernelErrorCode } from './failure.js';
export {
  findKernel,
  isForChecks,
  type Kernel,
  type KernelFile,
  kernels,
  matches,
  type Places,
  type UmlVariant,
} from './kernel.js';
export { type BuiltModule, buildModule, findModule, type ModuleOptions } from './module.js';
export { HWSIM_MODULE, moduleNamed } from './module-name.js';
export { cacheDir } from './paths.js';
export { hasPrebuilt, pack } from './prebuilt.js';
export { fetchProgram, findProgram, programsDir, type UnpackedProgram } from './programs.js';
export type { LongOptions, Progress } from './progress.js';
export { umlNamed } from './series.js';
export { fetchStock, type StockOptions } from './stock.js';
export { type CacheOptions, removeKernel } from './store.js';
export { buildInSuite, fetchSuite, findSuiteKernel, suiteKernels } from './suite.js';
export { missing, type Purpose, type Tool } from './tools.js';
export { buildUml, type UmlOptions } from './uml.js';
