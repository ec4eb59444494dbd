/** A laboratory's state as text for a person. */
import type { GuestReport } from '../fleet/spec.js';
import { channelAt } from '../lab/channel.js';
import type { LabStatus, NodeStatus } from '../lab/status.js';
import type { Ping } from '../node/ping.js';
import { visible } from '../visible.js';

/** Columns as wide as their widest cell, two spaces between. */
export function table(header: readonly string[], cells: readonly (readonly string[])[]): string {
  const rows = cells.map((row) => row.map(visible));
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(header), ...rows.map(line)].join('\n');
}

const channel = (frequencyMhz: number | null): string => {
  if (frequencyMhz === null) return '-';
  const at = channelAt(frequencyMhz);
  return at ? `${at.channel} (${frequencyMhz} MHz)` : `${frequencyMhz} MHz`;
};

/** Whether it is connected; of a node whose machine does not run, how that is. */
const connection = (node: NodeStatus, guests: LabStatus['guests']): string => {
  const guest = guests?.find(({ nodes }) => nodes.includes(node.name));
  if (guest && guest.state !== 'running') return guest.state.toUpperCase();
  return node.connected ? 'yes' : 'NO';
};

const row = (node: NodeStatus, guests: LabStatus['guests']): string[] => [
  node.name,
  node.role,
  node.interface,
  connection(node, guests),
  node.ssid ?? '-',
  node.bssid ?? '-',
  node.linksMhz
    ? node.linksMhz.map((mhz) => channelAt(mhz)?.channel ?? mhz).join(' + ')
    : channel(node.frequencyMhz),
  node.signalDbm === null ? '-' : `${node.signalDbm} dBm`,
  node.address ?? '-',
];

/** Who is connected to whom. */
export const nodeTable = (nodes: readonly NodeStatus[], guests: LabStatus['guests'] = null): string =>
  table(
    ['NODE', 'ROLE', 'INTERFACE', 'CONNECTED', 'SSID', 'BSSID', 'CHANNEL', 'SIGNAL', 'ADDRESS'],
    nodes.map((node) => row(node, guests)),
  );

/** How the guests of the nodes are. */
export const guestTable = (guests: readonly GuestReport[]): string =>
  table(
    ['MACHINE', 'STATE', 'PID', 'BOOT', 'WHY'],
    guests.map(({ name, state, pid, bootMs, why }) => [
      ...[name, state, pid === null ? '-' : String(pid)],
      ...[bootMs === null ? '-' : `${(bootMs / 1000).toFixed(1)} s`, why ?? ''],
    ]),
  );

/** A line for each guest that has ended, with the reason. */
const goneText = (guests: LabStatus['guests']): string =>
  (guests ?? [])
    .filter(({ state }) => state === 'gone')
    .map(({ name, why }) => `\n${name} is gone: ${visible(why ?? '')}`)
    .join('');

const time = (ping: Ping | undefined): string => {
  if (!ping) return '';
  return ping.rttMs === null
    ? ping.expected
      ? 'NO'
      : '-'
    : `${ping.rttMs < 10 ? ping.rttMs.toFixed(2) : ping.rttMs.toFixed(0)} ms`;
};

/** Every pair as a matrix, with a dash between networks; where that is wider than the terminal, a sentence and the pairs that failed. */
export function pingMatrixText(pings: readonly Ping[], width: number): string {
  const from = [...new Set(pings.map((ping) => ping.from))];
  const to = [...new Set(pings.map((ping) => ping.to))];
  const names = from.filter((name) => to.includes(name)).concat(to.filter((name) => !from.includes(name)));
  const cells = names.map((a) => [
    a,
    ...names.map((b) => time(pings.find((ping) => ping.from === a && ping.to === b))),
  ]);
  const matrix = table(['PING', ...names], cells);
  if (Math.max(...matrix.split('\n').map((line) => line.length)) <= width) return matrix;
  const asked = pings.filter((ping) => ping.ok || ping.expected);
  const failed = asked.filter((ping) => !ping.ok);
  const sentence = `PING  ${asked.length - failed.length} of ${asked.length} pairs answered`;
  return [sentence, ...failed.map((ping) => `      ${ping.from} -> ${ping.to}: NO`)].join('\n');
}

/** The whole of it. */
export function statusText(status: LabStatus, width = 80, how?: string): string {
  const machines = status.guests ? `, ${status.guests.length} machines` : '';
  const head = `${status.lab} on ${status.backend}${machines}${how ? ` (${how})` : ''}, kernel ${visible(status.kernel)}${status.userSpace ? ` by ${status.userSpace}` : ''}`;
  const warning = status.weakness === undefined ? '' : `\nwarning: ${status.weakness}`;
  if (status.nodes.length === 0) return `${head}: a machine without a network${warning}`;
  const pings = status.pings.length ? `\n\n${pingMatrixText(status.pings, width)}` : '';
  const why = status.nodes.map((node) =>
    node.why === undefined ? '' : `\n${node.name}: ${visible(node.why)}`,
  );
  return `${head}${warning}\n\n${nodeTable(status.nodes, status.guests)}${why.join('')}${goneText(status.guests)}${pings}`;
}

/** What to type next. */
export function nextSteps(status: LabStatus): string {
  const station = status.nodes.find((node) => node.role === 'station') ?? status.nodes[0];
  const other = status.nodes.find((node) => node !== station && node.address);
  const name = station?.name ?? 'NODE';
  const lines: (readonly [string, string])[] = station
    ? [
        [`npx testbed exec ${name} -- ping -c 4 ${other?.address ?? 'ADDRESS'}`, 'a command on a node'],
        [`npx testbed shell ${name}`, 'a shell there; without a name, on the machine itself'],
        [`npx testbed logs ${name} -f`, 'what its daemon says'],
        ['npx testbed status --ping', 'this table again'],
        ['npx testbed down', 'the end of it'],
      ]
    : [
        ['npx testbed shell', 'a shell; vwifi.ko and sample files are where it begins'],
        ['npx testbed down', 'the end of it'],
      ];
  const width = Math.max(...lines.map(([command]) => command.length));
  return `Next:\n${lines.map(([command, what]) => `  ${command.padEnd(width)}   ${what}`).join('\n')}`;
}
