/** The family `vwifi`. Generated from packages/driver-c/spec/vwifi.yaml by "npm run generate": change that, not this. */
import type { FamilySpec } from '../genl/family.js';
import { repeated } from '../wire/collection.js';
import { enumOf, type Named } from '../wire/named.js';
import { bytesOf, flag, mac, padding, s32, string, u32, u64 } from '../wire/scalar.js';
import { type Loose, nest, type RowsOf } from '../wire/table.js';
import type {
  DenyListAttributes,
  DropCountAttributes,
  EndAttributes,
  EndPairAttributes,
  FaultAttributes,
  JamAttributes,
  MediumAttributes,
  PairAttributes,
  PositionAttributes,
  RadarAttributes,
  RadioAttributes,
  RemoteAttributes,
  StatsAttributes,
  TapAttributes,
  TrackAttributes,
  UnderlayAttributes,
  WallAttributes,
  WallListAttributes,
  WaypointAttributes,
} from './vwifi-messages.js';
import type {
  Drop,
  Eapol,
  Fading,
  FaultAction,
  FrameType,
  Model,
  PathModel,
  Personality,
  RateControl,
  VwifiCommand,
} from './vwifi-names.js';

/** A loss of one, certain, in the unit of the loss attributes (millionths). */
export const LOSS_SCALE = 1000000;
export const MAX_RADIOS = 65535;
/** The longest delay and jitter of a link, in microseconds. */
export const MAX_DELAY_US = 10000000;

/** Why a frame was dropped. */
export const DROP_VALUES: Named<Drop> = {
  /** Not dropped. */
  none: 0,
  /** The receiver has no association with the transmitter. */
  notAssociated: 1,
  /** The 802.1X port is closed and the frame is not EAPOL. */
  notAuthorised: 2,
  /** Nobody with that address listens on the channel. */
  noReceiver: 3,
  /** In the clear although a key is installed. */
  unprotected: 4,
  /** The receiver holds no key of that index. */
  noKey: 5,
  /** The receiver holds another key of that index. */
  wrongKey: 6,
  /** The packet number is not above the last one. */
  replay: 7,
  /** Station to station on an access point that isolates its stations: not relayed, left to its stack. */
  isolated: 8,
  /** Too short, EAPOL to a third party, or three addresses where four are due. */
  malformed: 9,
  /** Out of memory or of queue. */
  memory: 10,
  /** The receiver's denylist names the transmitter. */
  denied: 11,
  /** Lost on the link, after all retries of a unicast frame. */
  lost: 12,
  /** Sent out of the sending of a frame to another kernel: the air would go over itself. */
  loop: 13,
  /**
   * A part that does not go with those before it: another key, a gap in the packet numbers, protected
   * and in the clear, too late, too long.
   */
  fragment: 14,
  /** Its check sequence was wrong: a fault had it so. */
  corrupt: 15,
};

/** Types of frames (802.11-2020, table 9-1) that a fault can meet. */
export const FRAME_TYPE_VALUES: Named<FrameType> = {
  /** Beacons, probes, authentication and the like. */
  management: 0,
  /** Data, EAPOL among it; null frames. */
  data: 2,
};

/** Messages of the handshakes that make keys (802.11-2020, 12.7.6 and 12.7.7). */
export const EAPOL_VALUES: Named<Eapol> = {
  /** The access point's number, which begins the 4-way handshake. */
  message1: 1,
  /** The station's number. */
  message2: 2,
  /** The access point installs, and gives the group key. */
  message3: 3,
  /** The station has installed. */
  message4: 4,
  /** A new group key. */
  group1: 5,
  /** It is there. */
  group2: 6,
};

/** What is done to a frame. */
export const FAULT_ACTION_VALUES: Named<FaultAction> = {
  /** It is lost, as often as it is repeated, and never acknowledged. */
  drop: 1,
  /** It arrives later than what is sent after it; it was acknowledged in time. */
  delay: 2,
  /** It arrives twice, with one packet number. */
  duplicate: 3,
  /**
   * It arrives with a wrong check sequence, as often as it is repeated: the receiver drops it and does
   * not acknowledge it.
   */
  corrupt: 4,
  /**
   * One of its octets arrives inverted, with a check sequence that fits: it is acknowledged, and what
   * else protects it has to notice.
   */
  alter: 5,
  /** It arrives, and its transmitter hears no acknowledgement. */
  unacknowledge: 6,
};

