/** What a laboratory has at hand for whoever asks why a node is as it is. */
import type { Witness } from '../explain/gather.js';
import type { NodeDaemon } from '../node/node-daemon.js';
import type { Recorder } from '../record/recorder.js';
import type { Services } from './services.js';

type Asked = Pick<Witness, 'lab' | 'machine' | 'places'> & {
  readonly recorder?: Recorder | undefined;
  daemonOf(node: string): NodeDaemon | undefined;
};

export const witnessOf = (
  laboratory: Asked,
  services: Services,
  more: Pick<Witness, 'accessPoints' | 'stations' | 'pings' | 'shared'>,
): Witness => ({
  ...{ lab: laboratory.lab, machine: laboratory.machine, places: laboratory.places },
  ...more,
  ended: (node) => {
    const ended = laboratory.daemonOf(node)?.ended;
    return ended && `it ended with ${ended.signal ?? `status ${ended.status}`}`;
  },
  leased: (node) => services.leased(node),
  leaseLines: (node) => services.leaseLines(node),
  failure: (node) => services.failure(node),
  records: async () => (await laboratory.recorder?.read()) ?? [],
});
