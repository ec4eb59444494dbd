// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Path selection: the Hybrid Wireless Mesh Protocol (IEEE Std 802.11-2020, 14.10). Who wants a path
 * asks all for it (PREQ), the destination answers (PREP), and each member that either passes learns
 * the way back to where it began. With the wiphy mutex held.
 */
#include "bss/bss.h"
#include "data/data.h"
#include "hwmp.h"

#define VWIFI_PATH_IDLE	(10 * HZ)	/* one that leads nowhere is kept for so long */
#define VWIFI_LIFETIME_MAX	(24 * 3600 * 1000)	/* TU, whoever claims more */

/* What one of the elements says of the way to where it began. */
struct vwifi_hwmp_news {
	const u8 *from;			/* where it began */
	u32 sn;
	u32 metric;			/* of the whole way to us */
	u8 hops;
	u32 lifetime;			/* TU */
};

static u32 vwifi_metric_add(u32 a, u32 b)
{
	return a + b < a ? U32_MAX : a + b;
}

static unsigned long vwifi_lifetime_end(u32 tu)
{
	return jiffies + usecs_to_jiffies(ieee80211_tu_to_usec(min(tu, (u32)VWIFI_LIFETIME_MAX)));
}

/* Takes a way to a member on. With the mesh's lock held. */
static void vwifi_path_take(struct vwifi_mesh *mesh, struct vwifi_mesh_path *path, struct vwifi_sta *next,
			    const struct vwifi_hwmp_news *news)
{
	unsigned long expires = vwifi_lifetime_end(news->lifetime);

	if (vwifi_path_is_up(path) && time_before(expires, path->expires))
		expires = path->expires;
	if (rcu_access_pointer(path->next_hop) != next) {
		path->changes++;
		mesh->generation++;
	}
	path->metric = news->metric;
	path->hops = news->hops;
	WRITE_ONCE(path->expires, expires);
	rcu_assign_pointer(path->next_hop, next);
	WRITE_ONCE(path->wanted, false);
	path->deadline = jiffies;
}

/*
 * Whether what an element says is news: it has a later number, or a better way with the same one
 * (802.11-2020, 14.10.8.4). Then it is taken. With the mesh's lock held.
 */
static bool vwifi_path_learn(struct vwifi_mesh *mesh, struct vwifi_sta *next,
			     const struct vwifi_hwmp_news *news)
{
	struct vwifi_mesh_path *path = vwifi_path_get(mesh, news->from);

	if (!path)
		return false;
	if (path->sn_valid && vwifi_sn_after(path->sn, news->sn))
		return false;
	if (path->sn_valid && path->sn == news->sn && vwifi_path_is_up(path) &&
	    news->metric >= path->metric)
		return false;
	path->sn = news->sn;
	path->sn_valid = true;
	if (!path->fixed)
		vwifi_path_take(mesh, path, next, news);
	return true;
}

/* The peer that an element came from is reached by itself. With the mesh's lock held. */
static void vwifi_path_learn_peer(struct vwifi_mesh *mesh, struct vwifi_sta *peer, u32 metric, u32 lifetime)
{
	const struct vwifi_hwmp_news news = {
		.from = peer->addr, .metric = metric, .hops = 1, .lifetime = lifetime,
	};
	struct vwifi_mesh_path *path = vwifi_path_get(mesh, peer->addr);

	if (path && !path->fixed && (!vwifi_path_is_up(path) || metric <= path->metric))
		vwifi_path_take(mesh, path, peer, &news);
}

/* What is learned from an element; whether it is news. */
static bool vwifi_hwmp_learn(struct vwifi_mesh *mesh, struct vwifi_sta *peer,
			     struct vwifi_hwmp_news *news)
{
	u32 metric = vwifi_sta_metric(mesh->bss->vif, peer);
	bool fresh;

	if (ether_addr_equal_unaligned(news->from, mesh->bss->vif->addr))
		return false;
	news->metric = vwifi_metric_add(news->metric, metric);
	news->hops += news->hops < U8_MAX;
	spin_lock_bh(&mesh->lock);
	fresh = vwifi_path_learn(mesh, peer, news);
	if (!ether_addr_equal_unaligned(news->from, peer->addr))
		vwifi_path_learn_peer(mesh, peer, metric, news->lifetime);
	spin_unlock_bh(&mesh->lock);
	/* What waits for one of them goes. */
	vwifi_mesh_wake(mesh);
	return fresh;
}

