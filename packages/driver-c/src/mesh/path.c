// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Which peer is next on the way to a member, and what waits until that is known. The data plane reads
 * it under RCU, adds what it does not find, and leaves the search to the radio's work.
 */
#include "data/data.h"
#include "part.h"

/* Under RCU, or with the mesh's lock held. */
struct vwifi_mesh_path *vwifi_path_find(struct vwifi_mesh *mesh, const u8 *dst)
{
	struct vwifi_mesh_path *path;

	hlist_for_each_entry_rcu(path, &mesh->paths[vwifi_mesh_hash(dst)], hash,
				 lockdep_is_held(&mesh->lock))
		if (ether_addr_equal_unaligned(path->dst, dst))
			return path;
	return NULL;
}

/* Whether frames go that way. Any context. */
bool vwifi_path_is_up(const struct vwifi_mesh_path *path)
{
	return rcu_access_pointer(path->next_hop) &&
	       (READ_ONCE(path->fixed) || time_before(jiffies, READ_ONCE(path->expires)));
}

/* Takes a path out of the table. With the mesh's lock held. */
void vwifi_path_del(struct vwifi_mesh *mesh, struct vwifi_mesh_path *path)
{
	/* Who has found it before sees by that that it has gone: vwifi_path_next(). */
	hlist_del_init_rcu(&path->hash);
	mesh->n_paths--;
	mesh->generation++;
	__skb_queue_purge(&path->waiting);
	kfree_rcu(path, rcu);
}

/* Makes room: of those that lead nowhere, and that nobody waits for, the one that has for longest. */
static bool vwifi_path_evict(struct vwifi_mesh *mesh)
{
	struct vwifi_mesh_path *path, *oldest = NULL;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mesh->paths); i++)
		hlist_for_each_entry(path, &mesh->paths[i], hash)
			if (!vwifi_path_is_up(path) && !path->wanted &&
			    (!oldest || time_before(path->expires, oldest->expires)))
				oldest = path;
	if (oldest)
		vwifi_path_del(mesh, oldest);
	return oldest;
}

/* The path to a member, a new one that leads nowhere, or NULL. With the mesh's lock held. */
struct vwifi_mesh_path *vwifi_path_get(struct vwifi_mesh *mesh, const u8 *dst)
{
	struct vwifi_mesh_path *path = vwifi_path_find(mesh, dst);

	if (path || !is_valid_ether_addr(dst) ||
	    (mesh->n_paths >= VWIFI_MESH_PATHS_MAX && !vwifi_path_evict(mesh)))
		return path;
	path = kzalloc(sizeof(*path), GFP_ATOMIC);
	if (!path)
		return NULL;
	memcpy(path->dst, dst, ETH_ALEN);
	path->expires = jiffies;
	path->deadline = jiffies;
	__skb_queue_head_init(&path->waiting);
	hlist_add_head_rcu(&path->hash, &mesh->paths[vwifi_mesh_hash(dst)]);
	mesh->n_paths++;
	mesh->generation++;
	return path;
}

/* The @n-th of all, or NULL. Under RCU, or with the mesh's lock held. */
struct vwifi_mesh_path *vwifi_path_nth(struct vwifi_mesh *mesh, unsigned int n)
{
	struct vwifi_mesh_path *path;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mesh->paths); i++)
		hlist_for_each_entry_rcu(path, &mesh->paths[i], hash, lockdep_is_held(&mesh->lock))
			if (!n--)
				return path;
	return NULL;
}

/* Begins a search, unless one is under way. With the mesh's lock held. */
void vwifi_path_want(struct vwifi_mesh *mesh, struct vwifi_mesh_path *path)
{
	if (path->wanted)
		return;
	path->tries = 0;
	path->timeout = mesh->conf.min_discovery_timeout;
	path->deadline = jiffies;
	WRITE_ONCE(path->wanted, true);
	vwifi_mesh_wake(mesh);
}

/**
 * vwifi_path_next - who is next on the way to a member
 * @mesh: ours
 * @dst: the member
 * @ours: the frame begins here: a path that is used is found anew before it expires
 *
 * Under RCU, bottom halves disabled. Return: a peer, or NULL: nobody knows.
 */
struct vwifi_sta *vwifi_path_next(struct vwifi_mesh *mesh, const u8 *dst, bool ours)
{
	struct vwifi_mesh_path *path = vwifi_path_find(mesh, dst);
	struct vwifi_sta *next = path ? rcu_dereference(path->next_hop) : NULL;
	long left;

	if (!next || READ_ONCE(path->fixed))
		return next;
	left = READ_ONCE(path->expires) - jiffies;
	if (left <= 0)
		return NULL;
	if (ours && !READ_ONCE(path->wanted) &&
	    left < (long)msecs_to_jiffies(READ_ONCE(mesh->conf.path_refresh_time))) {
		spin_lock(&mesh->lock);
		if (!hlist_unhashed(&path->hash))
			vwifi_path_want(mesh, path);
		spin_unlock(&mesh->lock);
	}
	return next;
}

/* Lets a frame wait for a path. Bottom halves disabled. Consumes the skb. */
void vwifi_path_wait(struct vwifi_mesh *mesh, const u8 *dst, struct sk_buff *skb)
{
	struct vwifi_mesh_path *path;
	struct sk_buff *gone = skb;

	spin_lock(&mesh->lock);
	path = vwifi_path_get(mesh, dst);
	if (path) {
		/* The oldest has waited for longest in vain. */
		gone = skb_queue_len(&path->waiting) >= VWIFI_MESH_WAITING_MAX ?
		       __skb_dequeue(&path->waiting) : NULL;
		__skb_queue_tail(&path->waiting, skb);
		vwifi_path_want(mesh, path);
		/* It may have been found meanwhile: the work looks at what waits. */
		vwifi_mesh_wake(mesh);
	}
	spin_unlock(&mesh->lock);
	if (gone)
		vwifi_discard_tx(mesh->bss->vif, gone, VWIFI_DROP_NO_RECEIVER);
}

/* It leads nowhere any more. With the mesh's lock held. */
void vwifi_path_end(struct vwifi_mesh *mesh, struct vwifi_mesh_path *path)
{
	RCU_INIT_POINTER(path->next_hop, NULL);
	WRITE_ONCE(path->fixed, false);
	WRITE_ONCE(path->expires, jiffies);
	path->deadline = jiffies;
	mesh->generation++;
}

/* Forgets all of them. Process context. */
void vwifi_paths_forget(struct vwifi_mesh *mesh)
{
	struct vwifi_mesh_path *path;
	struct hlist_node *next;
	unsigned int i;

	spin_lock_bh(&mesh->lock);
	for (i = 0; i < ARRAY_SIZE(mesh->paths); i++)
		hlist_for_each_entry_safe(path, next, &mesh->paths[i], hash)
			vwifi_path_del(mesh, path);
	spin_unlock_bh(&mesh->lock);
}
