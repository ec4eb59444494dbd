// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Peers: who is met by a beacon, and how a peering comes and goes (IEEE Std 802.11-2020, 14.3 and 14.4).
 * Where user space makes peerings it is told of whom we meet, and says what became of it. With the
 * wiphy mutex held.
 */
#include "bss/bss.h"
#include "phy/phy.h"
#include "part.h"

/* What is sent with a step. */
#define VWIFI_SEND_OPEN		BIT(0)
#define VWIFI_SEND_CONFIRM	BIT(1)
#define VWIFI_SEND_CLOSE	BIT(2)

struct vwifi_peering_step {
	bool set;			/* false: the event means nothing then */
	u8 to;				/* enum nl80211_plink_state */
	u8 send;
};

/* 802.11-2020, table 14-2. What ends a peering is the same from everywhere. */
#define VWIFI_PEERING_ENDS						\
	[VWIFI_PEERING_OPEN_REFUSED] = { true, NL80211_PLINK_HOLDING, VWIFI_SEND_CLOSE },	\
	[VWIFI_PEERING_CONFIRM_REFUSED] = { true, NL80211_PLINK_HOLDING, VWIFI_SEND_CLOSE },	\
	[VWIFI_PEERING_CLOSE] = { true, NL80211_PLINK_HOLDING, VWIFI_SEND_CLOSE }

static const struct vwifi_peering_step vwifi_peering[NUM_NL80211_PLINK_STATES][VWIFI_PEERING_N_EVENTS] = {
	[NL80211_PLINK_LISTEN] = {
		[VWIFI_PEERING_OPEN] = { true, NL80211_PLINK_OPN_RCVD, VWIFI_SEND_OPEN | VWIFI_SEND_CONFIRM },
	},
	[NL80211_PLINK_OPN_SNT] = {
		[VWIFI_PEERING_OPEN] = { true, NL80211_PLINK_OPN_RCVD, VWIFI_SEND_CONFIRM },
		[VWIFI_PEERING_CONFIRM] = { true, NL80211_PLINK_CNF_RCVD, 0 },
		VWIFI_PEERING_ENDS,
	},
	[NL80211_PLINK_CNF_RCVD] = {
		[VWIFI_PEERING_OPEN] = { true, NL80211_PLINK_ESTAB, VWIFI_SEND_CONFIRM },
		VWIFI_PEERING_ENDS,
	},
	[NL80211_PLINK_OPN_RCVD] = {
		[VWIFI_PEERING_OPEN] = { true, NL80211_PLINK_OPN_RCVD, VWIFI_SEND_CONFIRM },
		[VWIFI_PEERING_CONFIRM] = { true, NL80211_PLINK_ESTAB, 0 },
		VWIFI_PEERING_ENDS,
	},
	[NL80211_PLINK_ESTAB] = {
		[VWIFI_PEERING_OPEN] = { true, NL80211_PLINK_ESTAB, VWIFI_SEND_CONFIRM },
		VWIFI_PEERING_ENDS,
	},
	[NL80211_PLINK_HOLDING] = {
		[VWIFI_PEERING_OPEN] = { true, NL80211_PLINK_HOLDING, VWIFI_SEND_CLOSE },
		[VWIFI_PEERING_CONFIRM] = { true, NL80211_PLINK_HOLDING, VWIFI_SEND_CLOSE },
	},
};

/* Sets how long a state lasts at most. */
static void vwifi_plink_wait(struct vwifi_mesh *mesh, struct vwifi_sta *sta)
{
	const u16 ms[NUM_NL80211_PLINK_STATES] = {
		[NL80211_PLINK_OPN_SNT] = mesh->conf.dot11MeshRetryTimeout,
		[NL80211_PLINK_OPN_RCVD] = mesh->conf.dot11MeshRetryTimeout,
		[NL80211_PLINK_CNF_RCVD] = mesh->conf.dot11MeshConfirmTimeout,
		[NL80211_PLINK_HOLDING] = mesh->conf.dot11MeshHoldingTimeout,
	};
	u16 most = ms[sta->plink.state];

	/* Two that began together do not go on together. */
	sta->plink.deadline = jiffies + msecs_to_jiffies(most + get_random_u32() % (most / 2 + 1));
	if (most && !mesh->bss->user_mpm)
		vwifi_mesh_due(mesh, sta->plink.deadline);
}

/* A peering is there, or is not any more: data goes, and beacons say how many there are. */
static void vwifi_plink_set(struct vwifi_mesh *mesh, struct vwifi_sta *sta, u8 state)
{
	bool was_up = vwifi_plink_is_up(sta), up = state == NL80211_PLINK_ESTAB;

	WRITE_ONCE(sta->plink.state, state);
	if (was_up == up)
		return;
	mesh->n_established += up ? 1 : -1;
	if (!up)
		vwifi_link_broke(mesh, sta);
	if (!mesh->secure)
		WRITE_ONCE(sta->flags, up ? sta->flags | BIT(NL80211_STA_FLAG_AUTHENTICATED) |
						       BIT(NL80211_STA_FLAG_AUTHORIZED) :
					    sta->flags & ~BIT(NL80211_STA_FLAG_AUTHORIZED));
	vwifi_mesh_beacon_update(mesh);
	/* Who waits for a way may have one. */
	vwifi_mesh_wake(mesh);
}

