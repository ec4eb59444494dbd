// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Remain on channel, and management frames from user space on any channel. An interface
 * stays on one channel besides its own, for whoever asked for that, and for the answer to
 * a frame, which may be waited for on the same one.
 */
#include "air/air.h"
#include "mgmt/mgmt.h"
#include "mld.h"
#include "mlme.h"

static void vwifi_stay_timer(struct timer_list *timer)
{
	struct vwifi_stay *stay = container_of(timer, struct vwifi_stay, timer);

	set_bit(VWIFI_EVENT_OFFCHANNEL, &stay->vif->events);
	queue_work(vwifi_wq, &stay->vif->radio->work);
}

static bool vwifi_stays(const struct vwifi_vif *vif)
{
	enum vwifi_stay_why why;

	for (why = 0; why < VWIFI_N_STAYS; why++)
		if (vif->stays[why].chan)
			return true;
	return false;
}

/* Ends a stay, and tells whoever began it. Called with the wiphy mutex held. */
static void vwifi_stay_end(struct vwifi_vif *vif, enum vwifi_stay_why why)
{
	struct vwifi_stay *stay = &vif->stays[why];
	struct ieee80211_channel *chan = stay->chan;

	timer_delete(&stay->timer);
	stay->chan = NULL;
	if (!vwifi_stays(vif))
		vwifi_air_tune_offchannel(vif, 0);
	if (why == VWIFI_STAY_FRAME)
		cfg80211_tx_mgmt_expired(&vif->wdev, stay->cookie, chan, GFP_KERNEL);
	else if (why == VWIFI_STAY_ASKED)
		cfg80211_remain_on_channel_expired(&vif->wdev, stay->cookie, chan, GFP_KERNEL);
}

/* A stay may be over. Called with the wiphy mutex held. */
void vwifi_offchannel_event(struct vwifi_vif *vif)
{
	enum vwifi_stay_why why;

	for (why = 0; why < VWIFI_N_STAYS; why++)
		if (vif->stays[why].chan && !timer_pending(&vif->stays[why].timer))
			vwifi_stay_end(vif, why);
}

static int vwifi_stay_begin(struct vwifi_vif *vif, enum vwifi_stay_why why,
			    struct ieee80211_channel *chan, unsigned int duration, u64 cookie)
{
	struct vwifi_stay *asked = &vif->stays[VWIFI_STAY_ASKED];
	struct vwifi_stay *stay = &vif->stays[why];
	enum vwifi_stay_why each;
	int err;

	/* A part of an access point has no ear of its own. */
	if (vif->wdev.iftype == NL80211_IFTYPE_AP_VLAN)
		return -EOPNOTSUPP;
	/* What was asked for does not give way. */
	if (asked->chan && (why == VWIFI_STAY_ASKED || asked->chan != chan))
		return -EBUSY;
	/* A frame's wait does, to the next one's, and to another channel; a measurement likewise. */
	for (each = VWIFI_STAY_FRAME; each < VWIFI_N_STAYS; each++)
		if (vif->stays[each].chan && (each == why || vif->stays[each].chan != chan))
			vwifi_stay_end(vif, each);
	err = vwifi_air_tune_offchannel(vif, chan->center_freq);
	if (err)
		return err;
	stay->chan = chan;
	stay->cookie = cookie;
	mod_timer(&stay->timer, jiffies + msecs_to_jiffies(duration));
	return 0;
}

/* To measure how far a peer on a channel is. Wiphy mutex held. */
int vwifi_stay_to_range(struct vwifi_vif *vif, struct ieee80211_channel *chan, unsigned int ms)
{
	return vwifi_stay_begin(vif, VWIFI_STAY_RANGING, chan, ms, 0);
}

/* The same is over. */
void vwifi_stay_ranged(struct vwifi_vif *vif)
{
	if (vif->stays[VWIFI_STAY_RANGING].chan)
		vwifi_stay_end(vif, VWIFI_STAY_RANGING);
}

/* Called with the wiphy mutex held. */
void vwifi_offchannel_stop(struct vwifi_vif *vif)
{
	enum vwifi_stay_why why;

	for (why = 0; why < VWIFI_N_STAYS; why++)
		if (vif->stays[why].chan)
			vwifi_stay_end(vif, why);
	clear_bit(VWIFI_EVENT_OFFCHANNEL, &vif->events);
}

