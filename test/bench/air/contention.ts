/**
 * How often stations that always have something to send succeed, by the mean field: each slot, each station transmits
 * with the same chance, whatever the others do. G. Bianchi, Performance Analysis of the IEEE 802.11 Distributed
 * Coordination Function, 2000; with a limit of tries as Wu et al., 2002; and for classes that wait for unequal
 * intervals with a chain over the slots since the medium became idle, as Robinson and Randhawa, 2004.
 */

/** Stations alike. All times are in microseconds. */
export interface Class {
  readonly stations: number;
  readonly cwMin: number;
  readonly cwMax: number;
  /** Transmissions of one frame at most. */
  readonly tries: number;
  /** Slots that it waits beyond the class that waits least. */
  readonly later: number;
  /** From the beginning of a transmission until the medium has been idle for the shortest interval. */
  readonly successUs: number;
  readonly collisionUs: number;
  /** What one success brings. */
  readonly payloadBits: number;
}

/** What a station of a class gets. */
export interface Share {
  /** The chance that it transmits in a slot in which it may. */
  readonly transmits: number;
  /** The chance that a transmission of it collides. */
  readonly collision: number;
  /** Of all stations of the class. */
  readonly throughputMbps: number;
}

/** The chance that a station transmits in a slot, where its transmissions collide with the chance p. */
export function transmitChance(p: number, { cwMin, cwMax, tries }: Class): number {
  let [attempts, slots, reached] = [0, 0, 1];
  for (let stage = 0; stage < tries; stage++) {
    const window = Math.min(2 ** stage * (cwMin + 1), cwMax + 1);
    attempts += reached;
    slots += reached * (1 + (window - 1) / 2);
    reached *= p;
  }
  return attempts / slots;
}

/** The chance that nobody transmits in the slot that is the nth since the medium became idle. */
function idleChance(classes: readonly Class[], transmits: readonly number[], nth: number): number {
  return classes.reduce(
    (chance, { later, stations }, index) =>
      later > nth ? chance : chance * (1 - (transmits[index] ?? 0)) ** stations,
    1,
  );
}

/** The chance that one of these transmits alone in such a slot, where all are idle with the chance given. */
function singleChance(
  classes: readonly Class[],
  transmits: readonly number[],
  nth: number,
  idle: number,
): number {
  return classes.reduce((chance, { later, stations }, index) => {
    const one = transmits[index] ?? 0;
    return later > nth ? chance : chance + stations * one * (idle / (1 - one));
  }, 0);
}

/** What collisions in such a slot take on average: each as long as the longest one that takes part. */
function collisionTime(classes: readonly Class[], transmits: readonly number[], nth: number): number {
  let [time, before] = [0, 0];
  const lengths = [...new Set(classes.map(({ collisionUs }) => collisionUs))].sort((a, b) => a - b);
  for (const length of lengths) {
    const is = (each: Class) => each.collisionUs <= length;
    const chances = transmits.filter((_, index) => is(classes[index] as Class));
    const silent = classes.filter((each) => !is(each));
    const others = idleChance(
      silent,
      transmits.filter((_, index) => !is(classes[index] as Class)),
      nth,
    );
    const some = classes.filter(is);
    const idle = idleChance(some, chances, nth);
    const until = others * (1 - idle - singleChance(some, chances, nth, idle));
    time += (until - before) * length;
    before = until;
  }
  return time;
}

/** How far the chain goes: from there on all may transmit, and all slots are alike. */
const slotsOf = (classes: readonly Class[]): number => Math.max(...classes.map(({ later }) => later)) + 1;

/** How often a slot is the nth since the medium became idle; the last one stands for all that follow. */
function slotChances(classes: readonly Class[], transmits: readonly number[]): number[] {
  const weights: number[] = [];
  let weight = 1;
  const last = slotsOf(classes) - 1;
  for (let nth = 0; nth <= last; nth++) {
    const idle = idleChance(classes, transmits, nth);
    weights.push(nth === last ? weight / (1 - idle) : weight);
    weight *= idle;
  }
  const sum = weights.reduce((total, each) => total + each, 0);
  return weights.map((each) => each / sum);
}

function collisionChance(classes: readonly Class[], transmits: readonly number[], index: number): number {
  const own = classes[index];
  if (!own) return 0;
  let [may, collides] = [0, 0];
  slotChances(classes, transmits).forEach((chance, nth) => {
    if (own.later > nth) return;
    const others = idleChance(classes, transmits, nth) / (1 - (transmits[index] ?? 0));
    may += chance;
    collides += chance * (1 - others);
  });
  return collides / may;
}

const ROUNDS = 2000;
const STEP = 0.1;

/** Solves for all classes at once. */
export function contend(classes: readonly Class[], slotUs: number): Share[] {
  let collisions = classes.map(() => 0);
  const chances = () => classes.map((each, index) => transmitChance(collisions[index] ?? 0, each));
  for (let round = 0; round < ROUNDS; round++) {
    const transmits = chances();
    collisions = collisions.map(
      (old, index) => old + STEP * (collisionChance(classes, transmits, index) - old),
    );
  }
  const transmits = chances();
  const bits = classes.map(() => 0);
  let us = 0;
  slotChances(classes, transmits).forEach((chance, nth) => {
    const idle = idleChance(classes, transmits, nth);
    us += chance * (idle * slotUs + collisionTime(classes, transmits, nth));
    classes.forEach((each, index) => {
      const succeeds = singleChance([each], [transmits[index] ?? 0], nth, idle);
      bits[index] = (bits[index] ?? 0) + chance * succeeds * each.payloadBits;
      us += chance * succeeds * each.successUs;
    });
  });
  return classes.map((_, index) => ({
    transmits: transmits[index] ?? 0,
    collision: collisions[index] ?? 0,
    throughputMbps: (bits[index] ?? 0) / us,
  }));
}
