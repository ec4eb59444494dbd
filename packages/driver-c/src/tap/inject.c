// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Frames that user space sends into a monitor interface: they go on the air as
 * they are, under whatever address and with whatever protection they claim, and
 * receivers judge them as they judge frames from the wire.
 */
#include "air/air.h"
#include "data/data.h"
#include "frame/frame.h"
#include "mgmt/mgmt.h"
#include "watch/watch.h"
#include "wire/wire.h"
#include "tap.h"

/*
 * Sends a frame; returns why it was dropped before anybody could receive it.
 * @told: the socket that asked is told of the acknowledgement later. Under RCU.
 */
static enum vwifi_drop vwifi_inject(struct vwifi_vif *monitor, struct sk_buff *skb, bool *acked,
				    bool *told)
{
	u16 freq = vwifi_monitor_freq(monitor);
	unsigned int trailer, len;
	struct sk_buff *copy;
	const u8 *frame;
	int head, signal;

	head = vwifi_radiotap_read(skb, &trailer);
	if (head < 0 || skb->len < head + trailer + VWIFI_FRAME_MIN ||
	    skb->len > head + trailer + VWIFI_FRAME_MAX)
		return VWIFI_DROP_MALFORMED;
	if (!freq || vwifi_air_slow(monitor))
		return VWIFI_DROP_NO_RECEIVER;
	frame = skb->data + head;
	len = skb->len - head - trailer;
	copy = vwifi_frame_alloc(len, GFP_ATOMIC);
	if (!copy)
		return VWIFI_DROP_MEMORY;
	skb_put_data(copy, frame, len);
	if (vwifi_air_is_carried(monitor->radio->air)) {
		*told = vwifi_up.carry_injected(monitor, freq, copy, skb);
		if (!*told)
			kfree_skb(copy);
		return *told ? VWIFI_DROP_NONE : VWIFI_DROP_MEMORY;
	}
	*acked = vwifi_onair_rx(monitor->radio, freq, copy, &signal);
	if (vwifi_wire_on() && vwifi_air_is_hosts(monitor->radio->air))
		*told = vwifi_wire_inject(monitor, freq, frame, len, *acked ? NULL : skb);
	return VWIFI_DROP_NONE;
}

netdev_tx_t vwifi_inject_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct vwifi_vif *monitor = vwifi_vif(dev);
	enum vwifi_drop why = VWIFI_DROP_MALFORMED;
	bool acked = false, told = false;

	rcu_read_lock();
	skb_tx_timestamp(skb);
	dev_sw_netstats_tx_add(dev, 1, skb->len);
	if (!skb_is_gso(skb) && skb->ip_summed != CHECKSUM_PARTIAL && !skb_linearize(skb))
		why = vwifi_inject(monitor, skb, &acked, &told);
	if (why) {
		vwifi_discard_tx(monitor, skb, why);
	} else {
		if (!told)
			vwifi_tx_status(skb, acked);
		consume_skb(skb);
	}
	rcu_read_unlock();
	return NETDEV_TX_OK;
}