int vwifi_remain_on_channel(struct wiphy *wiphy, struct wireless_dev *wdev,
			    struct ieee80211_channel *chan,
			    unsigned int duration, vwifi_cookie_t cookie VWIFI_RX_ADDR_ARG)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(wdev);
	u64 mine = vwifi_take_cookie(cookie, &vif->radio->cookie);
	int err;

	if (wdev->iftype == NL80211_IFTYPE_MONITOR)
		return -EOPNOTSUPP;
	if (!vwifi_vif_is_up(vif))
		return -ENETDOWN;
	err = vwifi_stay_begin(vif, VWIFI_STAY_ASKED, chan, duration, mine);
	if (err)
		return err;
	cfg80211_ready_on_channel(wdev, mine, chan, duration, GFP_KERNEL);
	return 0;
}

static int vwifi_stay_cancel(struct wireless_dev *wdev, u64 cookie, enum vwifi_stay_why why)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(wdev);

	if (!vif->stays[why].chan || vif->stays[why].cookie != cookie)
		return -ENOENT;
	vwifi_stay_end(vif, why);
	return 0;
}

int vwifi_cancel_remain_on_channel(struct wiphy *wiphy, struct wireless_dev *wdev, u64 cookie)
{
	return vwifi_stay_cancel(wdev, cookie, VWIFI_STAY_ASKED);
}

int vwifi_mgmt_tx_cancel_wait(struct wiphy *wiphy, struct wireless_dev *wdev, u64 cookie)
{
	return vwifi_stay_cancel(wdev, cookie, VWIFI_STAY_FRAME);
}

int vwifi_mgmt_tx(struct wiphy *wiphy, struct wireless_dev *wdev,
		  struct cfg80211_mgmt_tx_params *params, vwifi_cookie_t cookie)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(wdev);
	struct vwifi_tx_report report = { .wdev = wdev, .buf = params->buf, .len = params->len };
	struct vwifi_bss *ap;
	struct sk_buff *skb;
	u16 home, freq;
	u64 mine;
	int err;

	if (!vwifi_vif_is_up(vif))
		return -ENETDOWN;
	if (params->len > IEEE80211_MAX_DATA_LEN)
		return -EMSGSIZE;
	skb = alloc_skb(params->len, GFP_KERNEL);
	if (!skb)
		return -ENOMEM;
	skb_put_data(skb, params->buf, params->len);
	vif = vwifi_mld_give_mgmt(vif, params->link_id, params->chan ? params->chan->center_freq : 0,
				  (void *)skb->data);
	home = READ_ONCE(vif->home_freq);
	freq = params->chan ? params->chan->center_freq : home;
	/* Supplicants name the channel of the access point that the radio has just left for that one. */
	if (vwifi_mlme_is_of_user(vif, (const void *)skb->data))
		freq = home;
	if (!freq || (!params->offchan && !vwifi_vif_hears(vif, freq))) {
		kfree_skb(skb);
		return -EINVAL;
	}

	mine = vwifi_take_cookie(cookie, &vif->radio->cookie);
	/*
	 * Where it is only for a while already, that may end before the answer comes. Links stay where
	 * they are.
	 */
	if (params->offchan && params->wait && freq != home) {
		err = vwifi_stay_begin(vwifi_vif_whole(vif), VWIFI_STAY_FRAME, params->chan, params->wait, mine);
		if (err) {
			kfree_skb(skb);
			return err;
		}
	}

	ap = vwifi_vif_bss(vif);
	if (ap)
		vwifi_countdown_stamp_at(ap, skb->data, skb->len, params->csa_offsets,
					 params->n_csa_offsets);
	report.cookie = mine;
	if (params->dont_wait_for_ack)
		vwifi_drop_cookie(cookie);
	vwifi_mgmt_send(vif, freq, skb, params->no_cck, params->dont_wait_for_ack ? NULL : &report);
	return 0;
}

void vwifi_offchannel_init(struct vwifi_vif *vif)
{
	enum vwifi_stay_why why;

	for (why = 0; why < VWIFI_N_STAYS; why++) {
		vif->stays[why].vif = vif;
		timer_setup(&vif->stays[why].timer, vwifi_stay_timer, 0);
	}
}

/* Called when the interface is down and about to go. */
void vwifi_offchannel_exit(struct vwifi_vif *vif)
{
	enum vwifi_stay_why why;

	for (why = 0; why < VWIFI_N_STAYS; why++)
		timer_delete_sync(&vif->stays[why].timer);
}
