/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Places: where radios stand, where they go, and what is between them. */
#ifndef VWIFI_CORE_PLACE_H
#define VWIFI_CORE_PLACE_H

#include <linux/rcupdate.h>
#include <linux/types.h>

/* A place, in centimetres. */
struct vwifi_position {
	s32 x, y, z;
};

struct vwifi_waypoint {
	struct vwifi_position place;
	u64 at;				/* ns since the track began; not before the one before it */
};

/* Where a radio is, and when. Replaced as a whole. */
struct vwifi_track {
	struct rcu_head rcu;
	u64 since;			/* when it began, by ktime_get_ns() */
	bool repeats;
	unsigned int n;			/* not 0; 1: it stands */
	struct vwifi_waypoint point[];
};

/* A wall: a line on the ground, in centimetres. */
struct vwifi_wall {
	s32 x1, y1, x2, y2;
	u32 loss;			/* hundredths of a dB */
};

/* All of them. Replaced as a whole. */
struct vwifi_walls {
	struct rcu_head rcu;
	unsigned int n;
	struct vwifi_wall wall[];
};

#endif /* VWIFI_CORE_PLACE_H */