/* Whether one of a request's targets need not be asked for any further. Answers it then. */
static bool vwifi_preq_answer(struct vwifi_mesh *mesh, struct vwifi_sta *peer, const struct vwifi_preq *preq,
			      const struct vwifi_preq_target *target)
{
	const u8 *ours = mesh->bss->vif->addr;
	u32 sn = le32_to_cpu(target->sn);

	if (is_broadcast_ether_addr(target->addr)) {
		/* A root: all learn the way to it, and it the ways to those who answer. */
		if (preq->flags & VWIFI_PREQ_PROACTIVE)
			vwifi_prep_send(mesh, peer->addr, ours, ++mesh->sn, 0, 0, preq);
		return false;
	}
	if (!ether_addr_equal_unaligned(target->addr, ours))
		return false;
	/* Ours is later than whatever anybody has heard of (14.10.8.3). */
	if (!(target->flags & VWIFI_PREQ_SN_UNKNOWN) && vwifi_sn_after(sn, mesh->sn))
		mesh->sn = sn;
	vwifi_prep_send(mesh, peer->addr, ours, ++mesh->sn, 0, 0, preq);
	return true;
}

/* Who knows a way answers for its target, where that is asked for (14.10.9.4.2). */
static bool vwifi_preq_answer_for(struct vwifi_mesh *mesh, struct vwifi_sta *peer,
				  const struct vwifi_preq *preq, const struct vwifi_preq_target *target)
{
	struct vwifi_mesh_path *path;
	bool known = false;
	u32 sn, metric;
	u8 hops;

	if (target->flags & VWIFI_PREQ_TARGET_ONLY)
		return false;
	spin_lock_bh(&mesh->lock);
	path = vwifi_path_find(mesh, target->addr);
	if (path && vwifi_path_is_up(path) && path->sn_valid &&
	    rcu_access_pointer(path->next_hop) != peer &&
	    ((target->flags & VWIFI_PREQ_SN_UNKNOWN) ||
	     !vwifi_sn_after(le32_to_cpu(target->sn), path->sn))) {
		known = true;
		sn = path->sn;
		metric = path->metric;
		hops = path->hops;
	}
	spin_unlock_bh(&mesh->lock);
	if (known)
		vwifi_prep_send(mesh, peer->addr, target->addr, sn, metric, hops, preq);
	return known;
}

/* Passes a request on, with those of its targets that were not answered. */
static void vwifi_preq_forward(struct vwifi_mesh *mesh, const struct vwifi_preq *preq,
			       const struct vwifi_hwmp_news *news, const struct vwifi_preq_target *left,
			       unsigned int n)
{
	u8 room[sizeof(struct vwifi_preq) + VWIFI_PREQ_TARGETS_MAX * sizeof(*left)] __aligned(4);
	struct vwifi_preq *on = (void *)room;
	u8 everybody[ETH_ALEN] __aligned(2);

	*on = *preq;
	on->ttl--;
	on->hops = news->hops;
	on->metric = cpu_to_le32(news->metric);
	on->n = n;
	memcpy(on->targets, left, n * sizeof(*left));
	eth_broadcast_addr(everybody);
	vwifi_hwmp_send(mesh, everybody, WLAN_EID_PREQ, on, struct_size(on, targets, n));
}

/* @element: a PREQ in one piece, without an external address. */
static void vwifi_preq_rx(struct vwifi_mesh *mesh, struct vwifi_sta *peer, const u8 *element, size_t len)
{
	const struct vwifi_preq *preq = (const void *)element;
	struct vwifi_preq_target left[VWIFI_PREQ_TARGETS_MAX];
	struct vwifi_hwmp_news news;
	unsigned int i, n = 0;

	if (len < sizeof(*preq) || !preq->n || preq->n > VWIFI_PREQ_TARGETS_MAX ||
	    len < struct_size(preq, targets, preq->n))
		return;
	news = (struct vwifi_hwmp_news){
		.from = preq->origin,
		.sn = le32_to_cpu(preq->sn),
		.metric = le32_to_cpu(preq->metric),
		.hops = preq->hops,
		.lifetime = le32_to_cpu(preq->lifetime),
	};
	if (!vwifi_hwmp_learn(mesh, peer, &news))
		return;
	for (i = 0; i < preq->n; i++) {
		const struct vwifi_preq_target *target = &preq->targets[i];

		if (vwifi_preq_answer(mesh, peer, preq, target))
			continue;
		left[n] = *target;
		if (vwifi_preq_answer_for(mesh, peer, preq, target))
			left[n].flags |= VWIFI_PREQ_TARGET_ONLY;
		n++;
	}
	if (n && preq->ttl > 1 && mesh->conf.dot11MeshForwarding)
		vwifi_preq_forward(mesh, preq, &news, left, n);
}

