// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Priorities: the TID of a frame, by the packet or by the BSS's map, and what user space has said of
 * single ones: which of them nobody acknowledges, and how they contend (dcf/).
 */
#include "air.h"

/* Priorities by DSCP, as an access point's map has them (802.11-2020, 9.4.2.94). */
struct vwifi_qos_map {
	struct rcu_head rcu;
	u8 priority[64];
};

#define VWIFI_DSCP_SHIFT	2	/* in the octet that has ECN as well */
#define VWIFI_NO_DSCP		255	/* of a priority that no range leads to */

static u8 vwifi_qos_map_priority(const struct cfg80211_qos_map *map, u8 dscp)
{
	unsigned int i;

	for (i = 0; i < map->num_des; i++)
		if (map->dscp_exception[i].dscp == dscp)
			return map->dscp_exception[i].up;
	for (i = 0; i < ARRAY_SIZE(map->up); i++)
		if (map->up[i].low != VWIFI_NO_DSCP && map->up[i].low <= dscp &&
		    dscp <= map->up[i].high)
			return i;
	return dscp >> 3;
}

/* Called with the wiphy mutex held; @map: NULL where there is none any more. */
int vwifi_set_qos_map(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_qos_map *map)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_qos_map *new = NULL;
	unsigned int dscp;

	if (map) {
		new = kzalloc(sizeof(*new), GFP_KERNEL);
		if (!new)
			return -ENOMEM;
		for (dscp = 0; dscp < ARRAY_SIZE(new->priority); dscp++)
			new->priority[dscp] = vwifi_qos_map_priority(map, dscp) & 7;
	}
	new = rcu_replace_pointer(vif->qos_map, new, lockdep_is_held(&wiphy->mtx));
	if (new)
		kfree_rcu(new, rcu);
	return 0;
}

int vwifi_set_noack_map(struct wiphy *wiphy, struct net_device *dev, u16 noack_map)
{
	WRITE_ONCE(vwifi_vif(dev)->noack_map, noack_map);
	return 0;
}

const u64 vwifi_tid_config_support = BIT_ULL(NL80211_TID_CONFIG_ATTR_NOACK) |
				     BIT_ULL(NL80211_TID_CONFIG_ATTR_AMPDU_CTRL) |
				     BIT_ULL(NL80211_TID_CONFIG_ATTR_RTSCTS_CTRL);

static void vwifi_tids_set(u8 *map, u8 tids, bool on)
{
	WRITE_ONCE(*map, on ? *map | tids : *map & ~tids);
}

static void vwifi_tids_configure(struct vwifi_vif *vif, const struct cfg80211_tid_cfg *cfg)
{
	struct vwifi_tid_config *config = &vif->tid_config;
	bool rts = cfg->rtscts == NL80211_TID_CONFIG_ENABLE;

	if (cfg->mask & BIT_ULL(NL80211_TID_CONFIG_ATTR_NOACK))
		WRITE_ONCE(vif->noack_map, cfg->noack == NL80211_TID_CONFIG_ENABLE ?
			   vif->noack_map | cfg->tids : vif->noack_map & ~cfg->tids);
	if (cfg->mask & BIT_ULL(NL80211_TID_CONFIG_ATTR_AMPDU_CTRL))
		vwifi_tids_set(&config->single, cfg->tids, cfg->ampdu == NL80211_TID_CONFIG_DISABLE);
	if (cfg->mask & BIT_ULL(NL80211_TID_CONFIG_ATTR_RTSCTS_CTRL)) {
		vwifi_tids_set(&config->rts, cfg->tids, rts);
		vwifi_tids_set(&config->no_rts, cfg->tids, !rts);
	}
}

/* For all peers of an interface. cfg80211 has seen that it is what we offer. Wiphy mutex held. */
int vwifi_set_tid_config(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_tid_config *config)
{
	u32 i;

	if (config->peer)
		return -EOPNOTSUPP;
	for (i = 0; i < config->n_tid_conf; i++)
		vwifi_tids_configure(vwifi_vif(dev), &config->tid_conf[i]);
	return 0;
}

/* As at first. Wiphy mutex held. */
int vwifi_reset_tid_config(struct wiphy *wiphy, struct net_device *dev, const u8 *peer, u8 tids)
{
	struct vwifi_vif *vif = vwifi_vif(dev);

	if (peer)
		return -EOPNOTSUPP;
	WRITE_ONCE(vif->noack_map, vif->noack_map & ~tids);
	vwifi_tids_set(&vif->tid_config.single, tids, false);
	vwifi_tids_set(&vif->tid_config.rts, tids, false);
	vwifi_tids_set(&vif->tid_config.no_rts, tids, false);
	return 0;
}

/* As at first: the interface goes, or becomes another type. */
void vwifi_qos_forget(struct vwifi_vif *vif)
{
	struct vwifi_qos_map *map = rcu_replace_pointer(vif->qos_map, NULL, true);

	if (map)
		kfree_rcu(map, rcu);
	WRITE_ONCE(vif->noack_map, 0);
	vif->tid_config = (struct vwifi_tid_config){};
}

/* Of an IP packet: by the map of its BSS, or by the precedence. */
static int vwifi_qos_of_ip(const struct vwifi_vif *from, u8 traffic_class)
{
	const struct vwifi_qos_map *map;

	/* hostapd gives the map to the access point, not to its parts. */
	if (from->wdev.iftype == NL80211_IFTYPE_AP_VLAN)
		from = vwifi_vlan_master(from) ?: from;
	map = rcu_dereference(from->qos_map);
	return map ? map->priority[traffic_class >> VWIFI_DSCP_SHIFT] : traffic_class >> 5;
}

/*
 * The TID of a frame, where both sides know QoS, or -1: from the socket's
 * priority, or the DSCP of the IP header (802.11-2020, 10.2.3.2). The handshake
 * goes with the highest one.
 */
static int vwifi_tid(const struct vwifi_vif *from, const struct vwifi_sta *peer,
		     const struct sk_buff *skb)
{
	struct {
		struct ethhdr eth;
		u8 ip[2];
	} __packed space;
	const typeof(space) *head;

	if (!peer || !(READ_ONCE(peer->flags) & BIT(NL80211_STA_FLAG_WME)))
		return -1;
	if (skb->priority >= 256 && skb->priority <= 263)
		return skb->priority - 256;
	head = skb_header_pointer(skb, 0, sizeof(space), &space);
	if (!head)
		return 0;
	if (head->eth.h_proto == from->control_port)
		return 7;
	if (head->eth.h_proto == htons(ETH_P_IP))
		return vwifi_qos_of_ip(from, head->ip[1]);
	if (head->eth.h_proto == htons(ETH_P_IPV6))
		return vwifi_qos_of_ip(from, head->ip[0] << 4 | head->ip[1] >> 4);
	return 0;
}

/* The QoS Control field of a frame (802.11-2020, 9.2.4.5), or -1. */
int vwifi_qos_control(const struct vwifi_vif *from, const struct vwifi_sta *peer,
		      const struct sk_buff *skb)
{
	int tid = vwifi_tid(from, peer, skb);

	if (tid >= 0 && READ_ONCE(from->noack_map) & BIT(tid))
		return tid | IEEE80211_QOS_CTL_ACK_POLICY_NOACK;
	return tid;
}
