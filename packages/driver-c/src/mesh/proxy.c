// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Who lies behind which member: stations of a bridge, as their frames tell (IEEE Std 802.11-2020,
 * 14.11.4). The latest word holds. Read under RCU.
 */
#include "part.h"

#define VWIFI_PROXY_TIME	(600 * HZ)	/* that nobody was heard for */

/* Under RCU, or with the mesh's lock held. */
struct vwifi_mesh_proxy *vwifi_proxy_find(struct vwifi_mesh *mesh, const u8 *addr)
{
	struct vwifi_mesh_proxy *proxy;

	hlist_for_each_entry_rcu(proxy, &mesh->proxies[vwifi_mesh_hash(addr)], hash,
				 lockdep_is_held(&mesh->lock))
		if (ether_addr_equal_unaligned(proxy->addr, addr))
			return proxy;
	return NULL;
}

/* The member that stands for an address; false: nobody does. Under RCU. */
bool vwifi_proxy_of(struct vwifi_mesh *mesh, const u8 *addr, u8 *member)
{
	struct vwifi_mesh_proxy *proxy;

	if (!READ_ONCE(mesh->n_proxies))
		return false;
	proxy = vwifi_proxy_find(mesh, addr);
	if (!proxy)
		return false;
	/* Another entry takes the place of one that has changed: it says one thing as long as it is there. */
	memcpy(member, proxy->member, ETH_ALEN);
	return true;
}

/* With the mesh's lock held. */
static void vwifi_proxy_del(struct vwifi_mesh *mesh, struct vwifi_mesh_proxy *proxy)
{
	hlist_del_rcu(&proxy->hash);
	WRITE_ONCE(mesh->n_proxies, mesh->n_proxies - 1);
	kfree_rcu(proxy, rcu);
}

/* A frame of @addr has come by way of @member. Bottom halves disabled, under RCU. */
void vwifi_proxy_learn(struct vwifi_mesh *mesh, const u8 *addr, const u8 *member)
{
	struct vwifi_mesh_proxy *proxy = vwifi_proxy_find(mesh, addr);

	if (proxy && ether_addr_equal_unaligned(proxy->member, member)) {
		if (READ_ONCE(proxy->seen) != jiffies)
			WRITE_ONCE(proxy->seen, jiffies);
		return;
	}
	if (!is_valid_ether_addr(addr))
		return;
	spin_lock(&mesh->lock);
	proxy = vwifi_proxy_find(mesh, addr);
	if (proxy)
		vwifi_proxy_del(mesh, proxy);
	proxy = mesh->n_proxies < VWIFI_MESH_PROXIES_MAX ? kzalloc(sizeof(*proxy), GFP_ATOMIC) : NULL;
	if (proxy) {
		memcpy(proxy->addr, addr, ETH_ALEN);
		memcpy(proxy->member, member, ETH_ALEN);
		proxy->seen = jiffies;
		hlist_add_head_rcu(&proxy->hash, &mesh->proxies[vwifi_mesh_hash(addr)]);
		WRITE_ONCE(mesh->n_proxies, mesh->n_proxies + 1);
	}
	spin_unlock(&mesh->lock);
}

/* The @n-th of all, or NULL. Under RCU. */
struct vwifi_mesh_proxy *vwifi_proxy_nth(struct vwifi_mesh *mesh, unsigned int n)
{
	struct vwifi_mesh_proxy *proxy;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mesh->proxies); i++)
		hlist_for_each_entry_rcu(proxy, &mesh->proxies[i], hash)
			if (!n--)
				return proxy;
	return NULL;
}

/* Forgets those that were not heard for long. With the wiphy mutex held. */
void vwifi_proxies_due(struct vwifi_mesh *mesh)
{
	struct vwifi_mesh_proxy *proxy;
	struct hlist_node *next;
	unsigned int i;

	spin_lock_bh(&mesh->lock);
	for (i = 0; i < ARRAY_SIZE(mesh->proxies); i++)
		hlist_for_each_entry_safe(proxy, next, &mesh->proxies[i], hash)
			if (time_after(jiffies, READ_ONCE(proxy->seen) + VWIFI_PROXY_TIME))
				vwifi_proxy_del(mesh, proxy);
	spin_unlock_bh(&mesh->lock);
	if (READ_ONCE(mesh->n_proxies))
		vwifi_mesh_due(mesh, jiffies + VWIFI_PROXY_TIME / 10);
}

/* Forgets all; nobody reads any more. */
void vwifi_proxies_forget(struct vwifi_mesh *mesh)
{
	struct vwifi_mesh_proxy *proxy;
	struct hlist_node *next;
	unsigned int i;

	spin_lock_bh(&mesh->lock);
	for (i = 0; i < ARRAY_SIZE(mesh->proxies); i++)
		hlist_for_each_entry_safe(proxy, next, &mesh->proxies[i], hash)
			vwifi_proxy_del(mesh, proxy);
	spin_unlock_bh(&mesh->lock);
}
