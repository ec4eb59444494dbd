// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * One hop after the other (IEEE Std 802.11-2020, 10.35.4 and 10.35.5). A frame goes from member to
 * member by reference, as everywhere, but not by recursion: what a member passes on waits until whoever
 * sends it to him has let go of his locks, in a ring of each processor. Under RCU, bottom halves disabled.
 */
#include "data/data.h"
#include "key/key.h"
#include "part.h"

#define VWIFI_STEPS	512	/* that wait: as many members as a flood reaches at once */

/* A frame that a member is about to pass on. */
struct vwifi_mesh_step {
	struct vwifi_mesh *mesh;
	struct sk_buff *skb;
	struct vwifi_mesh_control control;
};

/* Of a processor: those that wait, while one is under way. Bottom halves disabled. */
struct vwifi_mesh_steps {
	bool busy;
	unsigned int first;
	unsigned int n;
	struct vwifi_mesh_step ring[VWIFI_STEPS];
};

static struct vwifi_mesh_steps __percpu *vwifi_mesh_steps;

/* Too large for what a module may have of each processor from the start. At load. */
int vwifi_mesh_init(void)
{
	vwifi_mesh_steps = alloc_percpu(struct vwifi_mesh_steps);
	return vwifi_mesh_steps ? 0 : -ENOMEM;
}

/* Nobody is in a mesh any more. */
void vwifi_mesh_exit(void)
{
	free_percpu(vwifi_mesh_steps);
}

/* Sends a unicast frame to the next member. Consumes the skb. */
void vwifi_mesh_hop(struct vwifi_mesh *mesh, struct vwifi_sta *sta,
		    const struct vwifi_mesh_control *control, struct sk_buff *skb)
{
	struct vwifi_transmission tx __uninitialized;
	struct vwifi_bss *bss = mesh->bss;

	vwifi_transmission_init(&tx, bss->vif, skb);
	tx.way = VWIFI_WAY_MESH;
	tx.mesh = *control;
	tx.peer = sta;
	tx.ra = sta->addr;
	tx.bssid = bss->bssid;
	tx.freq = bss->freq;
	tx.protection.key = vwifi_key_tx_unicast(bss->vif, sta);
	tx.to = vwifi_air_find_mesh(tx.radio->air, sta->addr, bss->freq);
	if (unlikely(mesh->secure && !tx.protection.key))
		vwifi_hop_fail(&tx, skb, VWIFI_DROP_NO_KEY);
	/* Who is denied is not heard: no acknowledgement comes. */
	else if (tx.to && unlikely(READ_ONCE(tx.to->radio->n_denied)) &&
		 vwifi_denied(tx.to->radio, tx.radio->id))
		vwifi_hop_fail(&tx, skb, VWIFI_DROP_LOST);
	else
		vwifi_hop(&tx, skb);
}

/* Sends a group frame to all peers. Does not consume the skb. */
void vwifi_mesh_flood(struct vwifi_mesh *mesh, const struct vwifi_mesh_control *control,
		      const struct sk_buff *skb)
{
	struct vwifi_transmission tx __uninitialized;
	struct vwifi_bss *bss = mesh->bss;

	vwifi_transmission_init(&tx, bss->vif, skb);
	tx.way = VWIFI_WAY_MESH;
	tx.mesh = *control;
	tx.bssid = bss->bssid;
	if (unlikely(mesh->secure && !vwifi_key_tx_group(bss->vif))) {
		vwifi_drop_frame(bss->vif, skb, VWIFI_DROP_NO_KEY);
		return;
	}
	vwifi_group(&tx, bss, NULL, skb, vwifi_mesh_group_each);
}

/* Passes a frame on. Consumes the skb. */
static void vwifi_mesh_pass(struct vwifi_mesh_step *step)
{
	struct vwifi_mesh *mesh = step->mesh;
	struct sk_buff *skb = step->skb;
	struct vwifi_sta *next;

	if (is_multicast_ether_addr(step->control.da)) {
		vwifi_mesh_flood(mesh, &step->control, skb);
		consume_skb(skb);
		return;
	}
	next = vwifi_path_next(mesh, step->control.da, false);
	if (next) {
		vwifi_mesh_hop(mesh, next, &step->control, skb);
		return;
	}
	/* Who sends this way finds another one (14.10.11.3). */
	vwifi_perr_note(mesh, step->control.da, 0, WLAN_REASON_MESH_PATH_NOFORWARD);
	vwifi_discard_tx(mesh->bss->vif, skb, VWIFI_DROP_NO_RECEIVER);
}

/* Whether its caller is the outermost, who passes on what waits: vwifi_mesh_leave(). */
bool vwifi_mesh_enter(void)
{
	struct vwifi_mesh_steps *steps = this_cpu_ptr(vwifi_mesh_steps);

	if (steps->busy)
		return false;
	steps->busy = true;
	return true;
}

void vwifi_mesh_leave(void)
{
	struct vwifi_mesh_steps *steps = this_cpu_ptr(vwifi_mesh_steps);

	while (steps->n) {
		struct vwifi_mesh_step step = steps->ring[steps->first];

		steps->first = (steps->first + 1) % VWIFI_STEPS;
		steps->n--;
		vwifi_mesh_pass(&step);
	}
	steps->busy = false;
}

