// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Scanning (IEEE Std 802.11-2020, 11.1.4): one channel after the other, probe
 * requests where they are allowed, and a dwell as the standard has it: a short
 * one, prolonged where the channel is in use. "In use" is known for certain
 * here: somebody sends beacons. Then the dwell covers a beacon interval, so
 * that no access point is missed.
 */
#include "air/air.h"
#include "mgmt/mgmt.h"
#include "phy/phy.h"
#include "sme.h"

#define VWIFI_DWELL_ACTIVE_MS	10	/* MinChannelTime */
#define VWIFI_DWELL_PASSIVE_MS	20
#define VWIFI_DWELL_P2P_MS	30	/* programs answer, not access points */
#define VWIFI_DWELL_MARGIN_MS	20	/* on top of a beacon interval */
/*
 * How long a scan takes at least. Programs begin to listen for its end only
 * after they have asked for it (iw does), and no device is done in less.
 */
#define VWIFI_SCAN_LEAST_MS	100

static void vwifi_scan_done(struct vwifi_radio *radio, bool aborted)
{
	struct cfg80211_scan_info info = { .aborted = aborted };
	struct vwifi_scan *scan = &radio->scan;
	struct cfg80211_scan_request *req = scan->req;

	vwifi_air_tune_scan(scan->vif, 0);
	scan->req = NULL;
	scan->vif = NULL;
	if (scan->own)
		kfree(req);
	else
		cfg80211_scan_done(req, &info);
	vwifi_sme_scanned(radio);
}

/* A beacon or probe response, wherever it comes from. Any context, under RCU. */
void vwifi_scan_rx(struct vwifi_vif *vif, u16 freq, s8 signal, const u8 *frame, size_t len)
{
	struct wiphy *wiphy = vif->radio->wiphy;
	struct cfg80211_inform_bss inform = {
		.chan = ieee80211_get_channel(wiphy, freq),
		.signal = DBM_TO_MBM(signal),
		.boottime_ns = ktime_get_boottime_ns(),
	};
	struct cfg80211_bss *bss;

	/* Residents have no use for it; a radio without the channel cannot hear it. */
	if (!inform.chan ||
	    (READ_ONCE(vif->scan_freq) != freq && READ_ONCE(vif->offchannel_freq) != freq))
		return;
	if (len < offsetof(struct ieee80211_mgmt, u.probe_resp.variable))
		return;

	trace_vwifi_mgmt_rx(vif->dev, freq, frame, len, signal);
	bss = cfg80211_inform_bss_frame_data(wiphy, &inform, (void *)frame, len, GFP_ATOMIC);
	if (!bss)
		return;
	WRITE_ONCE(((struct vwifi_heard *)bss->priv)->heard, inform.boottime_ns);
	cfg80211_put_bss(wiphy, bss);
}

static void vwifi_scan_probe(struct vwifi_vif *vif, struct cfg80211_scan_request *req,
			     const struct ieee80211_channel *chan,
			     const struct cfg80211_ssid *ssid)
{
	const struct ieee80211_supported_band *band = vif->radio->wiphy->bands[chan->band];
	struct ieee80211_mgmt *mgmt;
	struct sk_buff *skb;
	u8 *pos;

	skb = alloc_skb(2 + IEEE80211_MAX_SSID_LEN +
			VWIFI_RATES_LEN + 3 + VWIFI_PHY_CAPS_LEN + req->ie_len +
			sizeof(struct ieee80211_hdr_3addr), GFP_KERNEL);
	if (!skb)
		return;

	mgmt = skb_put_zero(skb, sizeof(struct ieee80211_hdr_3addr));
	mgmt->frame_control = cpu_to_le16(IEEE80211_FTYPE_MGMT | IEEE80211_STYPE_PROBE_REQ);
	ether_addr_copy(mgmt->da, req->bssid);
	ether_addr_copy(mgmt->sa, vif->scan_addr);
	ether_addr_copy(mgmt->bssid, req->bssid);

	pos = skb_put(skb, 2);
	pos[0] = WLAN_EID_SSID;
	pos[1] = ssid->ssid_len;
	skb_put_data(skb, ssid->ssid, ssid->ssid_len);
	pos = skb_tail_pointer(skb);
	skb_put(skb, vwifi_put_rates(pos, band, req->rates[chan->band]));
	if (chan->band == NL80211_BAND_2GHZ) {
		pos = skb_put(skb, 3);
		pos[0] = WLAN_EID_DS_PARAMS;
		pos[1] = 1;
		pos[2] = ieee80211_frequency_to_channel(chan->center_freq);
	}
	pos = skb_tail_pointer(skb);
	skb_put(skb, vwifi_put_phy_caps(pos, band, NL80211_IFTYPE_STATION, VWIFI_PHY_ALL));
	skb_put_data(skb, req->ie, req->ie_len);

	vwifi_mgmt_send(vif, chan->center_freq, skb, req->no_cck, NULL);
}

