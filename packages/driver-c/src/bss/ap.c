// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Access points: beacons, and the life of a BSS. hostapd does the MLME. Ad hoc
 * cells share it (ibss.c).
 */
#include <linux/jhash.h>

#include "../crypto/crypto.h"
#include "../watch/watch.h"
#include "../wire/wire.h"

#define VWIFI_TIM_LEN	6	/* an empty one: id, length, count, period, control, bitmap */

static struct vwifi_ap *vwifi_vif_ap(struct vwifi_vif *vif)
{
	return rcu_dereference_protected(vif->ap, lockdep_is_held(&vif->radio->wiphy->mtx));
}

/* What a beacon says, in a number: but for the TIM and a MIC, which are always new. Never 0. */
u32 vwifi_beacon_digest(const u8 *frame, size_t len)
{
	const size_t fixed = offsetof(struct ieee80211_mgmt, u.beacon.beacon_int);
	const size_t elements = offsetof(struct ieee80211_mgmt, u.beacon.variable);
	u32 digest = jhash(frame + fixed, elements - fixed, 0);
	const struct element *element;

	for_each_element(element, frame + elements, len - elements)
		if (element->id != WLAN_EID_TIM && element->id != WLAN_EID_MMIE)
			digest = jhash(element, sizeof(*element) + element->datalen, digest);
	return digest ?: 1;
}

/* Puts the TIM between the head and the tail that user space gave (802.11-2020, 9.4.2.5). */
struct vwifi_beacon *vwifi_beacon_new(const struct cfg80211_beacon_data *data, u8 dtim_period)
{
	size_t len = data->head_len + VWIFI_TIM_LEN + data->tail_len;
	struct vwifi_beacon *beacon;
	u8 *tim;

	if (!data->head || data->head_len < offsetof(struct ieee80211_mgmt, u.beacon.variable) ||
	    len > IEEE80211_MAX_DATA_LEN)
		return ERR_PTR(-EINVAL);
	beacon = kzalloc(struct_size(beacon, frame, len), GFP_KERNEL);
	if (!beacon)
		return ERR_PTR(-ENOMEM);

	beacon->len = len;
	beacon->tim = data->head_len;
	memcpy(beacon->frame, data->head, data->head_len);
	tim = beacon->frame + beacon->tim;
	tim[0] = WLAN_EID_TIM;
	tim[1] = VWIFI_TIM_LEN - 2;
	tim[3] = dtim_period;
	if (data->tail_len)
		memcpy(tim + VWIFI_TIM_LEN, data->tail, data->tail_len);
	beacon->digest = vwifi_beacon_digest(beacon->frame, beacon->len);
	return beacon;
}

/* Softirq. A beacon that nobody is there to hear is not built. */
static void vwifi_ap_send_beacon(struct vwifi_ap *ap)
{
	struct vwifi_protection protection = { .origin = ap->vif->radio->id };
	struct vwifi_beacon *beacon;
	struct ieee80211_mgmt *mgmt;
	struct sk_buff *skb;
	bool news = !ap->ibss && atomic_dec_if_positive(&ap->news) >= 0;
	bool to_stations;

	atomic_inc(&ap->sent);
	rcu_read_lock();
	protection.key = ap->ibss ? NULL : vwifi_key_tx_beacon(ap->vif);
	/* Stations hear those that tell them something, or that they have to judge. */
	to_stations = ap->countdown || protection.key || news;
	if (!ap->ibss && !to_stations && !vwifi_air_has_audience(ap->vif, ap->freq) &&
	    !(vwifi_watched() && vwifi_watching(ap->vif->radio, ap->freq)))
		goto unlock;
	beacon = rcu_dereference(ap->beacon);
	skb = alloc_skb(beacon->len + VWIFI_CRYPTO_MAX_TAIL, GFP_ATOMIC);
	if (!skb)
		goto unlock;
	mgmt = skb_put_data(skb, beacon->frame, beacon->len);
	mgmt->u.beacon.timestamp = cpu_to_le64(vwifi_tsf() - ap->tsf_start);
	mgmt->seq_ctrl = cpu_to_le16(IEEE80211_SN_TO_SEQ(atomic_inc_return(&ap->vif->seq)));
	vwifi_countdown_stamp(ap, (u8 *)mgmt);
	if (beacon->tim)
		((u8 *)mgmt)[beacon->tim + 2] = ap->dtim_count;
	if (protection.key) {
		protection.pn = atomic64_inc_return(&protection.key->tx_pn);
		if (vwifi_crypto_seal(protection.key, protection.pn, skb))
			goto free;
	}
	/* Who missed something new hears it with the next one. */
	if (vwifi_air_beacon(ap->vif, ap->freq, skb, &protection, to_stations, beacon->digest))
		atomic_inc(&ap->news);
	if (ap->ibss)
		vwifi_air_cell_beacon(ap, skb->data, skb->len);
free:
	kfree_skb(skb);
unlock:
	rcu_read_unlock();
}

