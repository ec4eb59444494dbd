// SPDX-License-Identifier: MIT OR GPL-2.0
/* Access points, as user space asks for them: hostapd does the MLME. With the wiphy mutex held. */
#include "air/air.h"
#include "mgmt/mgmt.h"
#include "phy/phy.h"
#include "watch/watch.h"
#include "wire/wire.h"
#include "bss.h"
#include "mld.h"

int vwifi_start_ap(struct wiphy *wiphy, struct net_device *dev,
		   struct cfg80211_ap_settings *settings)
{
	struct vwifi_vif *whole = vwifi_vif(dev), *vif = vwifi_vif_at_link(whole, settings->beacon.link_id);
	struct vwifi_discoveries discoveries;
	struct vwifi_beacon *beacon;
	struct vwifi_bss *ap;
	int err;

	if (vwifi_vif_bss(vif))
		return -EALREADY;
	if (vif->cac.chandef.chan)
		return -EBUSY;
	if (!settings->chandef.chan || settings->ssid_len > IEEE80211_MAX_SSID_LEN)
		return -EINVAL;
	err = cfg80211_chandef_dfs_required(wiphy, &settings->chandef, NL80211_IFTYPE_AP);
	if (err >= 0)
		err = vwifi_radar_allows(vif, settings->chandef.chan->center_freq, err);
	if (err)
		return err;

	if (vwifi_width_slow(settings->chandef.width))
		return -EINVAL;
	ap = vwifi_bss_alloc(vif, &settings->chandef, settings->beacon_interval, settings->ssid,
			     settings->ssid_len);
	if (!ap)
		return -ENOMEM;
	ap->dtim_period = clamp(settings->dtim_period, 1, 255);
	vwifi_single_rate(wiphy->bands[settings->chandef.chan->band], &settings->beacon_rate,
			  &ap->beacon_rate);

	beacon = vwifi_beacon_new(&settings->beacon, ap->dtim_period);
	if (IS_ERR(beacon)) {
		err = PTR_ERR(beacon);
		goto err_free;
	}
	RCU_INIT_POINTER(ap->beacon, beacon);

	err = vwifi_discovery_make(ap, &settings->fils_discovery, &settings->unsol_bcast_probe_resp,
				   &discoveries);
	if (err)
		goto err_beacon;
	err = vwifi_responder_set(ap, settings->beacon.ftm_responder);
	if (!err)
		err = vwifi_air_tune_home(vif, ap->freq);
	if (err)
		goto err_discoveries;

	/* Frames of keys are of devices, and so of all links. */
	whole->control_port = settings->crypto.control_port_ethertype ?: htons(ETH_P_PAE);
	whole->control_port_no_encrypt = settings->crypto.control_port_no_encrypt;
	whole->control_port_over_nl80211 = settings->crypto.control_port_over_nl80211;
	vwifi_mld_share_port(whole);
	vwifi_bss_start(ap);
	vwifi_discovery_take(ap, &discoveries);
	return 0;

err_discoveries:
	vwifi_discovery_discard(&discoveries);
	kfree(ap->responder);
err_beacon:
	kfree(beacon);
err_free:
	kfree(ap);
	return err;
}

int vwifi_change_beacon(struct wiphy *wiphy, struct net_device *dev, vwifi_ap_update_t *update)
{
	struct vwifi_vif *vif = vwifi_vif_at_link(vwifi_vif(dev), vwifi_ap_update_beacon(update)->link_id);
	struct vwifi_bss *ap = vwifi_vif_bss(vif);
	struct vwifi_discoveries discoveries;
	struct vwifi_beacon *beacon;
	int err;

	if (!ap || ap->kind != VWIFI_BSS_AP)
		return -ENOENT;
	/* The counters stand where they are in the beacon that counts down. */
	if (ap->countdown)
		return -EBUSY;
	beacon = vwifi_beacon_new(vwifi_ap_update_beacon(update), ap->dtim_period);
	if (IS_ERR(beacon))
		return PTR_ERR(beacon);
	err = vwifi_discovery_make(ap, vwifi_ap_update_fils(update), vwifi_ap_update_probe(update),
				   &discoveries);
	if (err)
		goto err_beacon;
	err = vwifi_responder_set(ap, vwifi_ap_update_beacon(update)->ftm_responder);
	if (err)
		goto err_discoveries;
	beacon = rcu_replace_pointer(ap->beacon, beacon, lockdep_is_held(&wiphy->mtx));
	kfree_rcu(beacon, rcu);
	atomic_set(&ap->news, VWIFI_NEWS);
	vwifi_discovery_take(ap, &discoveries);
	return 0;

err_discoveries:
	vwifi_discovery_discard(&discoveries);
err_beacon:
	kfree(beacon);
	return err;
}

/* The BSS becomes wider or narrower where it is; its next beacons say so. Wiphy mutex held. */
int vwifi_set_ap_chanwidth(struct wiphy *wiphy, struct net_device *dev, unsigned int link_id,
			   struct cfg80211_chan_def *chandef)
{
	struct vwifi_bss *ap = vwifi_vif_bss(vwifi_vif_at_link(vwifi_vif(dev), link_id));

	if (!ap || ap->kind != VWIFI_BSS_AP)
		return -ENOENT;
	if (ap->countdown)
		return -EBUSY;
	if (vwifi_width_slow(chandef->width))
		return -EINVAL;
	spin_lock_bh(&ap->chandef_lock);
	ap->chandef = *chandef;
	spin_unlock_bh(&ap->chandef_lock);
	return 0;
}

