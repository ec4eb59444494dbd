/** A sweep as an Indexed Job of Kubernetes: each index is a run. */
import { basename, dirname, relative, sep } from 'node:path';
import { TestbedError } from '../errors.js';
import type { Sweep } from './sweep.js';

/** Where the claim is seen. */
const MOUNT = '/sweep';
const MOST_FAILURES = 3;

/** For a shell, whatever is in it. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * The manifest, for `kubectl apply -f -`. An index whose pod fails is tried again by Kubernetes; a run whose expectations do
 * not hold has a result, and is no failed pod.
 * @param jobs how many at once at most
 */
export function kubernetesJob(sweep: Sweep, jobs?: number) {
  const { kubernetes, name, file, lab, results, runs } = sweep;
  if (!kubernetes)
    throw new TestbedError(
      'SWEEP_INVALID',
      `${file}: it does not say with which image and claim Kubernetes runs it`,
      {
        hint: 'add kubernetes: { image: IMAGE, claim: CLAIM }',
      },
    );
  const folder = dirname(file);
  const inside = (path: string, what: string): string => {
    const below = relative(folder, path);
    if (below !== '' && below !== '..' && !below.startsWith(`..${sep}`)) return `${MOUNT}/${below}`;
    throw new TestbedError(
      'SWEEP_INVALID',
      `${what} ${path} is not below ${folder}, so a pod does not see it`,
      {
        hint: 'the claim has this folder as its root: put it there',
      },
    );
  };
  inside(lab, 'the laboratory');
  const { image, claim, command = ['npx', 'testbed'], cpu = '1', memory = '1Gi' } = kubernetes;
  const words = [
    ...command,
    'sweep',
    `${MOUNT}/${basename(file)}`,
    '--results',
    inside(results, 'the folder for results'),
  ];
  const resources = { cpu, memory };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      labels: { 'app.kubernetes.io/name': 'vwifi-sweep', 'app.kubernetes.io/instance': name },
    },
    spec: {
      completionMode: 'Indexed',
      completions: runs.length,
      parallelism: Math.min(jobs ?? runs.length, runs.length),
      backoffLimit: MOST_FAILURES * runs.length,
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [
            {
              name: 'run',
              image,
              workingDir: MOUNT,
              command: ['/bin/sh', '-c', `exec ${words.map(quoted).join(' ')} --run "$JOB_COMPLETION_INDEX"`],
              resources: { requests: resources, limits: resources },
              volumeMounts: [{ name: 'sweep', mountPath: MOUNT }],
            },
          ],
          volumes: [{ name: 'sweep', persistentVolumeClaim: { claimName: claim } }],
        },
      },
    },
  };
}