/** How modern a radio is, by the newest thing that it knows. Each knows the older ones too. */
export const PERSONALITY_VALUES: Named<Personality> = {
  /** 802.11a, b and g. */
  legacy: 0,
  /** 802.11n (Wi-Fi 4). */
  ht: 1,
  /** 802.11ac (Wi-Fi 5). */
  vht: 2,
  /** 802.11ax (Wi-Fi 6), without which there is no 6 GHz. */
  he: 3,
  /** 802.11be (Wi-Fi 7): 320 MHz at 6 GHz, 4096-QAM, punctured channels. */
  eht: 4,
};

/** How the signal falls over distance, between radios with positions. */
export const PATH_MODEL_VALUES: Named<PathModel> = {
  /** From the medium's signal at a metre, by the exponent. */
  logDistance: 0,
  /** As in free space (ITU-R P.525), by distance and frequency: the medium's signal is not asked. */
  freeSpace: 1,
  /** As within a floor of a building (ITU-R P.1238), by distance, frequency and the exponent. */
  ituIndoor: 2,
};

/** How a pair's signal varies from one coherence time to the next. */
export const FADING_VALUES: Named<Fading> = {
  /** Not at all. */
  none: 0,
  /** By many paths of which none stands out: the power is exponentially distributed. */
  rayleigh: 1,
  /** By many paths and a direct one. */
  rician: 2,
};

/** What the medium is like. */
export const MODEL_VALUES: Named<Model> = {
  /**
   * Nobody contends, and nothing takes time: frames are lost and delayed by what is said of their link
   * alone.
   */
  ideal: 0,
  /**
   * Each transmission occupies its channel where it is heard, stations contend for it, and a receiver
   * decides by signal, noise and interference.
   */
  dcf: 1,
};

/** How a transmitter chooses its rates, where the model is dcf. */
export const RATE_CONTROL_VALUES: Named<RateControl> = {
  /** By what has been acknowledged. */
  minstrel: 0,
  /** By what the receiver is about to read. */
  ideal: 1,
};

export const dropCount: RowsOf<DropCountAttributes> = {
  cause: [1, enumOf(DROP_VALUES)],
  count: [2, u64],
  pad: [3, padding],
};

/** A place, in centimetres from an origin that the laboratory chooses. What is left out is 0. */
export const position: RowsOf<PositionAttributes> = {
  x: [1, s32],
  y: [2, s32],
  z: [3, s32],
};

/** A place, in centimetres, and when it is reached. What is left out is 0. */
export const waypoint: RowsOf<WaypointAttributes> = {
  x: [1, s32],
  y: [2, s32],
  z: [3, s32],
  /** Milliseconds since the track was set. */
  time: [4, u32],
};

/** A way that a radio goes. */
export const track: RowsOf<TrackAttributes> = {
  /**
   * A point of it, 1024 at most, in the order of time: at the first from the beginning on, at the last
   * for good, between two on a straight line.
   */
  point: [1, repeated(nest(waypoint))],
  /** After the last point it begins anew. */
  repeat: [2, flag],
};