static enum hrtimer_restart vwifi_ap_beacon_timer(struct hrtimer *timer)
{
	struct vwifi_ap *ap = container_of(timer, struct vwifi_ap, beacon_timer);

	vwifi_ap_send_beacon(ap);
	vwifi_survey_beacons(READ_ONCE(ap->freq), 1, 1);
	if (ap->ibss)
		vwifi_ibss_tick(ap);
	vwifi_countdown_tick(ap);
	ap->dtim_count = ap->dtim_count ? ap->dtim_count - 1 : ap->dtim_period - 1;
	hrtimer_forward_now(timer, ap->beacon_interval);
	return HRTIMER_RESTART;
}

/*
 * Beacons from the next TBTT on: when the TSF is a multiple of the interval
 * (802.11-2020, 11.1.3.2). Access points have one TSF, so the processor wakes once
 * for all of one interval. Ended by hrtimer_cancel().
 */
void vwifi_beacons_begin(struct vwifi_ap *ap)
{
	u64 interval = ktime_to_us(ap->beacon_interval), into;

	div64_u64_rem(vwifi_tsf() - ap->tsf_start, interval, &into);
	hrtimer_start(&ap->beacon_timer, ns_to_ktime((interval - into) * NSEC_PER_USEC),
		      HRTIMER_MODE_REL_SOFT);
}

/* Before the BSS is on the air. */
void vwifi_ap_set_interval(struct vwifi_ap *ap, u32 tu)
{
	ap->beacon_tu = clamp(tu, 1U, (u32)U16_MAX);
	ap->beacon_interval = ns_to_ktime((u64)ieee80211_tu_to_usec(ap->beacon_tu) *
					  NSEC_PER_USEC);
}

/* A BSS that is not yet on the air, or NULL. */
struct vwifi_ap *vwifi_ap_alloc(struct vwifi_vif *vif, const struct cfg80211_chan_def *chandef,
				u32 beacon_interval, const u8 *ssid, size_t ssid_len)
{
	struct vwifi_ap *ap = kzalloc(sizeof(*ap), GFP_KERNEL);
	unsigned int i;

	if (!ap)
		return NULL;
	ap->vif = vif;
	for (i = 0; i < ARRAY_SIZE(ap->stations); i++)
		INIT_HLIST_HEAD(&ap->stations[i]);
	INIT_LIST_HEAD(&ap->station_list);
	spin_lock_init(&ap->group_lock);
	spin_lock_init(&ap->chandef_lock);
	ap->chandef = *chandef;
	ap->freq = chandef->chan->center_freq;
	vwifi_ap_set_interval(ap, beacon_interval);
	ether_addr_copy(ap->bssid, vif->dev->dev_addr);
	ap->ssid_len = ssid_len;
	memcpy(ap->ssid, ssid, ssid_len);
	vwifi_hrtimer_setup(&ap->beacon_timer, vwifi_ap_beacon_timer, CLOCK_MONOTONIC,
			    HRTIMER_MODE_REL_SOFT);
	return ap;
}

