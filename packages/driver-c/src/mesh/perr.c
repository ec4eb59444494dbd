// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Links that break, and who is told: a path error goes to all who may use the path (IEEE Std
 * 802.11-2020, 14.10.11), and who wants it asks anew. With the wiphy mutex held, but where it says so.
 */
#include "hwmp.h"

/* A destination is to be told of as lost. Any context; tells of so many together, and the rest not. */
void vwifi_perr_note(struct vwifi_mesh *mesh, const u8 *dst, u32 sn, u16 reason)
{
	struct vwifi_mesh_missing *missing;
	unsigned int i;

	spin_lock_bh(&mesh->lock);
	for (i = 0; i < mesh->n_missing; i++)
		if (ether_addr_equal_unaligned(mesh->missing[i].dst, dst))
			break;
	if (i < VWIFI_MESH_MISSING_MAX) {
		missing = &mesh->missing[i];
		memcpy(missing->dst, dst, ETH_ALEN);
		missing->sn = sn;
		missing->reason = reason;
		mesh->n_missing = max(mesh->n_missing, i + 1);
	}
	spin_unlock_bh(&mesh->lock);
	vwifi_mesh_wake(mesh);
}

static void vwifi_perr_put(struct vwifi_perr_target *target, const struct vwifi_mesh_missing *missing)
{
	target->flags = 0;
	memcpy(target->addr, missing->dst, ETH_ALEN);
	target->sn = cpu_to_le32(missing->sn);
	target->reason = cpu_to_le16(missing->reason);
}

/* Tells of what is noted, not too often. */
void vwifi_perr_due(struct vwifi_mesh *mesh)
{
	u8 room[sizeof(struct vwifi_perr) + VWIFI_MESH_MISSING_MAX * sizeof(struct vwifi_perr_target)];
	struct vwifi_perr *perr = (void *)room;
	u8 everybody[ETH_ALEN] __aligned(2);
	unsigned int i;

	if (!READ_ONCE(mesh->n_missing))
		return;
	if (time_before(jiffies, mesh->next_perr)) {
		vwifi_mesh_due(mesh, mesh->next_perr);
		return;
	}
	spin_lock_bh(&mesh->lock);
	perr->ttl = mesh->conf.element_ttl;
	perr->n = mesh->n_missing;
	for (i = 0; i < mesh->n_missing; i++)
		vwifi_perr_put(&perr->targets[i], &mesh->missing[i]);
	mesh->n_missing = 0;
	spin_unlock_bh(&mesh->lock);
	mesh->next_perr = jiffies + usecs_to_jiffies(ieee80211_tu_to_usec(
				    mesh->conf.dot11MeshHWMPperrMinInterval));
	eth_broadcast_addr(everybody);
	vwifi_hwmp_send(mesh, everybody, WLAN_EID_PERR, perr, struct_size(perr, targets, perr->n));
}

/* Whether a path went by a peer that has lost it; then it has ended. With the mesh's lock held. */
static bool vwifi_perr_ends(struct vwifi_mesh *mesh, struct vwifi_sta *peer, const u8 *dst, u32 *sn)
{
	struct vwifi_mesh_path *path = vwifi_path_find(mesh, dst);

	if (!path || path->fixed || rcu_access_pointer(path->next_hop) != peer ||
	    (*sn && path->sn_valid && !vwifi_sn_after(*sn, path->sn)))
		return false;
	/* 0: who tells does not know it. */
	path->sn = *sn ?: path->sn + 1;
	*sn = path->sn;
	vwifi_path_end(mesh, path);
	return true;
}

/* @element: of a peer. What ends here by it is told further. */
void vwifi_perr_rx(struct vwifi_mesh *mesh, struct vwifi_sta *sta, const u8 *element, size_t len)
{
	const struct vwifi_perr *perr = (const void *)element;
	size_t at = sizeof(*perr), extension;
	unsigned int i;
	bool ended;
	u32 sn;

	if (len < sizeof(*perr))
		return;
	for (i = 0; i < perr->n; i++, at += sizeof(struct vwifi_perr_target) + extension) {
		const struct vwifi_perr_target *target = (const void *)(element + at);

		if (len - at < sizeof(*target))
			return;
		extension = target->flags & VWIFI_HWMP_EXTENDED ? ETH_ALEN : 0;
		if (len - at < sizeof(*target) + extension)
			return;
		sn = le32_to_cpu(target->sn);
		spin_lock_bh(&mesh->lock);
		ended = vwifi_perr_ends(mesh, sta, target->addr, &sn);
		spin_unlock_bh(&mesh->lock);
		if (ended && perr->ttl > 1 && mesh->conf.dot11MeshForwarding)
			vwifi_perr_note(mesh, target->addr, sn,
					get_unaligned_le16((const u8 *)&target->reason + extension));
	}
}

/* A peer is not reached any more, or about to go: nor is whoever was by it. */
void vwifi_link_broke(struct vwifi_mesh *mesh, struct vwifi_sta *sta)
{
	struct vwifi_mesh_missing lost[VWIFI_MESH_MISSING_MAX];
	struct vwifi_mesh_path *path;
	unsigned int i, n = 0;

	spin_lock_bh(&mesh->lock);
	for (i = 0; i < ARRAY_SIZE(mesh->paths); i++)
		hlist_for_each_entry(path, &mesh->paths[i], hash) {
			if (rcu_access_pointer(path->next_hop) != sta)
				continue;
			path->sn++;
			vwifi_path_end(mesh, path);
			if (n == ARRAY_SIZE(lost))
				continue;
			memcpy(lost[n].dst, path->dst, ETH_ALEN);
			lost[n++].sn = path->sn;
		}
	spin_unlock_bh(&mesh->lock);
	for (i = 0; i < n; i++)
		vwifi_perr_note(mesh, lost[i].dst, lost[i].sn, WLAN_REASON_MESH_PATH_DEST_UNREACHABLE);
}
