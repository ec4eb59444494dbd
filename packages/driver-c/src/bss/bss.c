// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * The life of a BSS that an interface keeps, and its beacons: an access point's (ap.c),
 * a cell's (ibss.c), or a mesh's (mesh/). Begun and ended with the wiphy mutex held; the beacon timer
 * runs in softirq.
 */
#include "air/air.h"
#include "crypto/crypto.h"
#include "data/data.h"
#include "dcf/dcf.h"
#include "frame/frame.h"
#include "key/key.h"
#include "mgmt/mgmt.h"
#include "phy/phy.h"
#include "watch/watch.h"
#include "wire/wire.h"
#include "bss.h"

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

/* Whether somebody is there to hear the next beacon of an access point, but for its stations. Under RCU. */
static bool vwifi_bss_is_heard(const struct vwifi_bss *bss)
{
	return vwifi_beacon_has_audience(bss->vif, bss->freq) ||
	       (vwifi_watched() && vwifi_watching(bss->vif->radio, bss->freq, true));
}

/* The next beacon as it is on the air, but for its protection; or NULL. Under RCU. */
static struct sk_buff *vwifi_bss_build_beacon(struct vwifi_bss *bss,
					      const struct vwifi_beacon *beacon)
{
	struct sk_buff *skb = alloc_skb(beacon->len + VWIFI_TIM_ROOM + VWIFI_CRYPTO_MAX_TAIL, GFP_ATOMIC);
	struct ieee80211_mgmt *mgmt;

	if (!skb)
		return NULL;
	mgmt = skb_put_data(skb, beacon->frame, beacon->len);
	mgmt->u.beacon.timestamp = cpu_to_le64(vwifi_tsf() - bss->tsf_start);
	mgmt->seq_ctrl = cpu_to_le16(IEEE80211_SN_TO_SEQ(atomic_inc_return(&bss->vif->seq)));
	vwifi_countdown_stamp(bss, (u8 *)mgmt);
	if (beacon->tim)
		((u8 *)mgmt)[beacon->tim + 2] = bss->dtim_count;
	/* Last: what counts down stands where it did before. */
	if (beacon->tim && vwifi_tim_is_full(bss))
		vwifi_tim_write(bss, skb, beacon->tim);
	return skb;
}

/* Softirq. A beacon that nobody is there to hear is not built. */
static void vwifi_bss_send_beacon(struct vwifi_bss *bss)
{
	bool news = bss->kind == VWIFI_BSS_AP && atomic_dec_if_positive(&bss->news) >= 0;
	struct vwifi_key *key;
	struct vwifi_beacon *beacon;
	struct vwifi_transmission tx;
	struct sk_buff *skb;
	bool to_stations;

	atomic_inc(&bss->sent);
	rcu_read_lock();
	key = bss->kind == VWIFI_BSS_AP ? vwifi_key_tx_beacon(bss->vif) : NULL;
	/* Stations hear those that tell them something, or that they have to judge. */
	to_stations = bss->countdown || key || news || vwifi_tim_is_full(bss);
	if (bss->kind == VWIFI_BSS_AP && !to_stations && !vwifi_bss_is_heard(bss) &&
	    !vwifi_air_is_shared(bss->vif->radio->air))
		goto unlock;
	beacon = rcu_dereference(bss->beacon);
	skb = vwifi_bss_build_beacon(bss, beacon);
	if (!skb)
		goto unlock;
	vwifi_mgmt_transmission(&tx, bss->vif, bss->freq, skb);
	tx.rate = bss->beacon_rate;
	if (key) {
		tx.protection.key = key;
		tx.protection.pn = atomic64_inc_return(&key->tx_pn);
		if (vwifi_crypto_seal(key, tx.protection.pn, skb))
			goto free;
	}
	/* Who missed something new hears it with the next one. */
	if (vwifi_beacon_send(&tx, skb, to_stations, beacon->digest))
		atomic_inc(&bss->news);
	if (bss->kind != VWIFI_BSS_AP && !vwifi_air_is_shared(bss->vif->radio->air))
		vwifi_beacon_to_members(&tx, bss->kind, skb);
free:
	kfree_skb(skb);
unlock:
	rcu_read_unlock();
}

static enum hrtimer_restart vwifi_bss_beacon_timer(struct hrtimer *timer)
{
	struct vwifi_bss *bss = container_of(timer, struct vwifi_bss, beacon_timer);

	if (bss->kind != VWIFI_BSS_CELL || vwifi_ibss_is_told(bss))
		vwifi_bss_send_beacon(bss);
	/* Where radios contend, the beacon's own transmission counts. */
	if (!vwifi_air_is_shared(bss->vif->radio->air))
		vwifi_survey_beacons(bss->vif->radio->air, READ_ONCE(bss->freq), 1, 1);
	if (bss->kind == VWIFI_BSS_CELL)
		vwifi_ibss_tick(bss);
	vwifi_countdown_tick(bss);
	if (!bss->dtim_count && READ_ONCE(bss->group_kept.n)) {
		rcu_read_lock();
		vwifi_keep_group_send(bss);
		rcu_read_unlock();
	}
	bss->dtim_count = bss->dtim_count ? bss->dtim_count - 1 : bss->dtim_period - 1;
	hrtimer_forward_now(timer, bss->beacon_interval);
	return HRTIMER_RESTART;
}

