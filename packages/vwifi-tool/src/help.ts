/** The help without a command: the manual's text, then what there is beside it. */
export const COMMANDS: Readonly<Record<string, string>> = {
  status: 'whether the driver is loaded',
  radio: 'ls, add, rm, set: radios, made and removed while the driver runs',
  persona: 'ls, import: radios like real devices',
  deny: 'ls, add, rm, set, clear: who drops whose data frames',
  link: 'ls, set, rm: signal, loss, delay and rate from one radio to another',
  fault: 'ls, add, rm, clear: frames that are lost, delayed or changed by what they are',
  jam: 'ls, start, stop: noise on a channel, for a time',
  medium: 'get, set: what holds for all links, and the seed of chance',
  underlay: 'ls, attach, detach, remotes: one air with other kernels, over Ethernet',
  scan: 'the networks that an interface hears',
  station: 'the peers of an interface, or of all',
  events: 'what happens, line by line, until Ctrl-C',
  stats: 'frames, rates and drops of every radio, live',
  capture: 'the frames of the air: shown, into a pcapng file, or live in Wireshark',
  rssi: 'the signal of a station, drawn in the terminal or as a file',
  top: 'everything at a glance, live',
  doctor: 'what is there, what is missing, and what mends it',
  completion: 'bash, zsh, fish: what the shell completes',
};

const MANUAL = `vwifi-tool: A userspace tool which supports more user-specific utilization for vwifi

Usage:

	vwifi-tool [arguments]

The arguments are:

	-d  Destination interface name
	-s Source interface name
	-c Clear denylist
`;

export const helpText = (): string => `${MANUAL}
Without arguments it shows the status. -d and -s may be repeated; together they replace the whole denylist.

Commands, each with --help, --json, --netns NAME and --lab NAME (a laboratory that testbed runs):

${Object.entries(COMMANDS)
  .map(([name, what]) => `	${name.padEnd(11)} ${what}`)
  .join('\n')}

For example:

	vwifi-tool -d vw2 -s vw1
	vwifi-tool link set --from vw0 --to vw1 --loss 30% --delay 5ms
	vwifi-tool top --lab test
`;
