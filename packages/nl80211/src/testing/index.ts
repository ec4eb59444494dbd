/** Kernels without a kernel: for tests of programs that use @vwifi/nl80211. */
export { type CaptureLine, formatCapture, parseCapture } from './capture.js';
export { FakeAir, type Injected } from './fake-air.js';
export { FakeDaemon } from './fake-daemon.js';
export {
  type FakeCall,
  FakeError,
  type FakeFamily,
  type FakeHandler,
  type FakeHandlers,
  type FakeKernel,
  type FakeRequest,
  fakeFamily,
  fakeKernel,
} from './fake-kernel.js';
export { fuzz, seededRandom } from './fuzz.js';
export { type FarSide, MemorySocket } from './memory-socket.js';
export { type Recording, record } from './record.js';
export { replay } from './replay.js';
export { unknownOf } from './unknown.js';
