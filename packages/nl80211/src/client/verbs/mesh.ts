import type { Nl80211, Nl80211In } from '../../spec/nl80211/attributes.js';
import type { SsidLike } from '../../wire/ssid.js';
import type { Commands, Dumps } from '../commands.js';
import { defined } from '../defined.js';
import type { MoreAttributes } from '../more-attributes.js';
import { withUnits } from '../units.js';
import type { Cancel } from '../vwifi.js';
import { type CellSettings, cellAttributes } from './cells.js';

/** Parameters of a mesh, by their names in the kernel: `hwmpRootmode`, `ttl`, `plinkTimeout`, ... */
export type MeshParameters = NonNullable<Nl80211In['meshConfig']>;

export interface MeshSettings extends CellSettings, MoreAttributes {
  readonly id: SsidLike;
  readonly dtimPeriod?: number;
  readonly parameters?: MeshParameters;
}

/** How a mesh reaches a station: what `iw dev X mpath dump` shows. */
export interface MeshPath {
  readonly destination: string;
  readonly nextHop?: string;
  readonly info: NonNullable<Nl80211['mpathInfo']>;
}

const pathOf = ({
  mac = '',
  mpathNextHop,
  mpathInfo,
}: Pick<Nl80211, 'mac' | 'mpathNextHop' | 'mpathInfo'>): MeshPath => ({
  destination: mac,
  ...defined({ nextHop: mpathNextHop }),
  info: mpathInfo ?? {},
});

/** Mesh networks (802.11s): the interface has the type 'mesh-point' and is up. */
export class Mesh {
  constructor(
    private readonly commands: Commands,
    private readonly dumps: Dumps,
    private readonly dev: string | number,
  ) {}

  async join(settings: MeshSettings, options: Cancel = {}): Promise<void> {
    const { id, dtimPeriod, parameters, attributes, ...cell } = withUnits(settings);
    const request = {
      meshId: id,
      ...cellAttributes(cell),
      ...defined({ dtimPeriod, meshConfig: parameters }),
      ...attributes,
    };
    await this.commands.joinMesh({ dev: this.dev, ...request }, options);
  }

  async leave(options: Cancel = {}): Promise<void> {
    await this.commands.leaveMesh({ dev: this.dev }, options);
  }

  async parameters(options: Cancel = {}): Promise<NonNullable<Nl80211['meshConfig']>> {
    return (await this.commands.getMeshConfig({ dev: this.dev }, options)).meshConfig ?? {};
  }

  async setParameters(meshConfig: MeshParameters, options: Cancel = {}): Promise<void> {
    await this.commands.setMeshConfig({ dev: this.dev, meshConfig }, options);
  }

  async paths(options: Cancel = {}): Promise<MeshPath[]> {
    return Array.from(await this.dumps.getMpath({ dev: this.dev }, options), pathOf);
  }

  /** Stations behind others: who stands for whom. */
  async proxies(options: Cancel = {}): Promise<MeshPath[]> {
    return Array.from(await this.dumps.getMpp({ dev: this.dev }, options), pathOf);
  }

  async path(destination: string, options: Cancel = {}): Promise<MeshPath> {
    return pathOf(await this.commands.getMpath({ dev: this.dev, mac: destination }, options));
  }

  async addPath(destination: string, nextHop: string, options: Cancel = {}): Promise<void> {
    await this.commands.newMpath({ dev: this.dev, mac: destination, mpathNextHop: nextHop }, options);
  }

  async setPath(destination: string, nextHop: string, options: Cancel = {}): Promise<void> {
    await this.commands.setMpath({ dev: this.dev, mac: destination, mpathNextHop: nextHop }, options);
  }

  async removePath(destination: string, options: Cancel = {}): Promise<void> {
    await this.commands.delMpath({ dev: this.dev, mac: destination }, options);
  }
}