/* The next on the way to who asked. */
static bool vwifi_prep_next(struct vwifi_mesh *mesh, const u8 *origin, u8 *next)
{
	struct vwifi_sta *sta;

	local_bh_disable();
	rcu_read_lock();
	sta = vwifi_path_next(mesh, origin, false);
	if (sta)
		ether_addr_copy(next, sta->addr);
	rcu_read_unlock();
	local_bh_enable();
	return sta;
}

/* @element: a PREP in one piece, without an external address. */
static void vwifi_prep_rx(struct vwifi_mesh *mesh, struct vwifi_sta *peer, const u8 *element, size_t len)
{
	const struct vwifi_prep *prep = (const void *)element;
	u8 next[ETH_ALEN] __aligned(2);
	struct vwifi_hwmp_news news;
	struct vwifi_prep on;

	if (len < sizeof(*prep))
		return;
	news = (struct vwifi_hwmp_news){
		.from = prep->target,
		.sn = le32_to_cpu(prep->target_sn),
		.metric = le32_to_cpu(prep->metric),
		.hops = prep->hops,
		.lifetime = le32_to_cpu(prep->lifetime),
	};
	if (!vwifi_hwmp_learn(mesh, peer, &news))
		return;
	if (ether_addr_equal_unaligned(prep->origin, mesh->bss->vif->addr) || prep->ttl <= 1 ||
	    !mesh->conf.dot11MeshForwarding || !vwifi_prep_next(mesh, prep->origin, next))
		return;
	on = *prep;
	on.ttl--;
	on.hops = news.hops;
	on.metric = cpu_to_le32(news.metric);
	vwifi_hwmp_send(mesh, next, WLAN_EID_PREP, &on, sizeof(on));
}

/*
 * Takes the external address, which nobody here asks for, out of an element: what follows stands then
 * where it does without. Returns how long it is then; 0: it is too short, or too long for @room.
 */
static size_t vwifi_hwmp_copy(const struct element *element, size_t before, u8 *room, size_t size)
{
	size_t skip = element->datalen && element->data[0] & VWIFI_HWMP_EXTENDED ? ETH_ALEN : 0;

	if (element->datalen < before + skip || element->datalen - skip > size)
		return 0;
	memcpy(room, element->data, before);
	room[0] &= ~VWIFI_HWMP_EXTENDED;
	memcpy(room + before, element->data + before + skip, element->datalen - before - skip);
	return element->datalen - skip;
}

/* A frame of path selection, of a peer. */
void vwifi_hwmp_rx(struct vwifi_mesh *mesh, const struct ieee80211_mgmt *mgmt, size_t len)
{
	const size_t fixed = sizeof(struct ieee80211_hdr_3addr) + 2;
	struct vwifi_sta *peer = vwifi_sta_find(mesh->bss, mgmt->sa);
	const struct element *element;
	u8 room[U8_MAX] __aligned(4);
	size_t left;

	if (!peer || !vwifi_plink_is_up(peer) || len < fixed)
		return;
	for_each_element(element, (const u8 *)mgmt + fixed, len - fixed) {
		if (element->id == WLAN_EID_PREQ) {
			left = vwifi_hwmp_copy(element, offsetof(struct vwifi_preq, lifetime), room,
					       sizeof(room));
			vwifi_preq_rx(mesh, peer, room, left);
		} else if (element->id == WLAN_EID_PREP) {
			left = vwifi_hwmp_copy(element, offsetof(struct vwifi_prep, lifetime), room,
					       sizeof(room));
			vwifi_prep_rx(mesh, peer, room, left);
		} else if (element->id == WLAN_EID_PERR) {
			vwifi_perr_rx(mesh, peer, element->data, element->datalen);
		}
	}
}

/* What one look at all paths finds to do, once the mesh's lock is let go. */
struct vwifi_paths_look {
	struct sk_buff_head ready;	/* frames whose path is there */
	struct sk_buff_head lost;	/* frames whose path nobody found */
	bool ask;			/* for this one: */
	bool sn_valid;
	u32 sn;
	u8 dst[ETH_ALEN];
};

