/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Meshes (IEEE Std 802.11-2020, 4.3.23): what frames and peers have of one. mesh/ acts on it. */
#ifndef VWIFI_CORE_MESH_H
#define VWIFI_CORE_MESH_H

#include <linux/if_ether.h>
#include <linux/types.h>

/*
 * What the Mesh Control field of a frame says (802.11-2020, 9.2.4.7.3), and between which
 * members of the mesh it goes: its Ethernet header tells the ends, which may lie behind them.
 */
struct vwifi_mesh_control {
	u8 ttl;
	bool extended;			/* an end lies behind a member: addresses 5 and 6, or 4 */
	u32 seq;			/* of the first of the frames that the packet stands for */
	u8 da[ETH_ALEN];		/* a member, or a group */
	u8 sa[ETH_ALEN];		/* a member */
};

/* A peering (802.11-2020, 14.3). Wiphy mutex, but for what is said. */
struct vwifi_plink {
	u8 state;			/* enum nl80211_plink_state; READ_ONCE in the data path */
	u8 tries;			/* opens that were sent again */
	u16 llid;			/* link ids: ours, and the peer's or 0 */
	u16 plid;
	u16 reason;			/* of the close */
	unsigned long deadline;		/* jiffies, in the states that end by themselves */
};

#endif /* VWIFI_CORE_MESH_H */