/* Goes over to a state, and says so. */
static void vwifi_plink_step(struct vwifi_mesh *mesh, struct vwifi_sta *sta, u8 to, u8 send)
{
	bool changes = sta->plink.state != to;

	vwifi_plink_set(mesh, sta, to);
	if (changes) {
		sta->plink.tries = 0;
		vwifi_plink_wait(mesh, sta);
	}
	if (send & VWIFI_SEND_OPEN)
		vwifi_peering_send(mesh, sta, WLAN_SP_MESH_PEERING_OPEN);
	if (send & VWIFI_SEND_CONFIRM)
		vwifi_peering_send(mesh, sta, WLAN_SP_MESH_PEERING_CONFIRM);
	if (send & VWIFI_SEND_CLOSE)
		vwifi_peering_send(mesh, sta, WLAN_SP_MESH_PEERING_CLOSE);
}

/* A frame of a peer means something to its peering. */
void vwifi_peering_event(struct vwifi_mesh *mesh, struct vwifi_sta *sta, enum vwifi_peering_event event)
{
	const struct vwifi_peering_step *step = &vwifi_peering[sta->plink.state][event];

	if (!step->set)
		return;
	if (step->send & VWIFI_SEND_CLOSE && sta->plink.state != NL80211_PLINK_HOLDING)
		sta->plink.reason = event == VWIFI_PEERING_CLOSE ? WLAN_REASON_MESH_CLOSE :
								   WLAN_REASON_MESH_CONFIG;
	vwifi_plink_step(mesh, sta, step->to, step->send);
}

/* Makes a peer of one whose elements are given, or returns NULL: there are too many, or no memory. */
struct vwifi_sta *vwifi_mesh_peer_new(struct vwifi_mesh *mesh, const u8 *addr, const u8 *ies, size_t len)
{
	struct vwifi_bss *bss = mesh->bss;
	u8 modes = bss->chandef.width == NL80211_CHAN_WIDTH_20_NOHT ? 0 : VWIFI_PHY_ALL;
	struct vwifi_sta *sta;
	unsigned int peers = 0;

	list_for_each_entry(sta, &bss->station_list, list)
		peers++;
	if (peers >= mesh->conf.dot11MeshMaxPeerLinks || !is_valid_ether_addr(addr))
		return NULL;
	sta = vwifi_sta_alloc(addr);
	if (!sta)
		return NULL;
	vwifi_phy_from_elements(&sta->phy, ies, len, modes);
	/* 0 is nobody's. */
	sta->plink.llid = 1 + get_random_u32() % U16_MAX;
	vwifi_sta_insert(bss->vif, bss, sta, BIT(NL80211_STA_FLAG_ASSOCIATED) | BIT(NL80211_STA_FLAG_WME));
	return sta;
}

/* A beacon of one who is in our mesh, and no peer. */
void vwifi_mesh_meet(struct vwifi_mesh *mesh, const struct vwifi_arrival *arrival)
{
	const size_t fixed = offsetof(struct ieee80211_mgmt, u.beacon.variable);
	const struct ieee80211_mgmt *mgmt = (const void *)arrival->skb->data;
	const struct ieee80211_meshconf_ie *config;
	const u8 *ies = mgmt->u.beacon.variable;
	size_t len = arrival->skb->len - fixed;
	struct vwifi_vif *vif = mesh->bss->vif;
	struct vwifi_sta *sta;

	if (!is_valid_ether_addr(mgmt->sa) || vwifi_sta_find(mesh->bss, mgmt->sa) ||
	    !vwifi_mesh_matches(mesh, ies, len, &config) ||
	    !(config->meshconf_cap & IEEE80211_MESHCONF_CAPAB_ACCEPT_PLINKS) ||
	    mesh->n_established >= mesh->conf.dot11MeshMaxPeerLinks ||
	    (mesh->conf.rssi_threshold && arrival->signal < mesh->conf.rssi_threshold))
		return;
	if (mesh->bss->user_mpm) {
		cfg80211_notify_new_peer_candidate(vif->dev, mgmt->sa, ies, len, arrival->signal,
						   GFP_KERNEL);
		return;
	}
	if (!mesh->conf.auto_open_plinks)
		return;
	sta = vwifi_mesh_peer_new(mesh, mgmt->sa, ies, len);
	if (sta)
		vwifi_plink_step(mesh, sta, NL80211_PLINK_OPN_SNT, VWIFI_SEND_OPEN);
}

