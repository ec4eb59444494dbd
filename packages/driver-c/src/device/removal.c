// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Radios taken away, many together.
 *
 * The network stack and cfg80211 wait for RCU half a dozen times for every
 * interface and wiphy, and what a thousand radios wait is what somebody who
 * unloads the module waits. So interfaces of many radios go under one hold of
 * rtnl, whose end waits for RCU's callbacks once for all of them, and other
 * waits are the expedited ones, which the stack itself prefers under rtnl.
 */
#include <linux/delay.h>
#include <linux/rcupdate.h>
#include <linux/rtnetlink.h>
#include <net/net_namespace.h>

#include "air/air.h"
#include "bss/bss.h"
#include "dcf/dcf.h"
#include "device.h"

#define VWIFI_NET_WAIT_MS	10
#define VWIFI_REMOVED_AT_ONCE	64	/* others want rtnl, too */

/* Whether who holds vwifi_radios_lock waits for a namespace to be taken apart. */
static bool vwifi_net_is_awaited;

/*
 * A device must not be unregistered in a namespace that is being taken apart,
 * for nobody would wait for us there: cfg80211 moves the radio out of one,
 * under rtnl. Called with rtnl held, which it lets go of meanwhile. @going: one that
 * waits for our caller, who takes it apart, or NULL.
 */
static void vwifi_radio_hold_net(struct vwifi_radio *radio, const struct net *going)
{
	for (;;) {
		radio->removed_from = maybe_get_net(wiphy_net(radio->wiphy));
		if (radio->removed_from || net_eq(wiphy_net(radio->wiphy), going))
			return;
		WRITE_ONCE(vwifi_net_is_awaited, true);
		rtnl_unlock();
		msleep(VWIFI_NET_WAIT_MS);
		rtnl_lock();
		WRITE_ONCE(vwifi_net_is_awaited, false);
	}
}

/*
 * Called with rtnl held: nobody can open an interface again before it is gone.
 * User space still finds the wiphy, and must not make another one.
 */
void vwifi_radio_del_vifs(struct vwifi_radio *radio)
{
	struct vwifi_vif *vif, *next;

	list_for_each_entry(vif, &radio->vifs, list)
		if (vif->dev)
			dev_close(vif->dev);
	wiphy_lock(radio->wiphy);
	radio->leaving = true;
	/* Links stand behind their interfaces in the list. */
	list_for_each_entry(vif, &radio->vifs, list)
		vwifi_mld_del_links(vif);
	list_for_each_entry_safe(vif, next, &radio->vifs, list)
		vwifi_vif_del(vif);
	wiphy_unlock(radio->wiphy);
}

/* Its interfaces are gone, so nothing queues work for it any more. */
void vwifi_radio_quiet(struct vwifi_radio *radio)
{
	struct vwifi_arrival *arrival;

	cancel_work_sync(&radio->work);
	vwifi_scan_exit(radio);
	while ((arrival = vwifi_arrival_next(radio)))
		vwifi_arrival_free(arrival);
}

static void vwifi_radio_finish(struct vwifi_radio *radio)
{
	if (radio->removed_from)
		put_net(radio->removed_from);
	vwifi_radio_quiet(radio);
	if (vwifi_up.going)
		vwifi_up.going(radio);
	vwifi_dcf_forget_radio(radio);
	wiphy_unregister(radio->wiphy);
	vwifi_radio_free(radio);
}

/*
 * Called with vwifi_radios_lock held and no other lock; @gone: radios that the
 * set has forgotten.
 */
static void vwifi_radios_remove(struct list_head *gone, const struct net *going)
{
	struct vwifi_radio *radio, *next;

	rcu_expedite_gp();
	rtnl_lock();
	list_for_each_entry(radio, gone, removal) {
		vwifi_radio_hold_net(radio, going);
		vwifi_radio_del_vifs(radio);
	}
	rtnl_unlock();
	list_for_each_entry_safe(radio, next, gone, removal)
		vwifi_radio_finish(radio);
	rcu_unexpedite_gp();
}

/* Called with vwifi_radios_lock held and no other lock. */
void vwifi_radio_del(struct vwifi_radio *radio)
{
	LIST_HEAD(gone);

	vwifi_radio_forget(radio);
	list_add(&radio->removal, &gone);
	vwifi_radios_remove(&gone, NULL);
}

/*
 * Removes all radios, or the orphans, or of these those in a namespace that is @going, after
 * telling of each. Called with vwifi_radios_lock held and no other lock.
 */
static void vwifi_radios_del(bool orphans, const struct net *going,
			     void (*tell)(struct vwifi_radio *radio))
{
	struct vwifi_radio *radio;
	unsigned long id = 0;
	unsigned int n;

	do {
		LIST_HEAD(gone);

		for (n = 0; n < VWIFI_REMOVED_AT_ONCE; id++) {
			radio = vwifi_radio_next(&id);
			if (!radio)
				break;
			if ((orphans && !READ_ONCE(radio->orphaned)) ||
			    (going && !net_eq(wiphy_net(radio->wiphy), going)))
				continue;
			if (tell)
				tell(radio);
			vwifi_radio_forget(radio);
			list_add_tail(&radio->removal, &gone);
			n++;
		}
		vwifi_radios_remove(&gone, going);
	} while (n == VWIFI_REMOVED_AT_ONCE);
}

/* Removes every radio. */
void vwifi_radios_del_all(void)
{
	mutex_lock(&vwifi_radios_lock);
	vwifi_radios_del(false, NULL, NULL);
	mutex_unlock(&vwifi_radios_lock);
}

/* Removes the radios whose sockets are closed or whose namespaces are gone, after telling of each. */
void vwifi_radios_del_orphans(void (*tell)(struct vwifi_radio *radio))
{
	mutex_lock(&vwifi_radios_lock);
	vwifi_radios_del(true, NULL, tell);
	mutex_unlock(&vwifi_radios_lock);
}

/*
 * Removes the orphans in a namespace that its caller takes apart, so that they are not moved
 * to the host before they go. Returns false where another one removes radios, and waits for
 * cfg80211 to move one out of such a namespace, hence for us.
 */
bool vwifi_radios_del_in(const struct net *going, void (*tell)(struct vwifi_radio *radio))
{
	while (!mutex_trylock(&vwifi_radios_lock)) {
		if (READ_ONCE(vwifi_net_is_awaited))
			return false;
		msleep(VWIFI_NET_WAIT_MS);
	}
	vwifi_radios_del(true, going, tell);
	mutex_unlock(&vwifi_radios_lock);
	return true;
}
