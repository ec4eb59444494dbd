export type { Denylist } from './denylist.js';
export type { Driver } from './driver.js';
export type { End, PairRef } from './end.js';
export type { DriverEvent, DriverEventOptions, DriverEventStream } from './events.js';
export type { EapolMessage, Fault, FaultAction, FaultSettings, Faults, FrameType } from './faults.js';
export { FRAME_KINDS, type FrameName, frameName } from './frame-names.js';
export type { LinkSettings, Links } from './links.js';
export type {
  Jam,
  JamSettings,
  Medium,
  MediumModel,
  MediumSettings,
  MediumState,
  RateControl,
} from './medium.js';
export type { Pair } from './pair.js';
export { type Persona, personaOf } from './persona.js';
export { personaOfIw } from './persona-iw.js';
export { PERSONAS, type PersonaName } from './personas.js';
export type { Fading, PathModel, Propagation, PropagationSettings, Wall } from './propagation.js';
export type {
  DropCause,
  NewRadio,
  Personality,
  RadioBand,
  VirtualRadio,
  VirtualRadioSettings,
  VirtualRadios,
} from './radios.js';
export type { StatsOptions, StatsRound, StatsStream } from './stats.js';
export type { NewTap, Tap, Taps } from './taps.js';
export type { Position, Track, Waypoint } from './tracks.js';
export { walk } from './tracks.js';
export type { RemoteInterface, Underlay, Underlays, WireDrop } from './underlays.js';
