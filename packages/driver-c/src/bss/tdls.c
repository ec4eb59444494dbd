// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Direct links of stations (TDLS; IEEE Std 802.11-2020, 11.20): user space sets them up
 * (WIPHY_FLAG_TDLS_EXTERNAL_SETUP) by frames that tdls-frames.c writes, names the peer,
 * gives it keys, and enables the link: then the peer counts as associated, and data goes
 * by data/direct.c. All with the wiphy mutex held. Links end with the association that
 * they belong to.
 */
#include "air/air.h"
#include "dcf/dcf.h"
#include "mgmt/mgmt.h"
#include "phy/phy.h"
#include "mlme.h"
#include "sta.h"

#define VWIFI_TDLS_PEERS_MAX	64	/* of a station */

static void vwifi_tdls_set_flags(struct vwifi_vif *vif, struct vwifi_sta *sta, unsigned long flags)
{
	if (flags != sta->flags)
		trace_vwifi_peer(vif->dev, sta->addr, flags, false);
	WRITE_ONCE(sta->flags, flags);
}

/* What user space learnt of a peer by the frames: no link is more than the association is. */
static void vwifi_tdls_update(struct vwifi_vif *vif, struct vwifi_sta *sta,
			      const struct station_parameters *params)
{
	const unsigned long of_use = BIT(NL80211_STA_FLAG_WME) | BIT(NL80211_STA_FLAG_AUTHORIZED);
	unsigned long flags = sta->flags & ~((unsigned long)params->sta_flags_mask & of_use);

	vwifi_phy_from_params(&sta->phy, &params->link_sta_params);
	vwifi_phy_limit(&sta->phy, &vif->mlme.own);
	vwifi_tdls_set_flags(vif, sta, flags | BIT(NL80211_STA_FLAG_TDLS_PEER) |
				       (params->sta_flags_mask & params->sta_flags_set & of_use));
}

static bool vwifi_tdls_is_full(struct vwifi_vif *vif)
{
	unsigned int peers = 0;
	struct vwifi_sta *sta;

	hlist_for_each_entry(sta, &vif->tdls, hash)
		peers++;
	return peers >= VWIFI_TDLS_PEERS_MAX;
}

/* A peer with whom a link is about to be set up. */
int vwifi_tdls_add(struct vwifi_vif *vif, const u8 *mac, const struct station_parameters *params)
{
	struct vwifi_sta *ap = vwifi_sta_peer(vif), *sta;

	if (!(params->sta_flags_set & BIT(NL80211_STA_FLAG_TDLS_PEER)))
		return -EINVAL;
	if (!ap || !vwifi_sta_authorised(ap))
		return -ENOTCONN;
	/* Such links know three addresses. */
	if (vif->wdev.use_4addr)
		return -EOPNOTSUPP;
	if (!is_valid_ether_addr(mac) || ether_addr_equal(mac, vif->addr) ||
	    ether_addr_equal(mac, ap->addr))
		return -EINVAL;
	if (vwifi_tdls_find(vif, mac))
		return -EEXIST;
	if (vwifi_tdls_is_full(vif))
		return -ENOSPC;
	sta = vwifi_sta_alloc(mac);
	if (!sta)
		return -ENOMEM;
	/* Where the network has keys nothing goes beside it in the clear, before there is one or after. */
	sta->keyed = READ_ONCE(ap->keyed);
	vwifi_tdls_update(vif, sta, params);
	hlist_add_head_rcu(&sta->hash, &vif->tdls);
	/* Nobody keeps for it what comes past the access point. */
	local_bh_disable();
	rcu_read_lock();
	vwifi_doze_wake(vif);
	rcu_read_unlock();
	local_bh_enable();
	vwifi_sta_tell_new(vif, sta);
	return 0;
}

int vwifi_tdls_change(struct vwifi_vif *vif, struct vwifi_sta *sta,
		      struct station_parameters *params)
{
	int err = cfg80211_check_station_change(vif->radio->wiphy, params,
						vwifi_sta_associated(sta) ?
						CFG80211_STA_TDLS_PEER_ACTIVE :
						CFG80211_STA_TDLS_PEER_SETUP);

	if (!err)
		vwifi_tdls_update(vif, sta, params);
	return err;
}

static void vwifi_tdls_del(struct vwifi_vif *vif, struct vwifi_sta *sta)
{
	hlist_del_rcu(&sta->hash);
	vwifi_dcf_forget_peer(vif, sta->addr);
	trace_vwifi_peer(vif->dev, sta->addr, sta->flags, true);
	cfg80211_del_sta(vwifi_dev_peer(vif->dev), sta->addr, GFP_KERNEL);
	vwifi_sta_free(sta);
}

/* The association ends, and all direct links with it (11.20.5). */
void vwifi_tdls_flush(struct vwifi_vif *vif)
{
	struct hlist_node *next;
	struct vwifi_sta *sta;

	hlist_for_each_entry_safe(sta, next, &vif->tdls, hash)
		vwifi_tdls_del(vif, sta);
}

static int vwifi_tdls_enable(struct vwifi_vif *vif, struct vwifi_sta *sta)
{
	if (sta->keyed && !rcu_access_pointer(sta->keys[sta->tx_key]))
		return -ENOKEY;
	sta->assoc_at = ktime_get_boottime_ns();
	vwifi_tdls_set_flags(vif, sta, sta->flags | BIT(NL80211_STA_FLAG_AUTHENTICATED) |
				       BIT(NL80211_STA_FLAG_ASSOCIATED) |
				       BIT(NL80211_STA_FLAG_AUTHORIZED));
	return 0;
}

int vwifi_tdls_oper(struct wiphy *wiphy, struct net_device *dev, const u8 *peer,
		    enum nl80211_tdls_operation oper)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_sta *sta;

	if (!vwifi_vif_is_station(vif) ||
	    (oper != NL80211_TDLS_ENABLE_LINK && oper != NL80211_TDLS_DISABLE_LINK))
		return -EOPNOTSUPP;	/* setting up is user space's */
	sta = vwifi_tdls_find(vif, peer);
	if (!sta)
		return -ENOLINK;
	if (oper == NL80211_TDLS_ENABLE_LINK)
		return vwifi_tdls_enable(vif, sta);
	vwifi_tdls_del(vif, sta);
	return 0;
}