/* Tunes to the next channel and sends the probes. Returns the dwell in milliseconds. */
static unsigned int vwifi_scan_channel(struct vwifi_radio *radio)
{
	struct cfg80211_scan_request *req = radio->scan.req;
	struct ieee80211_channel *chan = req->channels[radio->scan.channel];
	struct vwifi_vif *vif = radio->scan.vif;
	bool active = req->n_ssids && !(chan->flags & (IEEE80211_CHAN_NO_IR | IEEE80211_CHAN_RADAR)) &&
		      !(READ_ONCE(vif->quiet) && vif->home_freq == chan->center_freq);
	int i;

	radio->scan.extended = false;
	if (vwifi_air_tune_scan(vif, chan->center_freq))
		return 0;
	if (active)
		for (i = 0; i < req->n_ssids; i++)
			vwifi_scan_probe(vif, req, chan, &req->ssids[i]);

	/* A dwell that was asked for is kept (nl80211: SET_SCAN_DWELL, in TU). */
	if (req->duration) {
		radio->scan.extended = true;
		return DIV_ROUND_UP(ieee80211_tu_to_usec(req->duration), USEC_PER_MSEC);
	}
	if (!active)
		return VWIFI_DWELL_PASSIVE_MS;
	return req->no_cck ? VWIFI_DWELL_P2P_MS : VWIFI_DWELL_ACTIVE_MS;
}

/* What is left, after the last channel, of the least that a scan takes; in milliseconds. */
static unsigned int vwifi_scan_left(const struct cfg80211_scan_request *req)
{
	unsigned long end = req->scan_start + msecs_to_jiffies(VWIFI_SCAN_LEAST_MS);

	/* Dwells that were asked for are kept. */
	if (req->duration || !time_before(jiffies, end))
		return 0;
	return jiffies_to_msecs(end - jiffies);
}

static void vwifi_scan_work(struct work_struct *work)
{
	struct vwifi_scan *scan = container_of(to_delayed_work(work), struct vwifi_scan, work);
	struct vwifi_radio *radio = container_of(scan, struct vwifi_radio, scan);
	unsigned int dwell;

	wiphy_lock(radio->wiphy);
	if (!scan->req)
		goto unlock;

	if (scan->vif->scan_freq && !scan->extended) {
		u32 interval = vwifi_beacon_interval_us(scan->vif->radio->air, scan->vif->scan_freq);

		if (interval) {
			scan->extended = true;
			dwell = DIV_ROUND_UP(interval, USEC_PER_MSEC) + VWIFI_DWELL_MARGIN_MS;
			goto again;
		}
	}
	if (scan->vif->scan_freq)
		scan->channel++;
	if (scan->channel >= scan->req->n_channels) {
		dwell = vwifi_scan_left(scan->req);
		if (dwell)
			goto again;
		if (scan->vif->scan_freq) {
			/*
			 * cfg80211 counts ages in ticks: what is heard in the tick in which
			 * the next scan begins would count as that one's (scan flush keeps it).
			 */
			vwifi_air_tune_scan(scan->vif, 0);
			dwell = jiffies_to_msecs(1);
			goto again;
		}
		vwifi_scan_done(radio, false);
		goto unlock;
	}
	dwell = vwifi_scan_channel(radio);
	if (!scan->vif->scan_freq)	/* no memory to tune: leave the channel out */
		scan->channel++;
again:
	queue_delayed_work(vwifi_wq, &scan->work, msecs_to_jiffies(dwell));
unlock:
	wiphy_unlock(radio->wiphy);
}

