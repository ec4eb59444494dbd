// SPDX-License-Identifier: MIT OR GPL-2.0
/* Remain on channel, and management frames from user space on any channel. */
#include "air/air.h"
#include "mgmt/mgmt.h"
#include "bss.h"

static void vwifi_offchannel_end(struct vwifi_radio *radio)
{
	struct vwifi_offchannel *off = &radio->offchannel;
	struct vwifi_vif *vif = off->vif;

	vwifi_air_tune_offchannel(vif, 0);
	off->vif = NULL;
	if (off->mgmt_tx)
		cfg80211_tx_mgmt_expired(&vif->wdev, off->cookie, off->chan, GFP_KERNEL);
	else
		cfg80211_remain_on_channel_expired(&vif->wdev, off->cookie, off->chan, GFP_KERNEL);
}

static void vwifi_offchannel_work(struct work_struct *work)
{
	struct vwifi_offchannel *off = container_of(to_delayed_work(work),
						    struct vwifi_offchannel, work);
	struct vwifi_radio *radio = container_of(off, struct vwifi_radio, offchannel);

	wiphy_lock(radio->wiphy);
	/* A later request may have taken over and set the work anew. */
	if (off->vif && !delayed_work_pending(&off->work))
		vwifi_offchannel_end(radio);
	wiphy_unlock(radio->wiphy);
}

static int vwifi_offchannel_start(struct vwifi_vif *vif, struct ieee80211_channel *chan,
				  unsigned int duration, bool mgmt_tx, u64 cookie)
{
	struct vwifi_radio *radio = vif->radio;
	struct vwifi_offchannel *off = &radio->offchannel;
	int err;

	/* A part of an access point has no ear of its own. */
	if (vif->wdev.iftype == NL80211_IFTYPE_AP_VLAN)
		return -EOPNOTSUPP;
	if (off->vif) {
		/* A frame's wait gives way; a remain-on-channel that was asked for does not. */
		if (!off->mgmt_tx)
			return -EBUSY;
		cancel_delayed_work(&off->work);
		vwifi_offchannel_end(radio);
	}
	err = vwifi_air_tune_offchannel(vif, chan->center_freq);
	if (err)
		return err;
	off->vif = vif;
	off->chan = chan;
	off->cookie = cookie;
	off->mgmt_tx = mgmt_tx;
	mod_delayed_work(vwifi_wq, &off->work, msecs_to_jiffies(duration));
	return 0;
}

/* Called with the wiphy mutex held. */
void vwifi_offchannel_stop(struct vwifi_vif *vif)
{
	struct vwifi_radio *radio = vif->radio;

	if (radio->offchannel.vif != vif)
		return;
	cancel_delayed_work(&radio->offchannel.work);
	vwifi_offchannel_end(radio);
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
	if (!netif_running(vif->dev))
		return -ENETDOWN;
	err = vwifi_offchannel_start(vif, chan, duration, false, mine);
	if (err)
		return err;
	cfg80211_ready_on_channel(wdev, mine, chan, duration, GFP_KERNEL);
	return 0;
}

static int vwifi_offchannel_cancel(struct wireless_dev *wdev, u64 cookie, bool mgmt_tx)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(wdev);
	struct vwifi_offchannel *off = &vif->radio->offchannel;

	if (off->vif != vif || off->cookie != cookie || off->mgmt_tx != mgmt_tx)
		return -ENOENT;
	vwifi_offchannel_stop(vif);
	return 0;
}

int vwifi_cancel_remain_on_channel(struct wiphy *wiphy, struct wireless_dev *wdev, u64 cookie)
{
	return vwifi_offchannel_cancel(wdev, cookie, false);
}

int vwifi_mgmt_tx_cancel_wait(struct wiphy *wiphy, struct wireless_dev *wdev, u64 cookie)
{
	return vwifi_offchannel_cancel(wdev, cookie, true);
}

int vwifi_mgmt_tx(struct wiphy *wiphy, struct wireless_dev *wdev,
		  struct cfg80211_mgmt_tx_params *params, vwifi_cookie_t cookie)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(wdev);
	struct vwifi_tx_report report = { .wdev = wdev, .buf = params->buf, .len = params->len };
	u16 freq = params->chan ? params->chan->center_freq : READ_ONCE(vif->home_freq);
	struct vwifi_bss *ap;
	struct sk_buff *skb;
	u64 mine;
	int err;

	if (!netif_running(vif->dev))
		return -ENETDOWN;
	if (!freq)
		return -EINVAL;
	if (params->len > IEEE80211_MAX_DATA_LEN)
		return -EMSGSIZE;

	skb = alloc_skb(params->len, GFP_KERNEL);
	if (!skb)
		return -ENOMEM;
	skb_put_data(skb, params->buf, params->len);

	mine = vwifi_take_cookie(cookie, &vif->radio->cookie);
	if (!vwifi_vif_hears(vif, freq)) {
		if (!params->offchan) {
			kfree_skb(skb);
			return -EINVAL;
		}
		if (params->wait) {
			err = vwifi_offchannel_start(vif, params->chan, params->wait, true, mine);
			if (err) {
				kfree_skb(skb);
				return err;
			}
		}
	}

	ap = vwifi_vif_bss(vif);
	if (ap)
		vwifi_countdown_stamp_at(ap, skb->data, skb->len, params->csa_offsets,
					 params->n_csa_offsets);
	report.cookie = mine;
	if (params->dont_wait_for_ack)
		vwifi_drop_cookie(cookie);
	vwifi_mgmt_send(vif, freq, skb, params->dont_wait_for_ack ? NULL : &report);
	return 0;
}

void vwifi_offchannel_init(struct vwifi_radio *radio)
{
	INIT_DELAYED_WORK(&radio->offchannel.work, vwifi_offchannel_work);
}

/* Called without locks when the last interface is gone. */
void vwifi_offchannel_exit(struct vwifi_radio *radio)
{
	cancel_delayed_work_sync(&radio->offchannel.work);
}
