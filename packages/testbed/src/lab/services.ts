/** What of a laboratory runs besides hostapd and wpa_supplicant: routers, authentication servers, programs, and who asks for addresses. */
import { join } from 'node:path';
import { TestbedError } from '../errors.js';
import type { Machine } from '../machine/machine.js';
import { dhcpRecipe } from '../node/dhcp-client.js';
import { LogFile } from '../node/log-file.js';
import { makeCertificates, radiusRecipe } from '../node/radius.js';
import type { Recipe } from '../node/recipe.js';
import { routerRecipe } from '../node/router.js';
import { Service } from '../node/service.js';
import {
  isStation,
  type Lab,
  type LabNode,
  type RadiusNode,
  type RouterNode,
  type ServiceNode,
  UPLINK,
  UPLINK_CARD,
} from './lab.js';
import type { Places } from './places.js';
import { isEnterprise } from './security-lines.js';

const LEASE_LINES = 200;

export class Services {
  readonly #services = new Map<string, Service>();
  /** Those who ask for addresses, by node and interface. */
  readonly #clients = new Map<
    string,
    { readonly service: Service; readonly log: LogFile; readonly interface: string }[]
  >();

  constructor(
    private readonly lab: Lab,
    private readonly machine: Machine,
    private readonly places: Places,
  ) {}

  /** Starts what the node is there for. */
  async start(node: ServiceNode, signal: AbortSignal): Promise<void> {
    if (node.kind === 'router' && node.uplink) await this.#giveUplink(node, signal);
    const recipe = await this.#recipeOf(node, signal);
    const log = new LogFile(this.places.log(node));
    this.#services.set(node.name, await this.#run(node, recipe, log, signal));
  }

  /** The guest's card for it becomes the router's. */
  async #giveUplink({ name, namespace }: RouterNode, signal: AbortSignal): Promise<void> {
    const argv = ['ip', 'link', 'set', UPLINK_CARD, 'netns', namespace, 'name', UPLINK.interface];
    const { status, stderr } = await this.machine.exec(argv, { signal });
    if (status !== 0)
      throw new TestbedError('UPLINK_FAILED', `${name}: cannot take its uplink: ${stderr.trim()}`);
  }

  /** Asks for the address of an interface, and waits for it. */
  async lease(node: LabNode, interfaceName: string, signal: AbortSignal): Promise<void> {
    const log = new LogFile(join(this.places.folder(node), `dhcp-${interfaceName}.log`));
    const recipe = dhcpRecipe(node.namespace, this.places.machineFolder(node), interfaceName);
    const service = await this.#run(node, recipe, log, signal);
    const its = this.#clients.get(node.name) ?? [];
    this.#clients.set(node.name, [...its, { service, log, interface: interfaceName }]);
  }

  /** The address that a node was given last; undefined of who has none or did not ask. */
  leased(node: LabNode): string | undefined {
    const [client] = this.#clients.get(node.name) ?? [];
    const line = client?.log.last(LEASE_LINES).findLast((each) => each.startsWith('lease '));
    return line === undefined ? undefined : /^lease \S+ ([\d.]+)\//.exec(line)?.[1];
  }

  /** What the program said last that asks for an address of a node. */
  leaseLines(node: LabNode): readonly string[] {
    return (this.#clients.get(node.name) ?? []).flatMap(({ log }) => log.last(4));
  }

  /** Why a node is not what it should be; undefined where it is. */
  failure(node: LabNode): string | undefined {
    const service = this.#services.get(node.name);
    return service ? service.failure : 'it was not started';
  }

  of(name: string): Service | undefined {
    return this.#services.get(name);
  }

  async stop(): Promise<void> {
    const clients = [...this.#clients.values()].flat().map(({ service }) => service);
    await Promise.all([...clients, ...this.#services.values()].map((service) => service.stop()));
    this.#services.clear();
    this.#clients.clear();
  }

  #run(node: LabNode, recipe: Recipe, log: LogFile, signal: AbortSignal): Promise<Service> {
    const { name, namespace } = node;
    return Service.start({ machine: this.machine, name, namespace, log }, recipe, signal);
  }

  async #recipeOf(node: ServiceNode, signal: AbortSignal): Promise<Recipe> {
    const folder = this.places.machineFolder(node);
    if (node.kind === 'router') return routerRecipe(node, folder);
    if (node.kind === 'radius') {
      const pki = join(this.places.folder(node), 'pki');
      return radiusRecipe(node, folder, await makeCertificates(node, this.#certified(node), pki, signal));
    }
    const { command, env, ready } = node;
    return {
      files: [],
      programs: [{ name: 'its command', argv: ['/bin/sh', '-c', command], env, cwd: node.folder }],
      ...(ready === undefined ? {} : { ready }),
    };
  }

  /** The users of a server that come with a certificate, by number. */
  #certified(server: RadiusNode): number[] {
    const names = this.lab.nodes.flatMap((node) =>
      isStation(node) &&
      node.trusts === server.name &&
      isEnterprise(node.security) &&
      node.security.method === 'TLS'
        ? (node.security.identity ?? [])
        : [],
    );
    return server.users.flatMap(({ name }, number) => (names.includes(name) ? [number] : []));
  }
}
