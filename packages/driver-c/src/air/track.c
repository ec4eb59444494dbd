// SPDX-License-Identifier: MIT OR GPL-2.0
/* Where a radio is on its track: between two points on a straight line, at one speed. */
#include <linux/kernel.h>
#include <linux/math64.h>

#include "propagation.h"

/* How long it has gone, of what the track says. */
static u64 vwifi_track_time(const struct vwifi_track *track, u64 at_ns)
{
	u64 gone = at_ns > track->since ? at_ns - track->since : 0;
	u64 whole = track->point[track->n - 1].at;
	u64 rest;

	if (gone < whole || !track->repeats || !whole)
		return gone;
	div64_u64_rem(gone, whole, &rest);
	return rest;
}

/* So much of the way from one coordinate to another. */
static s32 vwifi_track_between(s32 from, s32 to, u64 part, u64 whole)
{
	u64 way = mul_u64_u64_div_u64(abs((s64)to - from), part, whole);

	return to < from ? from - (s32)way : from + (s32)way;
}

/* Where it is at a time, by ktime_get_ns(). */
void vwifi_track_at(const struct vwifi_track *track, u64 at_ns, struct vwifi_position *place)
{
	u64 gone = vwifi_track_time(track, at_ns);
	unsigned int low = 0, high = track->n;	/* the first point after @gone is in low..high */
	const struct vwifi_waypoint *from, *to;

	while (low < high) {
		unsigned int middle = (low + high) / 2;

		if (track->point[middle].at > gone)
			high = middle;
		else
			low = middle + 1;
	}
	if (!low || low == track->n) {
		*place = track->point[low ? low - 1 : 0].place;
		return;
	}
	from = &track->point[low - 1];
	to = &track->point[low];
	place->x = vwifi_track_between(from->place.x, to->place.x, gone - from->at, to->at - from->at);
	place->y = vwifi_track_between(from->place.y, to->place.y, gone - from->at, to->at - from->at);
	place->z = vwifi_track_between(from->place.z, to->place.z, gone - from->at, to->at - from->at);
}

/* Whether it is somewhere else later. */
bool vwifi_track_moves(const struct vwifi_track *track, u64 at_ns)
{
	u64 whole = track->point[track->n - 1].at;

	return track->n > 1 && (track->repeats || at_ns < track->since + whole);
}