/*
 * Beacons from the next TBTT on: when the TSF is a multiple of the interval
 * (802.11-2020, 11.1.3.2). Access points have one TSF, so the processor wakes once
 * for all of one interval. Ended by hrtimer_cancel().
 */
void vwifi_beacons_begin(struct vwifi_bss *bss)
{
	u64 interval = ktime_to_us(bss->beacon_interval), into;

	div64_u64_rem(vwifi_tsf() - bss->tsf_start, interval, &into);
	hrtimer_start(&bss->beacon_timer, ns_to_ktime((interval - into) * NSEC_PER_USEC),
		      HRTIMER_MODE_REL_SOFT);
}

/* Before the BSS is on the air. */
void vwifi_bss_set_interval(struct vwifi_bss *bss, u32 tu)
{
	bss->beacon_tu = clamp(tu, 1U, (u32)U16_MAX);
	bss->beacon_interval = ns_to_ktime((u64)ieee80211_tu_to_usec(bss->beacon_tu) *
					  NSEC_PER_USEC);
}

/* A BSS that is not yet on the air, or NULL. */
struct vwifi_bss *vwifi_bss_alloc(struct vwifi_vif *vif, const struct cfg80211_chan_def *chandef,
				  u32 beacon_interval, const u8 *ssid, size_t ssid_len)
{
	struct vwifi_bss *bss = kzalloc(sizeof(*bss), GFP_KERNEL);
	unsigned int i;

	if (!bss)
		return NULL;
	bss->vif = vif;
	for (i = 0; i < ARRAY_SIZE(bss->stations); i++)
		INIT_HLIST_HEAD(&bss->stations[i]);
	INIT_LIST_HEAD(&bss->station_list);
	vwifi_kept_init(&bss->group_kept);
	spin_lock_init(&bss->group_lock);
	spin_lock_init(&bss->chandef_lock);
	bss->chandef = *chandef;
	bss->freq = chandef->chan->center_freq;
	bss->slow = vwifi_width_slow(chandef->width);
	vwifi_bss_set_interval(bss, beacon_interval);
	ether_addr_copy(bss->bssid, vif->addr);
	bss->ssid_len = ssid_len;
	memcpy(bss->ssid, ssid, ssid_len);
	vwifi_hrtimer_setup(&bss->beacon_timer, vwifi_bss_beacon_timer, CLOCK_MONOTONIC,
			    HRTIMER_MODE_REL_SOFT);
	return bss;
}

/* Puts a BSS on the air: its interface listens already. Ended by vwifi_bss_down(). */
void vwifi_bss_start(struct vwifi_bss *bss)
{
	rcu_assign_pointer(bss->vif->bss, bss);
	local_bh_disable();
	vwifi_bss_send_beacon(bss);
	local_bh_enable();
	vwifi_beacons_begin(bss);
	netif_carrier_on(bss->vif->dev);
	vwifi_vlan_carriers(bss->vif, true);
	vwifi_wire_tell(bss->vif);
}

/* Whether another link of the same interface keeps a BSS. Called with the wiphy mutex held. */
static bool vwifi_bss_beside(const struct vwifi_vif *vif)
{
	const struct vwifi_mld *mld = vif->link_of ? vwifi_vif_mld(vif->link_of) : NULL;
	struct vwifi_vif *link;
	unsigned int id;

	if (!mld)
		return false;
	vwifi_mld_for_each_link(vif, mld, id, link)
		if (link != vif && vwifi_vif_bss(link))
			return true;
	return false;
}

/* Ends the BSS of an interface, if there is one. Called with the wiphy mutex held. */
void vwifi_bss_down(struct vwifi_vif *vif)
{
	struct vwifi_bss *bss = vwifi_vif_bss(vif);

	if (!bss)
		return;
	if (!vwifi_bss_beside(vif))
		netif_carrier_off(vif->dev);
	vwifi_vlan_carriers(vif, false);
	hrtimer_cancel(&bss->beacon_timer);
	vwifi_discovery_end(bss);
	RCU_INIT_POINTER(vif->bss, NULL);
	vwifi_air_tune_home(vif, 0);
	vwifi_countdown_cancel(bss);
	vwifi_sta_flush(vif, bss);
	vwifi_keys_free(vif);
	/* Senders that found the access point are done with it after this. */
	synchronize_net();
	if (bss->mesh)
		vwifi_up.mesh_end(bss->mesh);
	vwifi_keep_group_forget(bss);
	kfree(bss->responder);
	kfree(rcu_dereference_protected(bss->beacon, true));
	kfree(bss);
}
