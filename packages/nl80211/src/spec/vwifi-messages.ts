/** Interfaces of messages. Generated from the tables by "npm run generate": change those, not this. */
import type { Unknowns } from '../wire/table.js';
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
} from './vwifi-names.js';

export interface DropCountAttributes extends Unknowns {
  cause?: Drop | number;
  count?: bigint;
}
/** A place, in centimetres from an origin that the laboratory chooses. What is left out is 0. */
export interface PositionAttributes extends Unknowns {
  x?: number;
  y?: number;
  z?: number;
}
/** A place, in centimetres, and when it is reached. What is left out is 0. */
export interface WaypointAttributes extends Unknowns {
  x?: number;
  y?: number;
  z?: number;
  /** Milliseconds since the track was set. */
  time?: number;
}
/** A way that a radio goes. */
export interface TrackAttributes extends Unknowns {
  /**
   * A point of it, 1024 at most, in the order of time: at the first from the beginning on, at the last
   * for good, between two on a straight line.
   */
  point?: readonly WaypointAttributes[];
  /** After the last point it begins anew. */
  repeat?: boolean;
}
/** A radio, a wiphy with its first interface. */
export interface RadioAttributes extends Unknowns {
  /** Number of the radio; free again when it is removed. */
  id?: number;
  /** Name of its wiphy. */
  wiphyName?: string;
  /** Index of its first interface, in its own network namespace. */
  ifindex?: number;
  /** Name of its first interface; %d is replaced by a free number. */
  ifname?: string;
  /** Address of its first interface. */
  address?: string;
  /** Transmit power in mBm (hundredths of a dBm). */
  txPower?: number;
  /** Bands: bit 0 is 2.4 GHz, bit 1 is 5 GHz, bit 3 is 6 GHz. All when left out. */
  bands?: number;
  /** The radio goes when the socket that made it is closed. */
  owned?: boolean;
  /** Its network namespace as an id of the caller's (RTM_NEWNSID), or -1. */
  netnsId?: number;
  rxPackets?: bigint;
  rxBytes?: bigint;
  txPackets?: bigint;
  txBytes?: bigint;
  /** Frames dropped by this radio, by cause. Causes without a drop are left out. */
  drops?: readonly DropCountAttributes[];
  /** Where it stands. Between two radios that stand somewhere, the signal falls with the distance. */
  position?: PositionAttributes;
  /** How modern it is; eht when left out. */
  personality?: Personality | number;
  /** Where it goes from now on, instead of a position. */
  track?: TrackAttributes;
  /** Its track is not at its end. */
  moving?: boolean;
  /** Gain of its antenna, sending and receiving, in hundredths of a dBi; 0 at first. */
  antennaGain?: number;
  /** Spatial streams; 4 when left out. */
  streams?: number;
  /**
   * Its widest channel, in MHz: 20, 40, 80, 160 or 320, as when left out. VHT begins at 80: with less
   * there is none.
   */
  width?: number;
  /**
   * Types that its interfaces may have, a bit for each of nl80211's (NL80211_IFTYPE_*), that of a
   * station among them; all when left out.
   */
  iftypes?: number;
  /** Cipher suites that it may have, four octets each, as numbers of this machine; all when left out. */
  ciphers?: Uint8Array;
  /**
   * It has the SME: told which network (NL80211_CMD_CONNECT), it finds an access point, joins it and
   * goes over to better ones by itself, as FullMAC devices do.
   */
  driverSme?: boolean;
}
/** A wall: a straight line on the ground, as high as need be. What is left out is 0. */
export interface WallAttributes extends Unknowns {
  /** Its ends, in centimetres. */
  x1?: number;
  y1?: number;
  x2?: number;
  y2?: number;
  /** What a signal loses that goes through it, in hundredths of a dB. */
  loss?: number;
}
export interface WallListAttributes extends Unknowns {
  wall?: readonly WallAttributes[];
}
/**
 * One end of a pair: a radio by exactly one of its names. Interfaces are found in every network
 * namespace.
 */
