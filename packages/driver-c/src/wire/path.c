// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * How long a frame may be on its way to another kernel. A virtio-net device
 * without an MTU says nothing of it: what is behind it may carry 1500 octets, or
 * as many as there are. So a frame as long as the other kernel receives is sent
 * to it; if it is answered, frames of that length arrive.
 */
#include "frame/frame.h"
#include "message.h"

#define VWIFI_PROBES		3	/* before it is likely that none will arrive */
#define VWIFI_PROBE_AGAIN_MS	10000
#define VWIFI_PROBE_USED_MS	1000	/* a way in use may become another one */
#define VWIFI_PROBES_LOST	2	/* of one in use, until it is given up */

/* Whether it is time to ask. Called with vwifi_wire_lock held. */
static bool vwifi_path_is_due(const struct vwifi_machine *machine)
{
	unsigned int after = 0;

	if (machine->path)
		after = VWIFI_PROBE_USED_MS;
	else if (machine->probes_lost >= VWIFI_PROBES)
		after = VWIFI_PROBE_AGAIN_MS;
	if (machine->path && !machine->probe && !READ_ONCE(machine->path_used))
		return false;
	return !machine->probed || time_after(jiffies, machine->probed + msecs_to_jiffies(after));
}

/* Notes that a probe is sent, and what became of the last one. Called with vwifi_wire_lock held. */
static void vwifi_path_note(struct vwifi_machine *machine, u32 seq, unsigned int len)
{
	if (machine->probe && machine->probes_lost < U8_MAX)
		machine->probes_lost++;
	if (machine->probes_lost >= VWIFI_PROBES_LOST)
		WRITE_ONCE(machine->path, 0);
	machine->probe = seq;
	machine->probe_len = len;
	machine->probed = jiffies;
	WRITE_ONCE(machine->path_used, false);
}

/* Asks, where there is something to be found out. Called with each HELLO. Softirq, under RCU. */
void vwifi_path_probe(struct vwifi_machine *machine)
{
	struct vwifi_underlay *underlay = machine->underlay;
	unsigned int len = min_t(unsigned int, underlay->longest, READ_ONCE(machine->mtu));
	struct vwifi_wire_tx tx = {
		.machine = machine,
		.kind = VWIFI_WIRE_PROBE,
		.flags = VWIFI_WIRE_WANTS_ACK,
		.whole = true,
	};
	struct sk_buff *skb;
	bool due;

	if (len <= underlay->ops->mtu(underlay))
		return;
	spin_lock_bh(&vwifi_wire_lock);
	due = vwifi_path_is_due(machine);
	if (due) {
		vwifi_wire_number(&tx);
		vwifi_path_note(machine, tx.seq, len);
	}
	spin_unlock_bh(&vwifi_wire_lock);
	if (!due)
		return;
	len -= sizeof(struct vwifi_wire_hdr);
	skb = vwifi_frame_alloc(len, GFP_ATOMIC);
	if (!skb)
		return;
	skb_put_zero(skb, len);
	vwifi_wire_send_numbered(&tx, skb);
}

/* A message was acknowledged: the probe, perhaps. Softirq. */
void vwifi_path_acked(struct vwifi_machine *machine, u32 seq)
{
	spin_lock_bh(&vwifi_wire_lock);
	if (machine->probe && machine->probe == seq) {
		WRITE_ONCE(machine->path, machine->probe_len);
		machine->probe = 0;
		machine->probes_lost = 0;
	}
	spin_unlock_bh(&vwifi_wire_lock);
}