int vwifi_stop_ap(struct wiphy *wiphy, struct net_device *dev, unsigned int link_id)
{
	vwifi_bss_down(vwifi_vif_at_link(vwifi_vif(dev), link_id));
	return 0;
}

/* @value: negative where it stays as it is. */
static void vwifi_bss_flag(struct vwifi_bss *ap, u8 flag, int value)
{
	if (value >= 0)
		ap->bss_flags = value ? ap->bss_flags | flag : ap->bss_flags & ~flag;
}

int vwifi_change_bss(struct wiphy *wiphy, struct net_device *dev, struct bss_parameters *params)
{
	struct vwifi_bss *ap = vwifi_vif_bss(vwifi_vif_at_link(vwifi_vif(dev), vwifi_link_id_of(params)));

	if (!ap)
		return -ENOENT;
	/* They are told; slot time and preamble count where radios contend (dcf/airtime.c). */
	vwifi_bss_flag(ap, BSS_PARAM_FLAGS_CTS_PROT, params->use_cts_prot);
	vwifi_bss_flag(ap, BSS_PARAM_FLAGS_SHORT_PREAMBLE, params->use_short_preamble);
	vwifi_bss_flag(ap, BSS_PARAM_FLAGS_SHORT_SLOT_TIME, params->use_short_slot_time);
	if (params->ap_isolate >= 0)
		WRITE_ONCE(ap->isolate, params->ap_isolate);
	return 0;
}

int vwifi_set_multicast_to_unicast(struct wiphy *wiphy, struct net_device *dev, const bool enabled)
{
	struct vwifi_vif *vif = vwifi_vif(dev), *link;
	struct vwifi_mld *mld = vwifi_vif_mld(vif);
	struct vwifi_bss *ap = vwifi_vif_bss(vif);
	unsigned int id;

	if (ap)
		WRITE_ONCE(ap->to_unicast, enabled);
	if (!mld)
		return ap ? 0 : -ENOENT;
	vwifi_mld_for_each_link(vif, mld, id, link) {
		ap = vwifi_vif_bss(link);
		if (ap)
			WRITE_ONCE(ap->to_unicast, enabled);
	}
	return 0;
}

/* The probe of a station of another kernel, for those who watch. */
static void vwifi_ap_show_probe(struct vwifi_vif *vif, const struct vwifi_bss *ap, const u8 *peer,
				bool acked)
{
	struct vwifi_remote *remote;

	if (!vwifi_watched())
		return;
	rcu_read_lock();
	remote = acked ? vwifi_remote_find(vif->radio->air, peer) : NULL;
	vwifi_emit_null(vif, peer, ap->freq, 0, remote ? &remote->radio : NULL);
	rcu_read_unlock();
}

/* The same where a program carries it, which says later whether it was acknowledged. */
static int vwifi_ap_carry_probe(struct vwifi_vif *vif, const struct vwifi_bss *ap, const u8 *peer,
				vwifi_cookie_t cookie)
{
	u64 mine = vwifi_take_cookie(cookie, &vif->radio->cookie);
	struct sk_buff *null;
	bool sent = false;

	rcu_read_lock();
	null = vwifi_null_alloc(vif, peer);
	rcu_read_unlock();
	if (null)
		sent = vwifi_mgmt_carry_probe(vif, ap->freq, null, mine);
	if (!sent)
		vwifi_tell_probe(vif->dev, peer, mine, false, 0);
	kfree_skb(null);
	return 0;
}

/* Asks a client for a sign of life: a null frame, whose acknowledgement is the answer. */
int vwifi_probe_peer(struct wiphy *wiphy, struct net_device *dev, const u8 *peer,
		     vwifi_cookie_t cookie)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_bss *ap = vwifi_vif_bss(vif);
	unsigned int retries = 0;
	struct vwifi_vif *to;
	int signal = 0;
	bool acked, elsewhere;

	if (!ap || ap->kind != VWIFI_BSS_AP || !vwifi_sta_find(ap, peer))
		return -ENOLINK;
	if (vwifi_air_is_carried(vif->radio->air))
		return vwifi_ap_carry_probe(vif, ap, peer, cookie);
	rcu_read_lock();
	elsewhere = vwifi_remote_find(vif->radio->air, peer);
	to = vwifi_air_find_sta(vif->radio->air, peer, dev->dev_addr, ap->freq);
	acked = to && (vwifi_link_is_ideal(to->radio) ||
		       vwifi_link_transmit(vif->radio, to->radio, ap->freq, VWIFI_CHANCE_MGMT,
					   &retries)) &&
		!vwifi_fault_takes_null(vif->radio, to->radio, dev->dev_addr);
	if (acked)
		signal = vwifi_link_signal(to->radio, vif->radio);
	if (vwifi_watched() && (to || !elsewhere))
		vwifi_emit_null(vif, peer, ap->freq, retries, acked ? to->radio : NULL);
	rcu_read_unlock();
	if (!to && elsewhere) {
		acked = vwifi_wire_probe(vif, ap->freq, peer);
		signal = vwifi_mgmt_signal(vif->radio, peer);
		vwifi_ap_show_probe(vif, ap, peer, acked);
	}
	vwifi_tell_probe(dev, peer, vwifi_take_cookie(cookie, &vif->radio->cookie), acked, signal);
	return 0;
}
