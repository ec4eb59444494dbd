// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Frames that user space sends into a monitor interface: they go on the air as
 * they are, under whatever address and with whatever protection they claim, and
 * receivers judge them as they judge frames from the wire.
 */
#include "data.h"
#include "watch.h"
#include "wire.h"

#define VWIFI_INJECTION_MIN	10	/* an acknowledgement: the shortest frame of all */
#define VWIFI_INJECTION_MAX	2346	/* with a header and a cipher (802.11-2020, 9.2.4.7) */

/* An injected frame, its radiotap header and FCS behind us. Any length, linear. */
struct vwifi_injection {
	struct vwifi_radio *from;
	u16 freq;			/* MHz */
	const u8 *frame;
	unsigned int len;
};

/* A frame of its own for receivers to consume, or NULL. */
static struct sk_buff *vwifi_injection_copy(const struct vwifi_injection *injection)
{
	struct sk_buff *copy = vwifi_wire_alloc(injection->len, GFP_ATOMIC);

	if (copy)
		skb_put_data(copy, injection->frame, injection->len);
	return copy;
}

static enum vwifi_drop vwifi_inject_mgmt(const struct vwifi_injection *injection, bool *acked)
{
	struct sk_buff *copy;
	int signal;

	if (injection->len < sizeof(struct ieee80211_hdr_3addr) ||
	    ieee80211_has_order(((struct ieee80211_hdr *)injection->frame)->frame_control))
		return VWIFI_DROP_MALFORMED;
	copy = vwifi_injection_copy(injection);
	if (!copy)
		return VWIFI_DROP_MEMORY;
	*acked = vwifi_air_rx(injection->from, injection->freq, copy, &signal);
	kfree_skb(copy);
	return VWIFI_DROP_NONE;
}

static enum vwifi_drop vwifi_inject_msdu(const struct vwifi_injection *injection, bool *acked)
{
	struct sk_buff *copy = vwifi_injection_copy(injection);

	if (!copy)
		return VWIFI_DROP_MEMORY;
	return vwifi_inject_data(injection->from, injection->freq, copy, acked) ?
	       VWIFI_DROP_NONE : VWIFI_DROP_MALFORMED;
}

/* Control frames move nobody here: contention does not exist on this medium. */
static enum vwifi_drop vwifi_inject_control(const struct vwifi_injection *injection)
{
	struct vwifi_emission emission = {
		.from = injection->from,
		.freq = injection->freq,
		.rate.legacy = injection->freq < 3000 ? 10 : 60,
	};
	struct sk_buff *mpdu = vwifi_emission_alloc(injection->len);

	if (!mpdu)
		return VWIFI_DROP_MEMORY;
	skb_put_data(mpdu, injection->frame, injection->len);
	vwifi_emit(&emission, mpdu);
	return VWIFI_DROP_NO_RECEIVER;
}

/* Sends a frame; returns why it was dropped before anybody could receive it. Under RCU. */
static enum vwifi_drop vwifi_inject(struct vwifi_vif *monitor, const struct sk_buff *skb,
				    bool *acked)
{
	struct vwifi_injection injection = {
		.from = monitor->radio,
		.freq = vwifi_monitor_freq(monitor),
	};
	unsigned int trailer;
	__le16 control;
	int head;

	head = vwifi_radiotap_read(skb, &trailer);
	if (head < 0 || skb->len < head + trailer + VWIFI_INJECTION_MIN ||
	    skb->len > head + trailer + VWIFI_INJECTION_MAX)
		return VWIFI_DROP_MALFORMED;
	injection.frame = skb->data + head;
	injection.len = skb->len - head - trailer;
	if (!injection.freq)
		return VWIFI_DROP_NO_RECEIVER;
	control = get_unaligned((const __le16 *)injection.frame);
	if (control & cpu_to_le16(IEEE80211_FCTL_VERS))
		return VWIFI_DROP_MALFORMED;
	if (ieee80211_is_mgmt(control))
		return vwifi_inject_mgmt(&injection, acked);
	if (ieee80211_is_data(control))
		return vwifi_inject_msdu(&injection, acked);
	if (ieee80211_is_ctl(control))
		return vwifi_inject_control(&injection);
	return VWIFI_DROP_MALFORMED;
}

netdev_tx_t vwifi_inject_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct vwifi_vif *monitor = vwifi_vif(dev);
	enum vwifi_drop why = VWIFI_DROP_MALFORMED;
	bool acked = false;

	rcu_read_lock();
	skb_tx_timestamp(skb);
	dev_sw_netstats_tx_add(dev, 1, skb->len);
	if (!skb_is_gso(skb) && skb->ip_summed != CHECKSUM_PARTIAL && !skb_linearize(skb))
		why = vwifi_inject(monitor, skb, &acked);
	if (why) {
		vwifi_discard_tx(monitor, skb, why);
	} else {
		vwifi_tx_status(skb, acked);
		consume_skb(skb);
	}
	rcu_read_unlock();
	return NETDEV_TX_OK;
}