/** A radio, a wiphy with its first interface. */
export const radio: RowsOf<RadioAttributes> = {
  /** Number of the radio; free again when it is removed. */
  id: [1, u32],
  /** Name of its wiphy. */
  wiphyName: [2, string],
  /** Index of its first interface, in its own network namespace. */
  ifindex: [3, u32],
  /** Name of its first interface; %d is replaced by a free number. */
  ifname: [4, string],
  /** Address of its first interface. */
  address: [5, mac],
  /** Transmit power in mBm (hundredths of a dBm). */
  txPower: [6, s32],
  /** Bands: bit 0 is 2.4 GHz, bit 1 is 5 GHz, bit 3 is 6 GHz. All when left out. */
  bands: [7, u32],
  /** The radio goes when the socket that made it is closed. */
  owned: [8, flag],
  /** Its network namespace as an id of the caller's (RTM_NEWNSID), or -1. */
  netnsId: [9, s32],
  rxPackets: [10, u64],
  rxBytes: [11, u64],
  txPackets: [12, u64],
  txBytes: [13, u64],
  /** Frames dropped by this radio, by cause. Causes without a drop are left out. */
  drops: [14, repeated(nest(dropCount))],
  pad: [15, padding],
  /** Where it stands. Between two radios that stand somewhere, the signal falls with the distance. */
  position: [16, nest(position)],
  /** How modern it is; eht when left out. */
  personality: [17, enumOf(PERSONALITY_VALUES)],
  /** Where it goes from now on, instead of a position. */
  track: [18, nest(track)],
  /** Its track is not at its end. */
  moving: [19, flag],
  /** Gain of its antenna, sending and receiving, in hundredths of a dBi; 0 at first. */
  antennaGain: [20, s32],
  /** Spatial streams; 4 when left out. */
  streams: [21, u32],
  /**
   * Its widest channel, in MHz: 20, 40, 80, 160 or 320, as when left out. VHT begins at 80: with less
   * there is none.
   */
  width: [22, u32],
  /**
   * Types that its interfaces may have, a bit for each of nl80211's (NL80211_IFTYPE_*), that of a
   * station among them; all when left out.
   */
  iftypes: [23, u32],
  /** Cipher suites that it may have, four octets each, as numbers of this machine; all when left out. */
  ciphers: [24, bytesOf(0, 256)],
  /**
   * It has the SME: told which network (NL80211_CMD_CONNECT), it finds an access point, joins it and
   * goes over to better ones by itself, as FullMAC devices do.
   */
  driverSme: [25, flag],
};

/** A wall: a straight line on the ground, as high as need be. What is left out is 0. */
export const wall: RowsOf<WallAttributes> = {
  /** Its ends, in centimetres. */
  x1: [1, s32],
  y1: [2, s32],
  x2: [3, s32],
  y2: [4, s32],
  /** What a signal loses that goes through it, in hundredths of a dB. */
  loss: [5, u32],
};

export const wallList: RowsOf<WallListAttributes> = {
  wall: [1, repeated(nest(wall))],
};

/**
 * One end of a pair: a radio by exactly one of its names. Interfaces are found in every network
 * namespace.
 */
export const end: RowsOf<EndAttributes> = {
  /** Number of the radio. */
  radio: [1, u32],
  /** Index of an interface in the caller's network namespace. */
  ifindex: [2, u32],
  /** Name of an interface: in the caller's network namespace first, elsewhere if only one there has it. */
  ifname: [3, string],
  /** Address of an interface. */
  address: [4, mac],
};

/** A directed pair of radios, what the receiver does to frames of the sender. */
export const pair: RowsOf<PairAttributes> = {
  receiver: [1, nest(end)],
  sender: [2, nest(end)],
  /** Number of the receiving radio (answers). */
  receiverRadio: [3, u32],
  /** Number of the sending radio (answers); from 65536 on it is one of another kernel. */
  senderRadio: [4, u32],
  /** Data frames of the sender are dropped by the receiver. */
  denied: [5, flag],
  /** What the receiver reads when the sender transmits with 0 dBm, in dBm. */
  signal: [6, s32],
  /** Probability that one transmission is lost, in millionths. */
  loss: [7, u32],
  /** Delay in microseconds. */
  delay: [8, u32],
  /** Added to the delay: evenly distributed from 0 to this, in microseconds. Order is kept. */
  jitter: [9, u32],
  /** Limit of the link in bit/s; 0 for none. */
  rate: [10, u64],
  /** Frames that the receiver was offered from the sender since the pair exists. */
  frames: [11, u64],
  /** Frames dropped because the pair is denied. */
  framesDenied: [12, u64],
  /** Transmissions lost. */
  framesLost: [13, u64],
  /** Transmissions repeated. */
  retries: [14, u64],
  /** Frames dropped because the queue of a delayed or limited link was full. */
  queueDropped: [15, u64],
  pad: [16, padding],
  /**
   * What the sender has used of the air for frames to the receiver, in microseconds, failures among it
   * (model dcf).
   */
  airtime: [17, u64],
  /**
   * What the receiver found of the last data frame: signal to noise and interference, in hundredths of a
   * dB (model dcf).
   */
  sinr: [18, s32],
  /** Frames of the sender that were acknowledged (model dcf). */
  sent: [19, u64],
  /** Transmissions beyond the first (model dcf). */
  repeated: [20, u64],
  /** Frames that were never acknowledged (model dcf). */
  givenUp: [21, u64],
};

