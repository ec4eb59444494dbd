/** The configuration of each daemon: where the user finds it, and where the machine reads it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { Machine } from '../machine/machine.js';
import { type ConfContext, ownConf } from '../node/conf.js';
import type { Lab, WifiNode } from './lab.js';
import type { Places } from './places.js';

export class Confs {
  constructor(
    private readonly lab: Lab,
    private readonly machine: Machine,
    private readonly places: Places,
  ) {}

  /** Writes a node's configuration. Resolves with its path in the machine. */
  async write<N extends WifiNode>(node: N, make: (node: N, context: ConfContext) => string): Promise<string> {
    const { places } = this;
    const context = this.context(node);
    const text = node.ownConf
      ? ownConf(node, await readFile(node.ownConf, 'utf8'), context)
      : make(node, context);
    await mkdir(places.folder(node), { recursive: true });
    await writeFile(places.conf(node), text, { mode: 0o600 });
    const path = places.machineConf(node);
    if (path !== places.conf(node))
      await this.machine.writeFile(path, text, 0o600, { netns: node.namespace });
    return path;
  }

  context(node: WifiNode): ConfContext {
    const { places, lab } = this;
    return {
      lab: lab.name,
      controlFolder: places.controlFolder(node),
      folder: places.machineFolder(node),
      ...(lab.country ? { country: lab.country } : {}),
      userNumber: (server, name) => this.userNumber(server, name),
    };
  }

  private userNumber(server: string, name: string): number {
    const node = this.lab.nodes.find((each) => each.name === server);
    return node?.kind === 'radius' ? node.users.findIndex((user) => user.name === name) : -1;
  }
}