/* A frame goes on, with one hop less to go. Consumes the skb. */
static void vwifi_mesh_step(struct vwifi_mesh *mesh, const struct vwifi_mesh_control *control,
			    struct sk_buff *skb)
{
	struct vwifi_mesh_steps *steps = this_cpu_ptr(vwifi_mesh_steps);
	struct vwifi_mesh_step *step;

	if (control->ttl <= 1 || !READ_ONCE(mesh->conf.dot11MeshForwarding)) {
		vwifi_discard_rx(mesh->bss->vif, skb,
				 control->ttl <= 1 ? VWIFI_DROP_LOOP : VWIFI_DROP_NO_RECEIVER);
		return;
	}
	if (steps->n == VWIFI_STEPS) {
		vwifi_discard_rx(mesh->bss->vif, skb, VWIFI_DROP_MEMORY);
		return;
	}
	step = &steps->ring[(steps->first + steps->n++) % VWIFI_STEPS];
	step->mesh = mesh;
	step->skb = skb;
	step->control = *control;
	step->control.ttl--;
}

/* A group frame has come, for all of us and for the next. Consumes the skb. */
static void vwifi_mesh_rx_group(struct vwifi_mesh *mesh, const struct vwifi_transmission *tx,
				struct sk_buff *skb)
{
	struct vwifi_vif *vif = tx->to;
	struct sk_buff *own;

	if (ether_addr_equal_unaligned(tx->mesh.sa, vif->addr) ||
	    vwifi_seen(mesh, tx->mesh.sa, tx->mesh.seq)) {
		consume_skb(skb);
		return;
	}
	if (tx->mesh.extended)
		vwifi_proxy_learn(mesh, eth_hdr(skb)->h_source, tx->mesh.sa);
	if (tx->mesh.ttl <= 1 || !READ_ONCE(mesh->conf.dot11MeshForwarding)) {
		vwifi_to_stack(vif, skb, !tx->protection.key);
		return;
	}
	own = skb_clone(skb, GFP_ATOMIC);
	if (own)
		vwifi_to_stack(vif, own, !tx->protection.key);
	else
		vwifi_drop_frame(vif, skb, VWIFI_DROP_MEMORY);
	vwifi_mesh_step(mesh, &tx->mesh, skb);
}

/* A unicast frame has come: for us, or for whom the next knows. Consumes the skb. */
static void vwifi_mesh_rx_unicast(struct vwifi_mesh *mesh, const struct vwifi_transmission *tx,
				  struct sk_buff *skb)
{
	struct vwifi_vif *vif = tx->to;

	if (!ether_addr_equal_unaligned(tx->mesh.da, vif->addr)) {
		vwifi_mesh_step(mesh, &tx->mesh, skb);
		return;
	}
	if (tx->mesh.extended && !ether_addr_equal_unaligned(eth_hdr(skb)->h_source, tx->mesh.sa))
		vwifi_proxy_learn(mesh, eth_hdr(skb)->h_source, tx->mesh.sa);
	vwifi_to_stack(vif, skb, !tx->protection.key);
}

/**
 * vwifi_mesh_receive - a data frame has come to a member
 * @tx: how it was sent, and in tx->to its receiver
 * @skb: the Ethernet frame, from its header on; consumed
 */
void vwifi_mesh_receive(const struct vwifi_transmission *tx, struct sk_buff *skb)
{
	bool group = is_multicast_ether_addr(tx->mesh.da), outermost;
	struct vwifi_vif *vif = tx->to;
	struct vwifi_bss *bss = rcu_dereference(vif->bss);
	struct vwifi_sta *sta;
	enum vwifi_drop why;

	sta = bss && bss->mesh ? vwifi_sta_find(bss, tx->ta) : NULL;
	if (unlikely(!sta || !vwifi_plink_is_up(sta))) {
		vwifi_discard_rx(vif, skb, VWIFI_DROP_NOT_ASSOCIATED);
		return;
	}
	why = vwifi_rx_check(tx, sta, skb, group);
	if (unlikely(why)) {
		atomic_inc(&sta->rx_dropped);
		vwifi_discard_rx(vif, skb, why);
		return;
	}
	vwifi_sta_account_rx(sta, tx->mpdus, tx->octets);
	outermost = vwifi_mesh_enter();
	if (group)
		vwifi_mesh_rx_group(bss->mesh, tx, skb);
	else
		vwifi_mesh_rx_unicast(bss->mesh, tx, skb);
	if (outermost)
		vwifi_mesh_leave();
}

/* A peer has not acknowledged a frame, whatever was tried. */
void vwifi_mesh_lost(const struct vwifi_transmission *tx)
{
	struct vwifi_bss *bss = tx->from ? rcu_dereference(tx->from->bss) : NULL;

	if (!bss || !bss->mesh || READ_ONCE(tx->peer->lost.row) < VWIFI_LOST_LINK)
		return;
	atomic_set(&bss->mesh->broken, 1);
	vwifi_mesh_wake(bss->mesh);
}
