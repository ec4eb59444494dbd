// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Injected frames on the wire. They go to all kernels, since somebody may watch
 * anywhere, and name their transmitter by themselves: the address in the frame
 * may be anybody's.
 */
#include "frame/frame.h"
#include "message.h"

/* Has the socket that sent a frame told of the acknowledgement by another kernel. Returns whether. */
static bool vwifi_wire_await_injected(struct vwifi_wire_tx *tx, const u8 *ra, struct sk_buff *asked)
{
	struct vwifi_remote *remote = is_multicast_ether_addr(ra) ? NULL : vwifi_remote_find(&vwifi_hosts_air, ra);
	struct vwifi_machine *machine = remote ? rcu_dereference(remote->machine) : NULL;
	struct sk_buff *status;

	if (!machine || !vwifi_wants_status(asked))
		return false;
	status = skb_clone_sk(asked);
	if (!status)
		return false;
	vwifi_status_told(asked);
	tx->machine = machine;
	vwifi_wire_await_status(tx, status);
	tx->machine = NULL;
	return true;
}

/**
 * vwifi_wire_inject - sends an injected frame to all other kernels
 * @monitor: its transmitter
 * @freq: on which channel, MHz
 * @frame: the frame, at least VWIFI_FRAME_MIN octets of it
 * @len: its length
 * @asked: the packet that it came in, if its acknowledgement is still to be told; not consumed
 *
 * Under RCU. Return: whether the socket will be told, or has been.
 */
bool vwifi_wire_inject(struct vwifi_vif *monitor, u16 freq, const u8 *frame, unsigned int len,
		       struct sk_buff *asked)
{
	const struct ieee80211_hdr *hdr = (const void *)frame;
	struct vwifi_wire_injected *head;
	struct vwifi_wire_tx tx = {
		.kind = VWIFI_WIRE_INJECTED,
		.freq = freq,
		.rate = 60,
		.power = clamp(MBM_TO_DBM(READ_ONCE(monitor->radio->tx_power_mbm)), -128, 127),
		.radio = monitor->radio->id,
	};
	struct sk_buff *skb = vwifi_frame_alloc(sizeof(*head) + len, GFP_ATOMIC);
	bool told;

	if (!skb)
		return false;
	head = skb_put_zero(skb, sizeof(*head));
	ether_addr_copy(head->transmitter, monitor->addr);
	skb_put_data(skb, frame, len);
	vwifi_wire_number(&tx);
	told = asked && vwifi_wire_await_injected(&tx, hdr->addr1, asked);
	vwifi_wire_send_numbered(&tx, skb);
	return told;
}

/* A frame that was injected in another kernel. Softirq, under RCU; consumes the skb. */
void vwifi_wire_rx_injected(const struct vwifi_wire_rx *rx, struct sk_buff *skb)
{
	const struct vwifi_wire_injected *head = (const void *)skb->data;
	struct vwifi_remote *remote;
	int signal = 0;

	if (!rx->freq || !rx->broadcast || skb->len < sizeof(*head) + VWIFI_FRAME_MIN ||
	    skb->len > sizeof(*head) + VWIFI_FRAME_MAX) {
		vwifi_wire_drop(rx->underlay, VWIFI_WIRE_MALFORMED);
		goto free;
	}
	remote = vwifi_wire_transmitter(rx, head->transmitter);
	if (!remote)
		goto free;
	skb_pull(skb, sizeof(*head));
	if (vwifi_up.rx_injected(&remote->radio, rx->freq, skb, &signal))
		vwifi_wire_answer(rx, true, signal);
	return;
free:
	kfree_skb(skb);
}
