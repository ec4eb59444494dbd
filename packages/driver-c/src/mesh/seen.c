// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Group frames that have come already: by whom they began and his number for them, so that one which
 * comes another way goes no further (IEEE Std 802.11-2020, 10.35.6). A table of sets: who floods it
 * puts out the oldest of a set, and what comes again then dies with its TTL.
 */
#include <linux/jhash.h>
#include <linux/mm.h>

#include "part.h"

#define VWIFI_SEEN_SETS_BITS	8
#define VWIFI_SEEN_WAYS		8
#define VWIFI_SEEN_TIME		(3 * HZ)	/* who begins to count anew may use the number again */

struct vwifi_mesh_seen {
	u8 sa[ETH_ALEN];
	bool used;
	u32 seq;
	unsigned long at;		/* jiffies */
};

int vwifi_seen_init(struct vwifi_mesh *mesh)
{
	spin_lock_init(&mesh->seen_lock);
	mesh->seen = kvcalloc(VWIFI_SEEN_WAYS << VWIFI_SEEN_SETS_BITS, sizeof(*mesh->seen), GFP_KERNEL);
	return mesh->seen ? 0 : -ENOMEM;
}

void vwifi_seen_exit(struct vwifi_mesh *mesh)
{
	kvfree(mesh->seen);
}

/* Whether a frame has come before; now it has. Bottom halves disabled. */
bool vwifi_seen(struct vwifi_mesh *mesh, const u8 *sa, u32 seq)
{
	u32 set = jhash(sa, ETH_ALEN, seq) & ((1 << VWIFI_SEEN_SETS_BITS) - 1);
	struct vwifi_mesh_seen *way = mesh->seen + set * VWIFI_SEEN_WAYS, *oldest = way;
	bool seen = false;
	unsigned int i;

	spin_lock(&mesh->seen_lock);
	for (i = 0; i < VWIFI_SEEN_WAYS && !seen; i++, way++) {
		if (!way->used || time_after(jiffies, way->at + VWIFI_SEEN_TIME))
			way->used = false;
		else if (way->seq == seq && ether_addr_equal_unaligned(way->sa, sa))
			seen = true;
		if (oldest->used && (!way->used || time_before(way->at, oldest->at)))
			oldest = way;
	}
	if (!seen) {
		memcpy(oldest->sa, sa, ETH_ALEN);
		oldest->seq = seq;
		oldest->at = jiffies;
		oldest->used = true;
	}
	spin_unlock(&mesh->seen_lock);
	return seen;
}
