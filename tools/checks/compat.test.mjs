/** compat.h on series whose headers this suite does not have: its calls, against the declarations of each. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { inRoot } from '../lib/root.mjs';

/** From include/net/cfg80211.h of each series. */
const SINCE_6_1 = `
void cfg80211_ch_switch_notify(struct net_device *dev, struct cfg80211_chan_def *chandef, unsigned int link_id);
void cfg80211_ch_switch_started_notify(struct net_device *dev, struct cfg80211_chan_def *chandef,
	unsigned int link_id, u8 count, bool quiet);`;
const SINCE_6_3 = `
void cfg80211_ch_switch_notify(struct net_device *dev, struct cfg80211_chan_def *chandef, unsigned int link_id,
	u16 punct_bitmap);
void cfg80211_ch_switch_started_notify(struct net_device *dev, struct cfg80211_chan_def *chandef,
	unsigned int link_id, u8 count, bool quiet, u16 punct_bitmap);`;

/** The part of compat.h that tells of a channel switch, by its condition. */
function part() {
  const text = readFileSync(inRoot('packages', 'driver-c', 'src', 'core', 'compat.h'), 'utf8');
  const found = text.split(/(?=^#if )/m).find((each) => each.includes('vwifi_tell_switch_started'));
  return found?.slice(0, found.indexOf('#endif') + '#endif'.length) ?? '';
}

/** Whether it compiles. @param {readonly [number, number]} series @param {string} declarations */
function compiles([major, minor], declarations) {
  const source = `
#define KERNEL_VERSION(a, b, c) (((a) << 16) + ((b) << 8) + (c))
#define LINUX_VERSION_CODE KERNEL_VERSION(${major}, ${minor}, 1)
typedef unsigned char u8; typedef unsigned short u16; typedef _Bool bool;
struct net_device; struct cfg80211_chan_def;
struct vwifi_vif { struct net_device *dev; u8 link_id; };
${declarations}
${part()}
void tell(struct vwifi_vif *vif, struct cfg80211_chan_def *chandef)
{
	vwifi_tell_switch_started(vif, chandef, 3, 1);
	vwifi_tell_switch(vif, chandef);
}
`;
  const words = ['-Wall', '-Werror', '-fsyntax-only', '-x', 'c', '-'];
  return spawnSync('gcc', words, { input: source }).status === 0;
}

test.each([
  [6, 1, SINCE_6_1],
  [6, 3, SINCE_6_3],
  [6, 6, SINCE_6_3],
  [6, 8, SINCE_6_3],
  [6, 9, SINCE_6_1],
  [6, 12, SINCE_6_1],
])(
  'a channel switch is told as %i.%i declares it, and not as its neighbours do',
  (major, minor, declarations) => {
    expect(compiles([major, minor], declarations)).toBe(true);
    expect(compiles([major, minor], declarations === SINCE_6_1 ? SINCE_6_3 : SINCE_6_1)).toBe(false);
  },
);