/** What a request may say of a pair in a list. */
export const endPair: RowsOf<EndPairAttributes> = {
  receiver: [1, nest(end)],
  sender: [2, nest(end)],
};

export const denyList: RowsOf<DenyListAttributes> = {
  /** One pair: a receiver and a sender. */
  pair: [1, repeated(nest(endPair))],
};

export const medium: RowsOf<MediumAttributes> = {
  /**
   * What everybody reads of a transmitter with 0 dBm, in dBm, up to a metre from it; a link may say
   * otherwise.
   */
  signal: [1, s32],
  /** Loss of every link that says nothing else, in millionths. */
  loss: [2, u32],
  /** Seed of every random choice. Setting it starts all sequences anew. */
  seed: [3, u64],
  /** Number of radios. */
  radios: [4, u32],
  /** Number of pairs with a denial or a link. */
  pairs: [5, u32],
  /** Version of the module. */
  version: [6, string],
  pad: [7, padding],
  /**
   * How fast the signal falls between radios with positions, in hundredths: 200 in free space, 300 at
   * first, 400 among walls.
   */
  pathLossExponent: [8, u32],
  /** Frames that arrive weaker than this, in dBm, are not heard. -128, as at first: all are. */
  sensitivity: [9, s32],
  /** How the signal falls over distance; log-distance at first. */
  pathModel: [10, enumOf(PATH_MODEL_VALUES)],
  /** All walls, 256 at most, instead of those there were: between radios with positions. */
  walls: [11, nest(wallList)],
  /** Number of walls. */
  wallCount: [12, u32],
  /**
   * Standard deviation of what a pair loses or gains for good, the same in both directions, in
   * hundredths of a dB.
   */
  shadowing: [13, u32],
  /** How the signals vary in time. */
  fading: [14, enumOf(FADING_VALUES)],
  /**
   * With rician: the power of the direct path over that of the others, in hundredths of a dB; 600 at
   * first.
   */
  ricianK: [15, u32],
  /** For how long a fading signal stays as it is, in microseconds; 20000 at first. */
  coherence: [16, u32],
  /** What receivers add to thermal noise, in hundredths of a dB; 600 at first. */
  noiseFigure: [17, u32],
  /** What it is like; ideal at first. */
  model: [18, enumOf(MODEL_VALUES)],
  /** How rates are chosen, of dcf; minstrel at first. */
  rateControl: [19, enumOf(RATE_CONTROL_VALUES)],
  /**
   * RTS and CTS go before what is longer, in octets, of dcf and of radios that have no threshold of
   * their own; 4294967295, as at first: never.
   */
  rtsThreshold: [20, u32],
  /**
   * Whether a transmitter gives its peers equal airtime, of dcf; 1, as at first. 0: equally many
   * transmissions.
   */
  airtimeFairness: [21, u32],
};

/** A radar, which has a claim on its channel before Wi-Fi. */
export const radar: RowsOf<RadarAttributes> = {
  /** Its frequency, in MHz. */
  frequency: [1, u32],
};

