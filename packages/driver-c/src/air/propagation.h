/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What becomes of a signal on its way, in hundredths of a dB: arithmetic alone, of what
 * its callers hand in. Any context.
 */
#ifndef VWIFI_AIR_PROPAGATION_H
#define VWIFI_AIR_PROPAGATION_H

#include "core/core.h"

/* track.c */
void vwifi_track_at(const struct vwifi_track *track, u64 at_ns, struct vwifi_position *place);
bool vwifi_track_moves(const struct vwifi_track *track, u64 at_ns);

/* propagation.c */
u64 vwifi_distance_squared(const struct vwifi_position *here, const struct vwifi_position *there);
int vwifi_distance_cdb(u64 squared, u32 exponent);
int vwifi_free_space_cdb(u64 squared, u16 freq);
int vwifi_indoor_cdb(u64 squared, u16 freq, u32 exponent);
int vwifi_walls_cdb(const struct vwifi_walls *walls, const struct vwifi_position *here,
		    const struct vwifi_position *there);

/* chance.c */
int vwifi_shadowing_cdb(u64 seed, u32 one, u32 other, u32 deviation);
int vwifi_fading_cdb(u64 seed, u32 one, u32 other, u64 slot, u64 rician_k);
u64 vwifi_rician_k(u32 cdb);

#endif /* VWIFI_AIR_PROPAGATION_H */
