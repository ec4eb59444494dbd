// SPDX-License-Identifier: MIT OR GPL-2.0
/* What has gone from radio to radio, for who asks (family/). Process context. */
#include "machine.h"

/* Tells of a peer, if its address is a radio's of this kernel. Under RCU, with the lock held. */
static bool vwifi_peer_tell(const struct vwifi_dcf_peer *peer, struct vwifi_dcf_link *link)
{
	const struct vwifi_vif *vif = vwifi_air_find(peer->node->radio->air, peer->addr);

	if (!vif || !peer->known)
		return false;
	*link = peer->link;
	link->receiver = vif->radio->id;
	return true;
}

/* Visits what a radio has sent to others, until somebody is content. */
static bool vwifi_links_find(struct vwifi_radio *sender, struct vwifi_dcf_link *link,
			     bool (*wanted)(const struct vwifi_dcf_link *link, u32 *which), u32 which)
{
	struct vwifi_dcf *dcf = READ_ONCE(sender->air->dcf);
	const struct vwifi_dcf_peer *peer;
	bool found = false;

	if (!dcf)
		return false;
	rcu_read_lock();
	spin_lock_bh(&dcf->lock);
	if (sender->dcf_node)
		list_for_each_entry(peer, &sender->dcf_node->peers, list) {
			found = vwifi_peer_tell(peer, link) && wanted(link, &which);
			if (found)
				break;
		}
	spin_unlock_bh(&dcf->lock);
	rcu_read_unlock();
	return found;
}

static bool vwifi_link_is_nth(const struct vwifi_dcf_link *link, u32 *n)
{
	return !(*n)--;
}

static bool vwifi_link_is_to(const struct vwifi_dcf_link *link, u32 *receiver)
{
	return link->receiver == *receiver;
}

/* What a radio has sent to the @n-th of those that it sends data to; false: there are not so many. */
bool vwifi_dcf_link_nth(struct vwifi_radio *sender, unsigned int n, struct vwifi_dcf_link *link)
{
	return vwifi_links_find(sender, link, vwifi_link_is_nth, n);
}

/* What a radio has sent to another one; false: nothing. */
bool vwifi_dcf_link_to(struct vwifi_radio *sender, u32 receiver, struct vwifi_dcf_link *link)
{
	return vwifi_links_find(sender, link, vwifi_link_is_to, receiver);
}