/** Frames that a fault meets, and what it does to them. What is left out matches every frame. */
export const fault: RowsOf<FaultAttributes> = {
  /** Its number, never given again as long as the air is there. */
  id: [1, u32],
  /** Type of the frame. */
  type: [2, enumOf(FRAME_TYPE_VALUES)],
  /** Subtype of the frame (802.11-2020, table 9-1); needs the type. QoS data is 8, null frames are 4. */
  subtype: [3, u32],
  /** Message of a handshake, which is data. */
  eapol: [4, enumOf(EAPOL_VALUES)],
  /** Of the BSS that it is sent in. */
  bssid: [5, mac],
  /** The radio that transmits it: of the air that the fault is of. */
  from: [6, nest(end)],
  /** The radio that is to receive it; of a group frame one of those. */
  to: [7, nest(end)],
  /** Number of the transmitting radio (answers). */
  fromRadio: [8, u32],
  /** Number of the receiving radio (answers). */
  toRadio: [9, u32],
  /**
   * Number of the first frame that it is done to, of all that match. With neither every nor times to
   * that one alone.
   */
  nth: [10, u32],
  /** From then on to every one of this number; where nth is left out, the first is of this number, too. */
  every: [11, u32],
  /** So many times at most. */
  times: [12, u32],
  /** What is done. */
  action: [13, enumOf(FAULT_ACTION_VALUES)],
  /** Of delay: by how much, in microseconds. */
  delay: [14, u32],
  /**
   * Of alter: which octet of the frame body (of data: of the packet), from 0; the last one where it has
   * no more.
   */
  octet: [15, u32],
  /** Frames that matched, once for each receiver. */
  matched: [16, u64],
  /** How many of them it was done to. */
  done: [17, u64],
  pad: [18, padding],
};

/** Noise on a channel, for a time. */
export const jam: RowsOf<JamAttributes> = {
  /** Its centre, in MHz. */
  frequency: [1, u32],
  /** How wide it is, in MHz; 20 when left out. */
  width: [2, u32],
  /** For how long, in milliseconds; of one that is going on: for how long still. */
  duration: [3, u32],
  /** What every receiver reads of it over its width, of the model dcf, in dBm; -30 when left out. */
  signal: [4, s32],
};

/** A subscription to the statistics. */
export const stats: RowsOf<StatsAttributes> = {
  /** From one round to the next, in milliseconds. */
  interval: [1, u32],
  /** When the round was taken, in nanoseconds since the boot. */
  time: [2, u64],
  /** Rounds since the last one for which the socket had no room. */
  missed: [3, u32],
  pad: [4, padding],
};

/** What carries the air to other kernels. */
export const underlay: RowsOf<UnderlayAttributes> = {
  /** Index of its Ethernet device, in that device's own network namespace. */
  ifindex: [1, u32],
  /** Name of its Ethernet device. */
  ifname: [2, string],
  /** Name of the virtio device that the driver drives itself. */
  device: [3, string],
  /** Its Ethernet address. */
  address: [4, mac],
  /** Octets that a frame has behind its Ethernet header, at most. */
  mtu: [5, u32],
  /** Other kernels that live on it. */
  kernels: [6, u32],
  /** Frames received: of the right form, and not our own. */
  rxFrames: [7, u64],
  /** Frames dropped, all in all. */
  rxDropped: [8, u64],
  /** Frames sent. */
  txFrames: [9, u64],
  /** Frames for which there was no room. */
  txDropped: [10, u64],
  pad: [11, padding],
  /** Of the dropped: too short, too long, or what no kernel sends. */
  rxMalformed: [12, u64],
  /** Of the dropped: of another version of the wire. */
  rxVersion: [13, u64],
  /** Of the dropped: from a kernel that has not said HELLO. */
  rxUnknown: [14, u64],
  /** Of the dropped: messages that came before, or too late. */
  rxReplayed: [15, u64],
  /** Of the dropped: in the name of an address that another kernel has, this one included. */
  rxForged: [16, u64],
  /**
   * Of the dropped: pieces of a message of which the others did not come in time, or for which there was
   * no room.
   */
  rxUnfinished: [17, u64],
};

/** An interface of another kernel. */
export const remote: RowsOf<RemoteAttributes> = {
  /** Its address. */
  address: [1, mac],
  /** Ethernet address of its kernel. */
  kernel: [2, mac],
  /** Number that its kernel drew when its module was loaded. */
  instance: [3, u32],
  /** Channel that it is on, MHz; 0 for none. */
  frequency: [4, u32],
  /** It is a running access point. */
  accessPoint: [5, flag],
  /** It is a member of an ad hoc cell. */
  cell: [6, flag],
  /** Transmit power in mBm. */
  txPower: [7, s32],
  /** Its kernel has been heard lately. */
  live: [8, flag],
  /** Number of its radio, in pairs of this kernel. */
  id: [9, u32],
};

/**
 * A device that hears all channels, as 802.11 frames with a radiotap header: of every radio that its
 * network namespace sees, wherever the two are moved meanwhile.
 */