/* Puts a BSS on the air: its interface listens already. Ended by vwifi_ap_down(). */
void vwifi_ap_start(struct vwifi_ap *ap)
{
	rcu_assign_pointer(ap->vif->ap, ap);
	local_bh_disable();
	vwifi_ap_send_beacon(ap);
	local_bh_enable();
	vwifi_beacons_begin(ap);
	netif_carrier_on(ap->vif->dev);
	vwifi_vlan_carriers(ap->vif, true);
	vwifi_wire_tell(ap->vif);
}

int vwifi_start_ap(struct wiphy *wiphy, struct net_device *dev,
		   struct cfg80211_ap_settings *settings)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_beacon *beacon;
	struct vwifi_ap *ap;
	int err;

	if (vwifi_vif_ap(vif))
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

	ap = vwifi_ap_alloc(vif, &settings->chandef, settings->beacon_interval, settings->ssid,
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

	err = vwifi_air_tune_home(vif, ap->freq);
	if (err)
		goto err_beacon;

	vif->control_port = settings->crypto.control_port_ethertype ?: htons(ETH_P_PAE);
	vif->control_port_no_encrypt = settings->crypto.control_port_no_encrypt;
	vif->control_port_over_nl80211 = settings->crypto.control_port_over_nl80211;
	vwifi_ap_start(ap);
	return 0;

err_beacon:
	kfree(beacon);
err_free:
	kfree(ap);
	return err;
}

int vwifi_change_beacon(struct wiphy *wiphy, struct net_device *dev, vwifi_ap_update_t *update)
{
	struct vwifi_ap *ap = vwifi_vif_ap(vwifi_vif(dev));
	struct vwifi_beacon *beacon;

	if (!ap || ap->ibss)
		return -ENOENT;
	/* The counters stand where they are in the beacon that counts down. */
	if (ap->countdown)
		return -EBUSY;
	beacon = vwifi_beacon_new(vwifi_ap_update_beacon(update), ap->dtim_period);
	if (IS_ERR(beacon))
		return PTR_ERR(beacon);
	beacon = rcu_replace_pointer(ap->beacon, beacon, lockdep_is_held(&wiphy->mtx));
	kfree_rcu(beacon, rcu);
	atomic_set(&ap->news, VWIFI_NEWS);
	return 0;
}

/* The BSS becomes wider or narrower where it is; its next beacons say so. Wiphy mutex held. */
int vwifi_set_ap_chanwidth(struct wiphy *wiphy, struct net_device *dev, unsigned int link_id,
			   struct cfg80211_chan_def *chandef)
{
	struct vwifi_ap *ap = vwifi_vif_ap(vwifi_vif(dev));

	if (!ap || ap->ibss)
		return -ENOENT;
	if (ap->countdown)
		return -EBUSY;
	spin_lock_bh(&ap->chandef_lock);
	ap->chandef = *chandef;
	spin_unlock_bh(&ap->chandef_lock);
	return 0;
}

/* Ends an access point, if there is one. Called with the wiphy mutex held. */
void vwifi_ap_down(struct vwifi_vif *vif)
{
	struct vwifi_ap *ap = vwifi_vif_ap(vif);

	if (!ap)
		return;
	netif_carrier_off(vif->dev);
	vwifi_vlan_carriers(vif, false);
	hrtimer_cancel(&ap->beacon_timer);
	RCU_INIT_POINTER(vif->ap, NULL);
	vwifi_air_tune_home(vif, 0);
	vwifi_countdown_cancel(ap);
	vwifi_sta_flush(vif, ap);
	vwifi_keys_free(vif);
	/* Senders that found the access point are done with it after this. */
	synchronize_net();
	kfree(rcu_dereference_protected(ap->beacon, true));
	kfree(ap);
}