/* Called with the wiphy mutex held. cfg80211 keeps a second scan of a wiphy away, but for the radio's own. */
static int vwifi_scan_begin(struct cfg80211_scan_request *req, bool own)
{
	struct vwifi_vif *vif = vwifi_wdev_vif(req->wdev);
	struct vwifi_radio *radio = vif->radio;

	if (vif->wdev.iftype == NL80211_IFTYPE_MONITOR)
		return -EOPNOTSUPP;
	if (radio->scan.req)
		return -EBUSY;
	if (!vwifi_vif_is_up(vif))
		return -ENETDOWN;
	/* A part of an access point has no ear of its own. */
	if (vif->wdev.iftype == NL80211_IFTYPE_AP_VLAN)
		return -EOPNOTSUPP;

	if (req->flags & NL80211_SCAN_FLAG_RANDOM_ADDR)
		get_random_mask_addr(vif->scan_addr, req->mac_addr, req->mac_addr_mask);
	else
		ether_addr_copy(vif->scan_addr, vif->addr);
	radio->scan.req = req;
	radio->scan.own = own;
	radio->scan.vif = vif;
	radio->scan.channel = 0;
	radio->scan.extended = false;
	mod_delayed_work(vwifi_wq, &radio->scan.work, 0);
	return 0;
}

int vwifi_scan(struct wiphy *wiphy, struct cfg80211_scan_request *req)
{
	return vwifi_scan_begin(req, false);
}

/* The channels of a radio that may be used, or @only that one. Returns how many they are; NULL: counts them. */
static unsigned int vwifi_scan_channels(struct wiphy *wiphy, struct ieee80211_channel *only,
					struct ieee80211_channel **channels)
{
	enum nl80211_band id;
	unsigned int n = 0;
	int i;

	for (id = 0; id < NUM_NL80211_BANDS; id++)
		for (i = 0; wiphy->bands[id] && i < wiphy->bands[id]->n_channels; i++) {
			struct ieee80211_channel *chan = &wiphy->bands[id]->channels[i];

			if (chan->flags & IEEE80211_CHAN_DISABLED || (only && chan != only))
				continue;
			if (channels)
				channels[n] = chan;
			n++;
		}
	return n;
}

/**
 * vwifi_scan_for - a scan that the radio itself wants
 * @vif: the station that scans
 * @ssid: the network that it looks for
 * @only: the channel, or NULL: all of them
 *
 * Called with the wiphy mutex held. vwifi_sme_scanned() is told of the end.
 *
 * Return: 0, -EBUSY: there is another scan; -ENOMEM, -ENETDOWN.
 */
int vwifi_scan_for(struct vwifi_vif *vif, const struct cfg80211_ssid *ssid, struct ieee80211_channel *only)
{
	struct wiphy *wiphy = vif->radio->wiphy;
	unsigned int n = vwifi_scan_channels(wiphy, only, NULL);
	struct cfg80211_scan_request *req;
	enum nl80211_band id;
	int err;

	req = kzalloc(struct_size(req, channels, n) + sizeof(*ssid), GFP_KERNEL);
	if (!req)
		return -ENOMEM;
	req->n_channels = n;
	vwifi_scan_channels(wiphy, only, req->channels);
	req->ssids = (void *)(req->channels + n);
	*req->ssids = *ssid;
	req->n_ssids = 1;
	for (id = 0; id < NUM_NL80211_BANDS; id++)
		if (wiphy->bands[id])
			req->rates[id] = BIT(wiphy->bands[id]->n_bitrates) - 1;
	eth_broadcast_addr(req->bssid);
	req->wdev = &vif->wdev;
	req->wiphy = wiphy;
	req->scan_start = jiffies;
	err = vwifi_scan_begin(req, true);
	if (err)
		kfree(req);
	return err;
}

void vwifi_abort_scan(struct wiphy *wiphy, struct wireless_dev *wdev)
{
	vwifi_scan_stop(vwifi_wdev_vif(wdev));
}

/* Ends the scan of an interface, if there is one. Called with the wiphy mutex held. */
void vwifi_scan_stop(struct vwifi_vif *vif)
{
	struct vwifi_radio *radio = vif->radio;

	if (!radio->scan.req || radio->scan.vif != vif)
		return;
	/* Not _sync: the work takes the mutex we hold, and finds no request. */
	cancel_delayed_work(&radio->scan.work);
	vwifi_scan_done(radio, true);
}

/* The same, where the radio itself wanted it. */
void vwifi_scan_stop_own(struct vwifi_vif *vif)
{
	if (vif->radio->scan.own)
		vwifi_scan_stop(vif);
}

void vwifi_scan_init(struct vwifi_radio *radio)
{
	INIT_DELAYED_WORK(&radio->scan.work, vwifi_scan_work);
}

/* Called without locks when the last interface is gone. */
void vwifi_scan_exit(struct vwifi_radio *radio)
{
	cancel_delayed_work_sync(&radio->scan.work);
}