/* Asks again, or gives up. With the mesh's lock held. */
static void vwifi_path_search(struct vwifi_mesh *mesh, struct vwifi_mesh_path *path,
			      struct vwifi_paths_look *look)
{
	if (time_before(jiffies, path->deadline)) {
		vwifi_mesh_due(mesh, path->deadline);
	} else if (path->tries > mesh->conf.dot11MeshHWMPmaxPREQretries) {
		WRITE_ONCE(path->wanted, false);
		path->deadline = jiffies;
	} else if (look->ask || time_before(jiffies, mesh->next_preq)) {
		/* One at a time. */
		vwifi_mesh_due(mesh, max_t(unsigned long, mesh->next_preq, jiffies + 1));
	} else {
		look->ask = true;
		look->sn = path->sn;
		look->sn_valid = path->sn_valid;
		memcpy(look->dst, path->dst, ETH_ALEN);
		path->tries++;
		path->deadline = jiffies + msecs_to_jiffies(path->timeout);
		path->timeout = min(path->timeout * 2, 16U * mesh->conf.min_discovery_timeout);
		vwifi_mesh_due(mesh, path->deadline);
	}
}

/* Looks at one path. Returns whether nobody needs it any more. With the mesh's lock held. */
static bool vwifi_path_look(struct vwifi_mesh *mesh, struct vwifi_mesh_path *path,
			    struct vwifi_paths_look *look)
{
	bool up = vwifi_path_is_up(path);

	if (up)
		skb_queue_splice_tail_init(&path->waiting, &look->ready);
	if (path->wanted)
		vwifi_path_search(mesh, path, look);
	if (path->wanted || path->fixed)
		return false;
	if (!up)
		skb_queue_splice_tail_init(&path->waiting, &look->lost);
	if (!up && time_after(jiffies, path->expires + VWIFI_PATH_IDLE) &&
	    time_after(jiffies, path->deadline + VWIFI_PATH_IDLE))
		return true;
	vwifi_mesh_due(mesh, up ? path->expires + 1 : jiffies + VWIFI_PATH_IDLE + 1);
	return false;
}

/* A root tells all of itself, if we are one (802.11-2020, 14.10.4). */
static void vwifi_root_due(struct vwifi_mesh *mesh)
{
	u8 everybody[ETH_ALEN] __aligned(2);
	u8 mode = mesh->conf.dot11MeshHWMPRootMode;

	if (mode != IEEE80211_PROACTIVE_PREQ_NO_PREP && mode != IEEE80211_PROACTIVE_PREQ_WITH_PREP)
		return;
	if (time_after_eq(jiffies, mesh->next_root)) {
		eth_broadcast_addr(everybody);
		vwifi_preq_send(mesh, everybody, 0, false,
				mode == IEEE80211_PROACTIVE_PREQ_WITH_PREP ? VWIFI_PREQ_PROACTIVE : 0);
		mesh->next_root = jiffies + usecs_to_jiffies(ieee80211_tu_to_usec(
					    max_t(u32, mesh->conf.dot11MeshHWMProotInterval, 100)));
	}
	vwifi_mesh_due(mesh, mesh->next_root);
}

/* Paths that are wanted are searched, what waits for one that is there goes, and so do those that nobody uses. */
void vwifi_paths_due(struct vwifi_mesh *mesh)
{
	struct vwifi_paths_look look = {};
	struct vwifi_mesh_path *path;
	struct hlist_node *next;
	struct sk_buff *skb;
	unsigned int i;

	vwifi_root_due(mesh);
	__skb_queue_head_init(&look.ready);
	__skb_queue_head_init(&look.lost);
	spin_lock_bh(&mesh->lock);
	for (i = 0; i < ARRAY_SIZE(mesh->paths); i++)
		hlist_for_each_entry_safe(path, next, &mesh->paths[i], hash)
			if (vwifi_path_look(mesh, path, &look))
				vwifi_path_del(mesh, path);
	spin_unlock_bh(&mesh->lock);
	if (look.ask)
		vwifi_preq_send(mesh, look.dst, look.sn, look.sn_valid, 0);
	vwifi_mesh_send_ready(mesh, &look.ready);
	while ((skb = __skb_dequeue(&look.lost)))
		vwifi_discard_tx(mesh->bss->vif, skb, VWIFI_DROP_NO_RECEIVER);
}