/* The time of a state is over. */
static void vwifi_plink_timeout(struct vwifi_mesh *mesh, struct vwifi_sta *sta)
{
	if (sta->plink.state == NL80211_PLINK_HOLDING) {
		vwifi_sta_del(mesh->bss->vif, sta);
		return;
	}
	if (sta->plink.state != NL80211_PLINK_CNF_RCVD &&
	    sta->plink.tries < mesh->conf.dot11MeshMaxRetries) {
		sta->plink.tries++;
		vwifi_plink_wait(mesh, sta);
		vwifi_peering_send(mesh, sta, WLAN_SP_MESH_PEERING_OPEN);
		return;
	}
	sta->plink.reason = sta->plink.state == NL80211_PLINK_CNF_RCVD ? WLAN_REASON_MESH_CONFIRM_TIMEOUT :
									 WLAN_REASON_MESH_MAX_RETRIES;
	vwifi_plink_step(mesh, sta, NL80211_PLINK_HOLDING, VWIFI_SEND_CLOSE);
}

static bool vwifi_plink_is_timed(const struct vwifi_sta *sta)
{
	return sta->plink.state == NL80211_PLINK_OPN_SNT || sta->plink.state == NL80211_PLINK_OPN_RCVD ||
	       sta->plink.state == NL80211_PLINK_CNF_RCVD || sta->plink.state == NL80211_PLINK_HOLDING;
}

/* Whether a peer has been silent for too long; if not, when it will have been. */
static bool vwifi_peer_is_silent(struct vwifi_mesh *mesh, struct vwifi_sta *sta)
{
	unsigned long end;

	if (!mesh->conf.plink_timeout)
		return false;
	end = READ_ONCE(sta->last_active) + mesh->conf.plink_timeout * HZ;
	if (time_after(jiffies, end))
		return true;
	vwifi_mesh_due(mesh, end + 1);
	return false;
}

/* Peerings whose time is over, and peers that have fallen silent. */
void vwifi_mesh_peers_due(struct vwifi_mesh *mesh)
{
	struct vwifi_sta *sta, *next;

	list_for_each_entry_safe(sta, next, &mesh->bss->station_list, list) {
		if (vwifi_peer_is_silent(mesh, sta))
			vwifi_sta_del(mesh->bss->vif, sta);
		else if (mesh->bss->user_mpm || !vwifi_plink_is_timed(sta))
			continue;
		else if (time_after_eq(jiffies, sta->plink.deadline))
			vwifi_plink_timeout(mesh, sta);
		else
			vwifi_mesh_due(mesh, sta->plink.deadline);
	}
}

/* Says goodbye to all peers. */
void vwifi_mesh_close_all(struct vwifi_mesh *mesh, u16 reason)
{
	struct vwifi_sta *sta;

	if (mesh->bss->user_mpm)
		return;
	list_for_each_entry(sta, &mesh->bss->station_list, list) {
		if (sta->plink.state == NL80211_PLINK_LISTEN || sta->plink.state == NL80211_PLINK_BLOCKED ||
		    sta->plink.state == NL80211_PLINK_HOLDING)
			continue;
		sta->plink.reason = reason;
		vwifi_plink_step(mesh, sta, NL80211_PLINK_HOLDING, VWIFI_SEND_CLOSE);
	}
}

/* What user space wants of a peering; or says of one that it makes itself. */
int vwifi_mesh_peer_set(struct vwifi_vif *vif, struct vwifi_sta *sta,
			const struct station_parameters *params)
{
	struct vwifi_mesh *mesh = vwifi_vif_mesh(vif);

	if (!mesh)
		return -ENETDOWN;
	if (mesh->bss->user_mpm) {
		if (params->sta_modify_mask & STATION_PARAM_APPLY_PLINK_STATE &&
		    params->plink_state < NUM_NL80211_PLINK_STATES)
			vwifi_plink_set(mesh, sta, params->plink_state);
		return 0;
	}
	if (params->plink_action == NL80211_PLINK_ACTION_OPEN) {
		if (!sta->plink.llid)
			sta->plink.llid = 1 + get_random_u32() % U16_MAX;
		if (!vwifi_plink_is_up(sta))
			vwifi_plink_step(mesh, sta, NL80211_PLINK_OPN_SNT, VWIFI_SEND_OPEN);
	} else if (params->plink_action == NL80211_PLINK_ACTION_BLOCK) {
		sta->plink.reason = WLAN_REASON_MESH_PEER_CANCELED;
		vwifi_plink_step(mesh, sta, NL80211_PLINK_BLOCKED, VWIFI_SEND_CLOSE);
	}
	return 0;
}

/* A peer is about to go: so are the paths by it. */
void vwifi_mesh_peer_gone(struct vwifi_vif *vif, struct vwifi_sta *sta)
{
	struct vwifi_mesh *mesh = vwifi_vif_mesh(vif);

	if (!mesh)
		return;
	if (vwifi_plink_is_up(sta) && !mesh->bss->user_mpm) {
		sta->plink.reason = WLAN_REASON_MESH_PEER_CANCELED;
		vwifi_peering_send(mesh, sta, WLAN_SP_MESH_PEERING_CLOSE);
	}
	vwifi_plink_set(mesh, sta, NL80211_PLINK_LISTEN);
}
