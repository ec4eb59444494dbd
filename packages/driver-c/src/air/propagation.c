// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What distance and walls take of a signal, in hundredths of a dB. Distances are squared,
 * in square centimetres: nobody needs a root of them, as a logarithm halves. Within a
 * metre nothing changes any more.
 */
#include <linux/kernel.h>

#include "decibel.h"
#include "propagation.h"

#define VWIFI_METRE_SQUARED	10000

static u64 vwifi_square(s64 value)
{
	return value * value;
}

u64 vwifi_distance_squared(const struct vwifi_position *here, const struct vwifi_position *there)
{
	return vwifi_square((s64)here->x - there->x) + vwifi_square((s64)here->y - there->y) +
	       vwifi_square((s64)here->z - there->z);
}

/* What is lost beyond the first metre; @exponent: in hundredths. */
int vwifi_distance_cdb(u64 squared, u32 exponent)
{
	if (squared <= VWIFI_METRE_SQUARED)
		return 0;
	return DIV_ROUND_CLOSEST((vwifi_cdb_of(squared) - vwifi_cdb_of(VWIFI_METRE_SQUARED)) *
				 (int)exponent, 200);
}

/* 20 log10 of the frequency in MHz. */
static int vwifi_frequency_cdb(u16 freq)
{
	return 2 * vwifi_cdb_of(freq);
}

/* ITU-R P.525: 20 log10 d + 20 log10 f - 27.55, of metres and MHz. */
int vwifi_free_space_cdb(u64 squared, u16 freq)
{
	return vwifi_distance_cdb(squared, 200) + vwifi_frequency_cdb(freq) - 2755;
}

/* ITU-R P.1238, on one floor: N log10 d + 20 log10 f - 28, where N is ten times the exponent. */
int vwifi_indoor_cdb(u64 squared, u16 freq, u32 exponent)
{
	return vwifi_distance_cdb(squared, exponent) + vwifi_frequency_cdb(freq) - 2800;
}

/* On which side of the line from (x1, y1) to (x2, y2) a place is. */
static bool vwifi_is_left(s64 x1, s64 y1, s64 x2, s64 y2, s64 x, s64 y)
{
	return (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) >= 0;
}

/* A place on the line is to its left: of two walls that meet in a corner one is crossed. */
static bool vwifi_wall_is_between(const struct vwifi_wall *wall, const struct vwifi_position *here,
				  const struct vwifi_position *there)
{
	return vwifi_is_left(wall->x1, wall->y1, wall->x2, wall->y2, here->x, here->y) !=
	       vwifi_is_left(wall->x1, wall->y1, wall->x2, wall->y2, there->x, there->y) &&
	       vwifi_is_left(here->x, here->y, there->x, there->y, wall->x1, wall->y1) !=
	       vwifi_is_left(here->x, here->y, there->x, there->y, wall->x2, wall->y2);
}

/* What the walls between two places take; @walls: NULL where there are none. */
int vwifi_walls_cdb(const struct vwifi_walls *walls, const struct vwifi_position *here,
		    const struct vwifi_position *there)
{
	unsigned int i;
	int loss = 0;

	for (i = 0; walls && i < walls->n; i++)
		if (vwifi_wall_is_between(&walls->wall[i], here, there))
			loss += walls->wall[i].loss;
	return loss;
}
