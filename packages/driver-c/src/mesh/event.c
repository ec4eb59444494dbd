// SPDX-License-Identifier: MIT OR GPL-2.0
/* What comes to a mesh by its radio's work: management frames, and what is due. With the wiphy mutex held. */
#include "mgmt/mgmt.h"
#include "part.h"

/* There is something to do, or to look at. Any context. */
void vwifi_mesh_wake(struct vwifi_mesh *mesh)
{
	struct vwifi_vif *vif = mesh->bss->vif;

	set_bit(VWIFI_EVENT_MESH, &vif->events);
	queue_work(vwifi_wq, &vif->radio->work);
}

/* There will be at @when, jiffies. */
void vwifi_mesh_due(struct vwifi_mesh *mesh, unsigned long when)
{
	timer_reduce(&mesh->timer, when);
}

/* Peers that have acknowledged nothing for a while. */
static void vwifi_mesh_broken(struct vwifi_mesh *mesh)
{
	struct vwifi_sta *sta;

	list_for_each_entry(sta, &mesh->bss->station_list, list) {
		bool broken;

		spin_lock_bh(&sta->lost.lock);
		broken = sta->lost.row >= VWIFI_LOST_LINK;
		if (broken)
			sta->lost.row = 0;
		spin_unlock_bh(&sta->lost.lock);
		if (broken)
			vwifi_link_broke(mesh, sta);
	}
}

void vwifi_mesh_event(struct vwifi_vif *vif)
{
	struct vwifi_mesh *mesh = vwifi_vif_mesh(vif);

	if (!mesh)
		return;
	if (atomic_xchg(&mesh->broken, 0))
		vwifi_mesh_broken(mesh);
	vwifi_mesh_peers_due(mesh);
	vwifi_paths_due(mesh);
	vwifi_perr_due(mesh);
	vwifi_proxies_due(mesh);
}

/* Whether its transmitter is denied: then nothing of it is heard. */
static bool vwifi_mesh_denies(struct vwifi_vif *vif, const u8 *sa)
{
	struct vwifi_radio *from;
	bool denied;

	if (!READ_ONCE(vif->radio->n_denied))
		return false;
	rcu_read_lock();
	from = vwifi_mgmt_radio(vif->radio, sa);
	denied = from && vwifi_denied(vif->radio, from->id);
	rcu_read_unlock();
	return denied;
}

static void vwifi_mesh_rx_hwmp(struct vwifi_mesh *mesh, const struct vwifi_arrival *arrival)
{
	const struct ieee80211_mgmt *mgmt = (const void *)arrival->skb->data;
	size_t len = arrival->skb->len;

	/* To all it goes with the sender's group key; to one, with the pairwise key where frames have one. */
	if (mesh->secure && is_multicast_ether_addr(mgmt->da) &&
	    arrival->protection != VWIFI_MGMT_PROTECTED)
		return;
	if (((const u8 *)&mgmt->u)[1] == WLAN_MESH_ACTION_HWMP_PATH_SELECTION)
		vwifi_hwmp_rx(mesh, mgmt, len);
}

/* A management frame for a member; false: user space may want it. */
bool vwifi_mesh_rx(struct vwifi_vif *vif, const struct vwifi_arrival *arrival)
{
	const struct ieee80211_mgmt *mgmt = (const void *)arrival->skb->data;
	const u8 *body = (const u8 *)&mgmt->u;	/* of an action frame: category and action, first */
	struct vwifi_mesh *mesh = vwifi_vif_mesh(vif);
	size_t len = arrival->skb->len;

	if (!mesh || vwifi_mesh_denies(vif, mgmt->sa))
		return true;
	if (arrival->protection == VWIFI_MGMT_BAD)
		return false;
	if (ieee80211_is_beacon(mgmt->frame_control)) {
		vwifi_mesh_meet(mesh, arrival);
		return true;
	}
	if (ieee80211_is_probe_req(mgmt->frame_control)) {
		vwifi_mesh_answer_probe(mesh, mgmt, len);
		return true;
	}
	if (!ieee80211_is_action(mgmt->frame_control) || len < offsetof(struct ieee80211_mgmt, u) + 2)
		return false;
	if (body[0] == WLAN_CATEGORY_MESH_ACTION) {
		vwifi_mesh_rx_hwmp(mesh, arrival);
		return true;
	}
	if (body[0] == WLAN_CATEGORY_SELF_PROTECTED && !mesh->bss->user_mpm) {
		vwifi_peering_rx(mesh, mgmt, len);
		return true;
	}
	return false;
}
