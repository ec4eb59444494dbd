import { VWifiError } from '../wire/errors.js';
import type { Netns } from './socket.js';

/** The file that stands for a namespace: `/run/netns/NAME`, the path itself, `/proc/PID/ns/net`, or `/proc/self/fd/FD`. */
export function netnsPath(netns: Netns): string {
  if (typeof netns === 'string') {
    // `ip netns` has the same rule: a name is one path component.
    if (netns === '' || netns === '.' || netns === '..' || /[/\0]/.test(netns)) {
      throw new VWifiError(
        'BAD_ARGUMENT',
        `namespace ${JSON.stringify(netns)} is not a name; for a file use { path }, for a process { pid }`,
      );
    }
    return `/run/netns/${netns}`;
  }
  if (typeof netns !== 'object' || netns === null)
    throw new VWifiError(
      'BAD_ARGUMENT',
      `namespace ${String(netns)}: a name, or one of { path }, { pid }, { fd }`,
    );
  if ('path' in netns) {
    if (typeof netns.path !== 'string' || netns.path === '' || netns.path.includes('\0')) {
      throw new VWifiError('BAD_ARGUMENT', `namespace path ${JSON.stringify(netns.path)} is not a path`);
    }
    return netns.path;
  }
  if ('fd' in netns) {
    if (!Number.isInteger(netns.fd) || netns.fd < 0)
      throw new VWifiError('BAD_ARGUMENT', `namespace of descriptor ${netns.fd}: not a descriptor`);
    return `/proc/self/fd/${netns.fd}`;
  }
  if (!Number.isInteger(netns.pid) || netns.pid <= 0) {
    throw new VWifiError('BAD_ARGUMENT', `namespace of process ${netns.pid}: not a process id`);
  }
  return `/proc/${netns.pid}/ns/net`;
}