export const tap: RowsOf<TapAttributes> = {
  /** Its index, in the caller's network namespace. */
  ifindex: [1, u32],
  /** Its name; %d is replaced by a free number. vwtap%d when left out. */
  ifname: [2, string],
  /** The tap goes when the socket that made it is closed. */
  owned: [3, flag],
  /** Nothing that is routine: no beacons, no data but EAPOL, no null frames, no acknowledgements. */
  sparse: [4, flag],
};

/** Commands and notifications, by number. */
export const VWIFI_COMMANDS: Named<VwifiCommand> = {
  /**
   * Makes a radio with an interface in station mode, in the air of the caller's user namespace. There
   * are 64 radios of one user, and 1024 of all together, in user namespaces other than the initial one.
   * These go with their network namespace.
   */
  radioNew: 1,
  /** Removes a radio with all its interfaces. */
  radioDel: 2,
  /** Tells of one radio, or of all. */
  radioGet: 3,
  /** Changes a radio. */
  radioSet: 4,
  /** Adds one pair to the denylist. A pair that stands there already is refused. */
  denyAdd: 5,
  /** Takes one pair off the denylist. A pair that does not stand there is refused. */
  denyDel: 6,
  /**
   * Replaces the whole denylist of an air in one step: afterwards exactly the pairs of this message are
   * denied there. Either all of them or, on an error, the old ones.
   */
  denySet: 7,
  /** Lists the pairs that are denied. */
  denyGet: 8,
  /** Empties the denylist of an air. */
  denyFlush: 9,
  /**
   * Says what is special about the link from the sender to the receiver. What is left out keeps its
   * value, or the medium's default where the link is new.
   */
  linkSet: 10,
  /** Gives a link back to the medium's defaults. */
  linkDel: 11,
  /**
   * Lists the links with values of their own, with their counters; of the model dcf also those that have
   * been used.
   */
  linkGet: 12,
  /** Tells the defaults of the medium, of the caller's air where it has one, else of the host's. */
  mediumGet: 13,
  /** Changes the defaults of the medium of an air. */
  mediumSet: 14,
  /** A radio was made. */
  radioAdded: 15,
  /** A radio was removed. */
  radioRemoved: 16,
  /** A denial or a link changed, was added or was removed. Without attributes, the whole list. */
  pairChanged: 17,
  /** The medium's defaults changed. */
  mediumChanged: 18,
  /**
   * Asks for the statistics at an interval, until the socket is closed. Each round comes to this socket
   * alone, as messages without a sequence number: radio-get for every radio, link-get for every pair
   * with a link or with frames, or that has been used in the model dcf, then stats-round. Asked for
   * again, the interval changes. Who lacks CAP_NET_ADMIN over the initial namespace waits at least 100
   * ms from round to round; of one such user there are at most 8 subscriptions, of all of them 32, of
   * all together 64.
   */
  statsSubscribe: 19,
  /** The end of a round. */
  statsRound: 20,
  /** Lets the air go over an Ethernet device of the caller's network namespace, too. It has to be up. */
  underlayAttach: 21,
  /** Takes the air off an Ethernet device again. */
  underlayDetach: 22,
  /** Lists the underlays. */
  underlayGet: 23,
  /** Lists the interfaces of other kernels. */
  remoteGet: 24,
  /**
   * Makes a tap in the caller's network namespace, down. Frames come to it while it is up, each as it is
   * on the air, sealed. It goes with its namespace, with tap-del, with `ip link del`, with the module,
   * and with the socket that made it when it is owned.
   */
  tapNew: 25,
  /** Removes a tap of the caller's network namespace. */
  tapDel: 26,
  /**
   * Lets a radar appear in an air. Access points that have to look for radars (a channel of 5 GHz with
   * radar detection, by the regulation in force) and whose channel it is in are told, as nl80211 tells
   * of any radar; so are those who listen before they start. Refused where none does.
   */
  radar: 27,
  /**
   * From now on something is done to frames of an air that match, between radios of this kernel:
   * management and data that their stacks and daemons send, beacons, and null frames that ask whether
   * somebody is there. A group frame counts once for each receiver, and is never unacknowledged; beacons
   * are dropped and corrupted, and nothing else. Of several faults each counts, and the first that is
   * due is done. An air has 64 at most, and 1000 frames that one of them delays are on their way. A
   * fault goes with the radios that it names.
   */
  faultAdd: 28,
  /** Removes a fault of an air, and what it delays. */
  faultDel: 29,
  /** Lists the faults of the air of the caller's user namespace, with their counters. */
  faultGet: 30,
  /** Removes all faults of an air. */
  faultFlush: 31,
  /**
   * Jams a part of the spectrum of an air for a time; 16 at most are going on. What is sent with a
   * primary channel in it is lost (model ideal), or has to be read out of the noise (dcf): there who
   * finds its channel busy waits a tenth of a second for the noise to end, and gives its frames up then
   * as if they were not acknowledged. The survey counts it as busy.
   */
  jam: 32,
  /** Ends what jams this frequency, or, without one, all of it. Refused where nothing does. */
  jamEnd: 33,
  /** Lists what jams the air of the caller's user namespace. */
  jamGet: 34,
};

