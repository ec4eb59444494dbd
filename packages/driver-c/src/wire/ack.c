// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Acknowledgements over the wire: a unicast frame whose fate somebody wants to
 * know is answered by the kernel that has its receiver, or it counts as lost
 * after a deadline.
 */
#include <linux/hashtable.h>

#include "frame/frame.h"
#include "message.h"

static DEFINE_SPINLOCK(vwifi_waits_lock);
static DEFINE_HASHTABLE(vwifi_waits, 6);
static unsigned int vwifi_n_statuses;	/* vwifi_waits_lock */

#define VWIFI_STATUSES_MAX	1024

static void vwifi_waits_work(struct work_struct *work);
static DECLARE_DELAYED_WORK(vwifi_waits_expire, vwifi_waits_work);

static void vwifi_wait_add(struct vwifi_wait *wait, const struct vwifi_wire_tx *tx)
{
	spin_lock_bh(&vwifi_waits_lock);
	wait->machine = tx->machine;
	if (hlist_unhashed(&wait->node)) {
		wait->seq = tx->seq;
		hash_add(vwifi_waits, &wait->node, tx->seq);
	}
	spin_unlock_bh(&vwifi_waits_lock);
}

/* Sends the message once more, or for the first time. Called under RCU. */
static bool vwifi_ask_send(struct vwifi_ask *ask)
{
	struct vwifi_remote *remote = vwifi_remote_find(&vwifi_hosts_air, ask->ra);
	struct sk_buff *copy;

	ask->tx.machine = remote ? rcu_dereference(remote->machine) : NULL;
	copy = ask->tx.machine ? skb_copy(ask->skb, GFP_ATOMIC) : NULL;
	if (!copy)
		return false;
	vwifi_wait_add(&ask->wait, &ask->tx);
	vwifi_wire_send_numbered(&ask->tx, copy);
	return true;
}

/**
 * vwifi_ask_begin - sends a message to one interface that shall acknowledge it
 * @ask: what the header says, in its tx; the rest is filled in
 * @ra: whose address
 * @skb: the payload; consumed by vwifi_ask_end(), which has to follow
 *
 * Called under RCU; any context.
 */
void vwifi_ask_begin(struct vwifi_ask *ask, const u8 *ra, struct sk_buff *skb)
{
	INIT_HLIST_NODE(&ask->wait.node);
	init_completion(&ask->wait.done);
	ask->wait.acked = false;
	ask->wait.status = NULL;
	ether_addr_copy(ask->ra, ra);
	ask->skb = skb;
	ask->tx.flags = VWIFI_WIRE_WANTS_ACK;
	vwifi_wire_number(&ask->tx);
	ask->sent = vwifi_ask_send(ask);
}

/*
 * Waits for the acknowledgement, repeats the message in between, and returns
 * whether it was received. Process context; at most VWIFI_ACK_TRIES times
 * VWIFI_ACK_MS.
 */
bool vwifi_ask_end(struct vwifi_ask *ask)
{
	unsigned int try;

	for (try = 1; ask->sent; try++) {
		if (wait_for_completion_timeout(&ask->wait.done, msecs_to_jiffies(VWIFI_ACK_MS)) ||
		    try == VWIFI_ACK_TRIES)
			break;
		ask->tx.flags |= VWIFI_WIRE_RETRY;
		rcu_read_lock();
		ask->sent = vwifi_ask_send(ask);
		rcu_read_unlock();
	}
	spin_lock_bh(&vwifi_waits_lock);
	hash_del(&ask->wait.node);
	spin_unlock_bh(&vwifi_waits_lock);
	kfree_skb(ask->skb);
	ask->skb = NULL;
	return ask->wait.acked;
}

static void vwifi_wait_complete_status(struct vwifi_wait *wait, bool acked)
{
	skb_complete_wifi_ack(wait->status, acked);
	kfree(wait);
}

/*
 * Has a socket told of the acknowledgement of a message that has its number and
 * is about to be sent. Consumes @status. Any context.
 */
void vwifi_wire_await_status(struct vwifi_wire_tx *tx, struct sk_buff *status)
{
	struct vwifi_wait *wait = kzalloc(sizeof(*wait), GFP_ATOMIC);
	bool full;

	if (!wait) {
		skb_complete_wifi_ack(status, false);
		return;
	}
	tx->flags |= VWIFI_WIRE_WANTS_ACK;
	wait->status = status;
	wait->deadline = jiffies + msecs_to_jiffies(VWIFI_ACK_MS * VWIFI_ACK_TRIES);
	spin_lock_bh(&vwifi_waits_lock);
	full = vwifi_n_statuses >= VWIFI_STATUSES_MAX;
	vwifi_n_statuses += !full;
	spin_unlock_bh(&vwifi_waits_lock);
	if (full) {
		vwifi_wait_complete_status(wait, false);
		return;
	}
	vwifi_wait_add(wait, tx);
	queue_delayed_work(vwifi_wq, &vwifi_waits_expire,
			   msecs_to_jiffies(VWIFI_ACK_MS * VWIFI_ACK_TRIES));
}