export interface EndAttributes extends Unknowns {
  /** Number of the radio. */
  radio?: number;
  /** Index of an interface in the caller's network namespace. */
  ifindex?: number;
  /** Name of an interface: in the caller's network namespace first, elsewhere if only one there has it. */
  ifname?: string;
  /** Address of an interface. */
  address?: string;
}
/** A directed pair of radios, what the receiver does to frames of the sender. */
export interface PairAttributes extends Unknowns {
  receiver?: EndAttributes;
  sender?: EndAttributes;
  /** Number of the receiving radio (answers). */
  receiverRadio?: number;
  /** Number of the sending radio (answers); from 65536 on it is one of another kernel. */
  senderRadio?: number;
  /** Data frames of the sender are dropped by the receiver. */
  denied?: boolean;
  /** What the receiver reads when the sender transmits with 0 dBm, in dBm. */
  signal?: number;
  /** Probability that one transmission is lost, in millionths. */
  loss?: number;
  /** Delay in microseconds. */
  delay?: number;
  /** Added to the delay: evenly distributed from 0 to this, in microseconds. Order is kept. */
  jitter?: number;
  /** Limit of the link in bit/s; 0 for none. */
  rate?: bigint;
  /** Frames that the receiver was offered from the sender since the pair exists. */
  frames?: bigint;
  /** Frames dropped because the pair is denied. */
  framesDenied?: bigint;
  /** Transmissions lost. */
  framesLost?: bigint;
  /** Transmissions repeated. */
  retries?: bigint;
  /** Frames dropped because the queue of a delayed or limited link was full. */
  queueDropped?: bigint;
  /**
   * What the sender has used of the air for frames to the receiver, in microseconds, failures among it
   * (model dcf).
   */
  airtime?: bigint;
  /**
   * What the receiver found of the last data frame: signal to noise and interference, in hundredths of a
   * dB (model dcf).
   */
  sinr?: number;
  /** Frames of the sender that were acknowledged (model dcf). */
  sent?: bigint;
  /** Transmissions beyond the first (model dcf). */
  repeated?: bigint;
  /** Frames that were never acknowledged (model dcf). */
  givenUp?: bigint;
}
/** What a request may say of a pair in a list. */
export interface EndPairAttributes extends Unknowns {
  receiver?: EndAttributes;
  sender?: EndAttributes;
}
export interface DenyListAttributes extends Unknowns {
  /** One pair: a receiver and a sender. */
  pair?: readonly EndPairAttributes[];
}
export interface MediumAttributes extends Unknowns {
  /**
   * What everybody reads of a transmitter with 0 dBm, in dBm, up to a metre from it; a link may say
   * otherwise.
   */
  signal?: number;
  /** Loss of every link that says nothing else, in millionths. */
  loss?: number;
  /** Seed of every random choice. Setting it starts all sequences anew. */
  seed?: bigint;
  /** Number of radios. */
  radios?: number;
  /** Number of pairs with a denial or a link. */
  pairs?: number;
  /** Version of the module. */
  version?: string;
  /**
   * How fast the signal falls between radios with positions, in hundredths: 200 in free space, 300 at
   * first, 400 among walls.
   */
  pathLossExponent?: number;
  /** Frames that arrive weaker than this, in dBm, are not heard. -128, as at first: all are. */
  sensitivity?: number;
  /** How the signal falls over distance; log-distance at first. */
  pathModel?: PathModel | number;
  /** All walls, 256 at most, instead of those there were: between radios with positions. */
  walls?: WallListAttributes;
  /** Number of walls. */
  wallCount?: number;
  /**
   * Standard deviation of what a pair loses or gains for good, the same in both directions, in
   * hundredths of a dB.
   */
  shadowing?: number;
  /** How the signals vary in time. */
  fading?: Fading | number;
  /**
   * With rician: the power of the direct path over that of the others, in hundredths of a dB; 600 at
   * first.
   */
  ricianK?: number;
  /** For how long a fading signal stays as it is, in microseconds; 20000 at first. */
  coherence?: number;
  /** What receivers add to thermal noise, in hundredths of a dB; 600 at first. */
  noiseFigure?: number;
  /** What it is like; ideal at first. */
  model?: Model | number;
  /** How rates are chosen, of dcf; minstrel at first. */
  rateControl?: RateControl | number;
  /**
   * RTS and CTS go before what is longer, in octets, of dcf and of radios that have no threshold of
   * their own; 4294967295, as at first: never.
   */
  rtsThreshold?: number;
  /**
   * Whether a transmitter gives its peers equal airtime, of dcf; 1, as at first. 0: equally many
   * transmissions.
   */
  airtimeFairness?: number;
}
/** A radar, which has a claim on its channel before Wi-Fi. */
export interface RadarAttributes extends Unknowns {
  /** Its frequency, in MHz. */
  frequency?: number;
}
/** Frames that a fault meets, and what it does to them. What is left out matches every frame. */
export interface FaultAttributes extends Unknowns {
  /** Its number, never given again as long as the air is there. */
  id?: number;
  /** Type of the frame. */
  type?: FrameType | number;
  /** Subtype of the frame (802.11-2020, table 9-1); needs the type. QoS data is 8, null frames are 4. */
  subtype?: number;
  /** Message of a handshake, which is data. */
  eapol?: Eapol | number;
  /** Of the BSS that it is sent in. */
  bssid?: string;
  /** The radio that transmits it: of the air that the fault is of. */
  from?: EndAttributes;
  /** The radio that is to receive it; of a group frame one of those. */
  to?: EndAttributes;
  /** Number of the transmitting radio (answers). */
  fromRadio?: number;
  /** Number of the receiving radio (answers). */
  toRadio?: number;
  /**
   * Number of the first frame that it is done to, of all that match. With neither every nor times to
   * that one alone.
   */
  nth?: number;
  /** From then on to every one of this number; where nth is left out, the first is of this number, too. */
  every?: number;
  /** So many times at most. */
  times?: number;
  /** What is done. */
  action?: FaultAction | number;
  /** Of delay: by how much, in microseconds. */
  delay?: number;
  /**
   * Of alter: which octet of the frame body (of data: of the packet), from 0; the last one where it has
   * no more.
   */
  octet?: number;
  /** Frames that matched, once for each receiver. */
  matched?: bigint;
  /** How many of them it was done to. */
  done?: bigint;
}
/** Noise on a channel, for a time. */
export interface JamAttributes extends Unknowns {
  /** Its centre, in MHz. */
  frequency?: number;
  /** How wide it is, in MHz; 20 when left out. */
  width?: number;
  /** For how long, in milliseconds; of one that is going on: for how long still. */
  duration?: number;
  /** What every receiver reads of it over its width, of the model dcf, in dBm; -30 when left out. */
  signal?: number;
}
/** A subscription to the statistics. */
export interface StatsAttributes extends Unknowns {
  /** From one round to the next, in milliseconds. */
  interval?: number;
  /** When the round was taken, in nanoseconds since the boot. */
  time?: bigint;
  /** Rounds since the last one for which the socket had no room. */
  missed?: number;
}
/** What carries the air to other kernels. */
export interface UnderlayAttributes extends Unknowns {
  /** Index of its Ethernet device, in that device's own network namespace. */
  ifindex?: number;
  /** Name of its Ethernet device. */
  ifname?: string;
  /** Name of the virtio device that the driver drives itself. */
  device?: string;
  /** Its Ethernet address. */
  address?: string;
  /** Octets that a frame has behind its Ethernet header, at most. */
  mtu?: number;
  /** Other kernels that live on it. */
  kernels?: number;
  /** Frames received: of the right form, and not our own. */
  rxFrames?: bigint;
  /** Frames dropped, all in all. */
  rxDropped?: bigint;
  /** Frames sent. */
  txFrames?: bigint;
  /** Frames for which there was no room. */
  txDropped?: bigint;
  /** Of the dropped: too short, too long, or what no kernel sends. */
  rxMalformed?: bigint;
  /** Of the dropped: of another version of the wire. */
  rxVersion?: bigint;
  /** Of the dropped: from a kernel that has not said HELLO. */
  rxUnknown?: bigint;
  /** Of the dropped: messages that came before, or too late. */
  rxReplayed?: bigint;
  /** Of the dropped: in the name of an address that another kernel has, this one included. */
  rxForged?: bigint;
  /**
   * Of the dropped: pieces of a message of which the others did not come in time, or for which there was
   * no room.
   */
  rxUnfinished?: bigint;
}
/** An interface of another kernel. */
export interface RemoteAttributes extends Unknowns {
  /** Its address. */
  address?: string;
  /** Ethernet address of its kernel. */
  kernel?: string;
  /** Number that its kernel drew when its module was loaded. */
  instance?: number;
  /** Channel that it is on, MHz; 0 for none. */
  frequency?: number;
  /** It is a running access point. */
  accessPoint?: boolean;
  /** It is a member of an ad hoc cell. */
  cell?: boolean;
  /** Transmit power in mBm. */
  txPower?: number;
  /** Its kernel has been heard lately. */
  live?: boolean;
  /** Number of its radio, in pairs of this kernel. */
  id?: number;
}
/**
 * A device that hears all channels, as 802.11 frames with a radiotap header: of every radio that its
 * network namespace sees, wherever the two are moved meanwhile.
 */
export interface TapAttributes extends Unknowns {
  /** Its index, in the caller's network namespace. */
  ifindex?: number;
  /** Its name; %d is replaced by a free number. vwtap%d when left out. */
  ifname?: string;
  /** The tap goes when the socket that made it is closed. */
  owned?: boolean;
  /** Nothing that is routine: no beacons, no data but EAPOL, no null frames, no acknowledgements. */
  sparse?: boolean;
}