const radioMessage = nest(radio);
const pairMessage = nest(pair);
const denyListMessage = nest(denyList);
const mediumMessage = nest(medium);
const statsMessage = nest(stats);
const underlayMessage = nest(underlay);
const remoteMessage = nest(remote);
const tapMessage = nest(tap);
const radarMessage = nest(radar);
const faultMessage = nest(fault);
const jamMessage = nest(jam);

/** Every command has a table of its own; of all of them together only the types are used. */
export interface VwifiAttributes
  extends RadioAttributes,
    PairAttributes,
    DenyListAttributes,
    MediumAttributes,
    StatsAttributes,
    UnderlayAttributes,
    RemoteAttributes,
    TapAttributes,
    RadarAttributes,
    FaultAttributes,
    JamAttributes {}

/**
 * Radios, their denylist, the links between them and the medium. Reading needs no privilege, and shows
 * what belongs to the reader: radios of network namespaces whose owner (a user namespace) is that of
 * the reader's own network namespace or descends from it. All others are none for it, in answers, in
 * events and by name. Every change needs CAP_NET_ADMIN over the network namespace of every radio that
 * it touches; a command that names none, over the caller's own, and is about the air of the user
 * namespace which that belongs to; underlays need it over the initial one. A radio belongs to the air
 * of the user namespace that made it, wherever it is moved, and hears that one alone. Every refusal
 * says why in its extended acknowledgement.
 */
export const vwifi: FamilySpec<VwifiAttributes, Loose<VwifiAttributes>, Named<VwifiCommand>> = {
  name: 'vwifi',
  version: 1,
  commands: VWIFI_COMMANDS,
  // Names that tables share have one codec.
  message: nest({
    ...radio,
    ...pair,
    ...denyList,
    ...medium,
    ...stats,
    ...underlay,
    ...remote,
    ...tap,
    ...radar,
    ...fault,
    ...jam,
  }),
  tables: {
    radioNew: radioMessage,
    radioDel: radioMessage,
    radioGet: radioMessage,
    radioSet: radioMessage,
    denyAdd: pairMessage,
    denyDel: pairMessage,
    denySet: denyListMessage,
    denyGet: pairMessage,
    denyFlush: pairMessage,
    linkSet: pairMessage,
    linkDel: pairMessage,
    linkGet: pairMessage,
    mediumGet: mediumMessage,
    mediumSet: mediumMessage,
    radioAdded: radioMessage,
    radioRemoved: radioMessage,
    pairChanged: pairMessage,
    mediumChanged: mediumMessage,
    statsSubscribe: statsMessage,
    statsRound: statsMessage,
    underlayAttach: underlayMessage,
    underlayDetach: underlayMessage,
    underlayGet: underlayMessage,
    remoteGet: remoteMessage,
    tapNew: tapMessage,
    tapDel: tapMessage,
    radar: radarMessage,
    faultAdd: faultMessage,
    faultDel: faultMessage,
    faultGet: faultMessage,
    faultFlush: faultMessage,
    jam: jamMessage,
    jamEnd: jamMessage,
    jamGet: jamMessage,
  },
};

/** Multicast groups. */
export const VWIFI_GROUPS = ['config'] as const;
