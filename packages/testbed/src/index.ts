/** Whole Wi-Fi networks with real daemons, from one file or one object. */

export type { ControlEvent, HostapdStatus, SignalPoll, SupplicantStatus } from '@vwifi/nl80211/supplicant';
export { TestbedNode } from './api/node.js';
export type { RunningLab } from './api/session.js';
export { type LabClock, Testbed, type UpOptions } from './api/testbed.js';
export { TestbedError } from './errors.js';
export type { Evidence, Explanation, Finding } from './explain/facts.js';
export { type Band, bands, channelAt, frequencyOf } from './lab/channel.js';
export { defaultLab } from './lab/default.js';
export { labFrom } from './lab/from-object.js';
export type { AccessPointNode, Driver, Lab, LabNode, StationNode } from './lab/lab.js';
export { parseLab, readLab } from './lab/parse.js';
export { planOf, type Step } from './lab/plan.js';
export type { StepEvent } from './lab/run-plan.js';
export { type LabSpec, labSchema, type NodeSpec } from './lab/schema.js';
export { type Security, type SecurityType, securityTypes } from './lab/security.js';
export type { LabStatus, NodeStatus } from './lab/status.js';
export type * from './machine/machine.js';
export { passWhile } from './machine/pass-while.js';
export { Hostapd } from './node/hostapd.js';
export type { Ping } from './node/ping.js';
export { Supplicant } from './node/supplicant.js';
export type { LabRecord } from './record/record.js';
