import { realpathSync } from 'node:fs';
import { TestbedError } from '../errors.js';
import { searchPath } from '../machine/command.js';
import { agentProgram } from './agent-program.js';
import type { BootScript } from './boot-script.js';
import type { GuestOptions } from './options.js';

/** Variables of the host's user that make sense in a guest. */
const PASSED = ['LANG', 'TERM', 'TZ'];

/**
 * What a boot script needs to start the agent, which runs on the host's own Node with this package's own files. `line` is
 * the device on which folders are served that can be written.
 */
export function agentSetup(
  options: GuestOptions,
  parameters: readonly string[],
  more: Readonly<Record<string, string>> = {},
  nodeFlags: readonly string[] = [],
  line?: string,
): BootScript {
  const { kernel, hostname = 'vwifi', keep = [], writable = [] } = options;
  const agent = agentProgram();
  const env: Record<string, string> = { HOME: '/root', PATH: searchPath(process.env.PATH), ...more };
  for (const name of PASSED) if (process.env[name] !== undefined) env[name] = process.env[name];
  return {
    agent: [process.execPath, ...nodeFlags, agent, ...parameters],
    env,
    hostname,
    modules: { from: realPath(kernel.modulesDir), release: kernel.release },
    writable: line !== undefined && writable.length > 0 ? { folders: writable, line } : undefined,
    foreign: kernel.root !== undefined,
    keep: [process.execPath, packageRoot(agent), ...keep].map((path) => ({ path, from: realPath(path) })),
  };
}

/** Without links: an absolute one would be followed in the guest's first file system, where it leads nowhere. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    throw new TestbedError('ENOENT', `a guest shall see ${path}, which is not there`, { cause: error });
  }
}

/** The folder that an agent's imports are found in: the repository, or the place where the package is installed. */
function packageRoot(agent: string): string {
  const packages = agent.lastIndexOf('/packages/testbed/');
  const modules = agent.indexOf('/node_modules/');
  return agent.slice(0, modules > 0 ? modules : packages > 0 ? packages : agent.lastIndexOf('/'));
}
