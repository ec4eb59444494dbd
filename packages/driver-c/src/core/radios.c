// SPDX-License-Identifier: MIT OR GPL-2.0
/* The set of radios, and the queue that works for all of them. device/ makes and removes them. */
#include <linux/xarray.h>
#include <net/net_namespace.h>

#include "core.h"

/* Runs the radios' works. Ordered per radio, since each has one. */
struct workqueue_struct *vwifi_wq;

/* What cfg80211 tells our wiphys by. */
const void *const vwifi_wiphy_privid = &vwifi_wiphy_privid;

/* Protects the set of radios. */
DEFINE_MUTEX(vwifi_radios_lock);
static DEFINE_XARRAY_ALLOC(vwifi_radios);	/* vwifi_radios_lock */
static unsigned int vwifi_n_radios;
static u32 vwifi_next_radio;	/* above all numbers so far, where none is given anew; vwifi_radios_lock */

/* Radios that go with a socket or a namespace; the lock protects the list and their orphaned flags. */
static LIST_HEAD(vwifi_owned_radios);
static DEFINE_SPINLOCK(vwifi_owned_lock);

int vwifi_wq_init(void)
{
	vwifi_wq = alloc_workqueue("vwifi", WQ_UNBOUND, 0);
	return vwifi_wq ? 0 : -ENOMEM;
}

void vwifi_wq_exit(void)
{
	destroy_workqueue(vwifi_wq);
}

/* These but for those that make orphans: called with vwifi_radios_lock held. */

/*
 * Keeps a number for a radio that is being made, or returns an error. @anew: none that
 * another radio has had, as long as there are such.
 */
int vwifi_radio_reserve(u32 *id, bool anew)
{
	struct xa_limit limit = XA_LIMIT(0, VWIFI_MAX_RADIOS - 1);
	int err;

	if (anew)
		err = min(xa_alloc_cyclic(&vwifi_radios, id, NULL, limit, &vwifi_next_radio, GFP_KERNEL), 0);
	else
		err = xa_alloc(&vwifi_radios, id, NULL, limit, GFP_KERNEL);
	return err == -EBUSY ? -ENOSPC : err;
}

/* Gives it back: the radio was not made. */
void vwifi_radio_release(u32 id)
{
	xa_erase(&vwifi_radios, id);
	if (vwifi_next_radio == id + 1)
		vwifi_next_radio = id;
}

/* From here on others find it; @net: where its owner is, if it has one. */
void vwifi_radio_enlist(struct vwifi_radio *radio, struct net *net)
{
	xa_store(&vwifi_radios, radio->id, radio, GFP_KERNEL);	/* the slot is there: no failure */
	vwifi_n_radios++;
	/* One of another air than the host's goes with its namespace. */
	if (!radio->owner && vwifi_air_is_hosts(radio->air))
		return;
	if (radio->owner)
		write_pnet(&radio->owner_net, net);
	spin_lock_bh(&vwifi_owned_lock);
	list_add_tail(&radio->owned, &vwifi_owned_radios);
	spin_unlock_bh(&vwifi_owned_lock);
}

/* Nobody finds it any more. */
void vwifi_radio_delist(struct vwifi_radio *radio)
{
	xa_erase(&vwifi_radios, radio->id);
	vwifi_n_radios--;
	spin_lock_bh(&vwifi_owned_lock);
	list_del_init(&radio->owned);
	spin_unlock_bh(&vwifi_owned_lock);
}

/*
 * Marks the radios that go with a socket that is being closed. Any context;
 * returns whether there are any.
 */
bool vwifi_radios_orphan(const struct net *net, u32 portid)
{
	struct vwifi_radio *radio;
	bool any = false;

	spin_lock_bh(&vwifi_owned_lock);
	list_for_each_entry(radio, &vwifi_owned_radios, owned) {
		if (radio->owner == portid && net_eq(read_pnet(&radio->owner_net), net)) {
			radio->orphaned = true;
			any = true;
		}
	}
	spin_unlock_bh(&vwifi_owned_lock);
	return any;
}

/*
 * Marks the radios of other airs than the host's that are in a namespace which is being
 * taken apart: they do not come to the host. Returns whether there are any.
 */
bool vwifi_radios_orphan_net(const struct net *net)
{
	struct vwifi_radio *radio;
	bool any = false;

	spin_lock_bh(&vwifi_owned_lock);
	list_for_each_entry(radio, &vwifi_owned_radios, owned) {
		if (!vwifi_air_is_hosts(radio->air) && net_eq(wiphy_net(radio->wiphy), net)) {
			radio->orphaned = true;
			any = true;
		}
	}
	spin_unlock_bh(&vwifi_owned_lock);
	return any;
}

struct vwifi_radio *vwifi_radio_by_id(u32 id)
{
	return xa_load(&vwifi_radios, id);
}

/* The first radio from *@id on, whose number goes to *@id, or NULL. */
struct vwifi_radio *vwifi_radio_next(unsigned long *id)
{
	return xa_find(&vwifi_radios, id, ULONG_MAX, XA_PRESENT);
}

unsigned int vwifi_radio_count(void)
{
	return vwifi_n_radios;
}