/* Takes the sockets' waits that are over out of the table, into @ended. */
static void vwifi_waits_take(struct hlist_head *ended, bool all)
{
	struct hlist_node *next;
	struct vwifi_wait *wait;
	unsigned int bucket;

	spin_lock_bh(&vwifi_waits_lock);
	hash_for_each_safe(vwifi_waits, bucket, next, wait, node) {
		if (!wait->status || (!all && time_before(jiffies, wait->deadline)))
			continue;
		hash_del(&wait->node);
		hlist_add_head(&wait->node, ended);
		vwifi_n_statuses--;
	}
	if (vwifi_n_statuses)
		queue_delayed_work(vwifi_wq, &vwifi_waits_expire, msecs_to_jiffies(VWIFI_ACK_MS));
	spin_unlock_bh(&vwifi_waits_lock);
}

static void vwifi_waits_end(bool all)
{
	struct vwifi_wait *wait;
	struct hlist_node *next;
	HLIST_HEAD(ended);

	vwifi_waits_take(&ended, all);
	hlist_for_each_entry_safe(wait, next, &ended, node)
		vwifi_wait_complete_status(wait, false);
}

static void vwifi_waits_work(struct work_struct *work)
{
	vwifi_waits_end(false);
}

/* Called when nothing is sent any more. */
void vwifi_waits_exit(void)
{
	vwifi_waits_end(true);
	cancel_delayed_work_sync(&vwifi_waits_expire);
}

/* Softirq, under RCU. */
void vwifi_wire_rx_ack(const struct vwifi_wire_rx *rx, const struct sk_buff *skb)
{
	const struct vwifi_wire_ack *ack = (const void *)skb->data;
	struct vwifi_wait *wait, *found = NULL;
	u32 seq;

	if (skb->len < sizeof(*ack) || be32_to_cpu(ack->instance) != vwifi_wire_instance()) {
		vwifi_wire_drop(rx->underlay, VWIFI_WIRE_MALFORMED);
		return;
	}
	seq = be32_to_cpu(ack->seq);
	vwifi_path_acked(rx->machine, seq);
	spin_lock_bh(&vwifi_waits_lock);
	hash_for_each_possible(vwifi_waits, wait, node, seq) {
		if (wait->seq != seq || wait->machine != rx->machine)
			continue;
		if (wait->status) {
			hash_del(&wait->node);
			vwifi_n_statuses--;
			found = wait;
		} else {
			/* Its owner takes it out, after we let the lock go. */
			wait->acked = ack->received;
			complete(&wait->done);
		}
		break;
	}
	spin_unlock_bh(&vwifi_waits_lock);
	if (found)
		vwifi_wait_complete_status(found, ack->received);
}

static void vwifi_wire_send_ack(const struct vwifi_wire_rx *rx, const struct vwifi_wire_ack *ack)
{
	struct vwifi_wire_tx tx = { .machine = rx->machine, .kind = VWIFI_WIRE_ACK };
	struct sk_buff *skb = vwifi_frame_alloc(sizeof(*ack), GFP_ATOMIC);

	if (!skb)
		return;
	skb_put_data(skb, ack, sizeof(*ack));
	vwifi_wire_send(&tx, skb);
}

/* Answers a message whose sender wants to know; @signal in dBm. Softirq, under RCU. */
void vwifi_wire_answer(const struct vwifi_wire_rx *rx, bool received, int signal)
{
	struct vwifi_machine *machine = rx->machine;
	struct vwifi_wire_ack ack = {
		.instance = cpu_to_be32(machine->instance),
		.seq = cpu_to_be32(rx->seq),
		.received = received,
		.signal = clamp(signal, -128, 127),
	};

	if (!(rx->flags & VWIFI_WIRE_WANTS_ACK))
		return;
	spin_lock_bh(&vwifi_wire_lock);
	machine->acks[machine->next_ack++ % VWIFI_ACKS_KEPT] = ack;
	spin_unlock_bh(&vwifi_wire_lock);
	vwifi_wire_send_ack(rx, &ack);
}

/* The answer to a message that came before: its sender missed it. Softirq, under RCU. */
void vwifi_wire_answer_again(const struct vwifi_wire_rx *rx)
{
	struct vwifi_wire_ack ack = {};
	unsigned int i;

	spin_lock_bh(&vwifi_wire_lock);
	for (i = 0; i < VWIFI_ACKS_KEPT; i++)
		if (rx->machine->acks[i].instance &&
		    be32_to_cpu(rx->machine->acks[i].seq) == rx->seq)
			ack = rx->machine->acks[i];
	spin_unlock_bh(&vwifi_wire_lock);
	if (ack.instance)
		vwifi_wire_send_ack(rx, &ack);
}