int vwifi_stop_ap(struct wiphy *wiphy, struct net_device *dev, unsigned int link_id)
{
	vwifi_ap_down(vwifi_vif(dev));
	return 0;
}

/* @value: negative where it stays as it is. */
static void vwifi_bss_flag(struct vwifi_ap *ap, u8 flag, int value)
{
	if (value >= 0)
		ap->bss_flags = value ? ap->bss_flags | flag : ap->bss_flags & ~flag;
}

int vwifi_change_bss(struct wiphy *wiphy, struct net_device *dev, struct bss_parameters *params)
{
	struct vwifi_ap *ap = vwifi_vif_ap(vwifi_vif(dev));

	if (!ap)
		return -ENOENT;
	/* Protection, preamble and slot time have no counterpart in a medium without symbols: they are told. */
	vwifi_bss_flag(ap, BSS_PARAM_FLAGS_CTS_PROT, params->use_cts_prot);
	vwifi_bss_flag(ap, BSS_PARAM_FLAGS_SHORT_PREAMBLE, params->use_short_preamble);
	vwifi_bss_flag(ap, BSS_PARAM_FLAGS_SHORT_SLOT_TIME, params->use_short_slot_time);
	if (params->ap_isolate >= 0)
		WRITE_ONCE(ap->isolate, params->ap_isolate);
	return 0;
}

int vwifi_set_multicast_to_unicast(struct wiphy *wiphy, struct net_device *dev, const bool enabled)
{
	struct vwifi_ap *ap = vwifi_vif_ap(vwifi_vif(dev));

	if (!ap)
		return -ENOENT;
	WRITE_ONCE(ap->to_unicast, enabled);
	return 0;
}

/* The probe of a station of another kernel, for those who watch. */
static void vwifi_ap_show_probe(struct vwifi_vif *vif, const struct vwifi_ap *ap, const u8 *peer,
				bool acked)
{
	struct vwifi_remote *remote;

	if (!vwifi_watched())
		return;
	rcu_read_lock();
	remote = acked ? vwifi_remote_find(peer) : NULL;
	vwifi_emit_null(vif, peer, ap->freq, 0, remote ? &remote->radio : NULL);
	rcu_read_unlock();
}

/* Asks a client for a sign of life: a null frame, whose acknowledgement is the answer. */
int vwifi_probe_peer(struct wiphy *wiphy, struct net_device *dev, const u8 *peer,
		     vwifi_cookie_t cookie)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_ap *ap = vwifi_vif_ap(vif);
	unsigned int retries = 0;
	struct vwifi_vif *to;
	int signal = 0;
	bool acked, elsewhere;

	if (!ap || ap->ibss || !vwifi_sta_find(ap, peer))
		return -ENOLINK;
	rcu_read_lock();
	elsewhere = vwifi_remote_find(peer);
	to = vwifi_air_find_sta(peer, dev->dev_addr, ap->freq);
	acked = to && (vwifi_link_is_ideal(to->radio) ||
		       vwifi_link_transmit(vif->radio, to->radio, VWIFI_CHANCE_MGMT,
					   &retries));
	if (acked)
		signal = vwifi_link_signal(to->radio, vif->radio);
	if (vwifi_watched() && (to || !elsewhere))
		vwifi_emit_null(vif, peer, ap->freq, retries, acked ? to->radio : NULL);
	rcu_read_unlock();
	if (!to && elsewhere) {
		acked = vwifi_wire_probe(vif, ap->freq, peer);
		signal = vwifi_air_signal(vif->radio, peer);
		vwifi_ap_show_probe(vif, ap, peer, acked);
	}
	vwifi_tell_probe(dev, peer, vwifi_take_cookie(cookie, &vif->radio->cookie), acked, signal);
	return 0;
}
