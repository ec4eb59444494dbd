// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Who has an address: how a unicast frame finds its receiver, and what is kept of
 * the one on the other side. Everything here is called under RCU, in any context.
 */
#include "phy/phy.h"
#include "tables.h"

/* The interface of this kernel with an address, or NULL. */
struct vwifi_vif *vwifi_air_find(const struct vwifi_air *air, const u8 *addr)
{
	struct vwifi_vif *vif;

	vwifi_air_for_each_at(vif, air, addr)
		return vif;
	return NULL;
}

/* Whether an interface of this kernel that is up has the address. */
bool vwifi_air_has(const struct vwifi_air *air, const u8 *addr)
{
	return vwifi_air_find(air, addr);
}

/* Calls @visit for every interface with an address: there may be several. */
void vwifi_air_each_at(const struct vwifi_air *air, const u8 *addr,
		       void (*visit)(struct vwifi_vif *vif, void *context), void *context)
{
	struct vwifi_vif *vif;

	vwifi_air_for_each_at(vif, air, addr)
		visit(vif, context);
}

/* The number of the radio of this kernel that has the address. */
u32 vwifi_air_origin(const struct vwifi_air *air, const u8 *addr, u32 otherwise)
{
	const struct vwifi_vif *vif = vwifi_air_find(air, addr);

	return vif ? vif->radio->id : otherwise;
}

/* Whether its BSS reaches an interface on @freq: a switch to or from there may be under way. */
static bool vwifi_air_reaches(const struct vwifi_vif *vif, u16 freq)
{
	return READ_ONCE(vif->home_freq) == freq ||
	       unlikely(freq && READ_ONCE(vif->switch_freq) == freq);
}

/* The running access point @addr on @freq, or NULL. */
struct vwifi_vif *vwifi_air_find_ap(const struct vwifi_air *air, const u8 *addr, u16 freq)
{
	struct vwifi_vif *vif;

	vwifi_air_for_each_at(vif, air, addr)
		if (vwifi_air_reaches(vif, freq)) {
			struct vwifi_bss *ap = rcu_dereference(vif->bss);

			if (ap && ap->kind == VWIFI_BSS_AP)
				return vif;
		}
	return NULL;
}

/* The station @addr that is associated with @bssid on @freq, or NULL. */
struct vwifi_vif *vwifi_air_find_sta(const struct vwifi_air *air, const u8 *addr,
				     const u8 *bssid, u16 freq)
{
	struct vwifi_vif *vif;

	vwifi_air_for_each_at(vif, air, addr) {
		struct vwifi_sta *peer;

		if (!vwifi_air_reaches(vif, freq))
			continue;
		/*
		 * A station that has not yet seen its association response is
		 * a receiver too: the frame waits behind the response.
		 */
		peer = rcu_dereference(vif->peer);
		if ((peer && ether_addr_equal(peer->addr, bssid)) ||
		    (!peer && !rcu_access_pointer(vif->bss)))
			return vif;
	}
	return NULL;
}

/* The member @addr of an ad hoc cell, or who is outside of every BSS on a channel of that clock, or NULL. */
struct vwifi_vif *vwifi_air_find_member(const struct vwifi_air *air, const u8 *addr,
					const u8 *bssid, u16 freq, u8 slow)
{
	struct vwifi_vif *vif;

	vwifi_air_for_each_at(vif, air, addr)
		if (READ_ONCE(vif->home_freq) == freq && vwifi_is_member(vif, bssid, slow))
			return vif;
	return NULL;
}

/* The station @addr of the network @bssid that has direct links, with whomever, or NULL. */
struct vwifi_vif *vwifi_air_find_tdls(const struct vwifi_air *air, const u8 *addr,
				      const u8 *bssid, u16 freq)
{
	struct vwifi_vif *vif;

	vwifi_air_for_each_at(vif, air, addr) {
		struct vwifi_sta *ap;

		if (hlist_empty(&vif->tdls) || !vwifi_air_reaches(vif, freq))
			continue;
		ap = rcu_dereference(vif->peer);
		if (ap && ether_addr_equal(ap->addr, bssid))
			return vif;
	}
	return NULL;
}

/* The member @addr of a mesh, or NULL. */
struct vwifi_vif *vwifi_air_find_mesh(const struct vwifi_air *air, const u8 *addr, u16 freq)
{
	struct vwifi_vif *vif;

	vwifi_air_for_each_at(vif, air, addr)
		if (READ_ONCE(vif->home_freq) == freq) {
			struct vwifi_bss *bss = rcu_dereference(vif->bss);

			if (bss && bss->kind == VWIFI_BSS_MESH)
				return vif;
		}
	return NULL;
}

/* An interface of the radio that is tuned to something, or NULL. */
struct vwifi_vif *vwifi_radio_tuned(const struct vwifi_radio *radio)
{
	struct vwifi_vif *vif;

	list_for_each_entry_rcu(vif, &radio->vifs, list)
		if (READ_ONCE(vif->home_freq) || READ_ONCE(vif->scan_freq) ||
		    READ_ONCE(vif->offchannel_freq))
			return vif;
	return NULL;
}

/* Whether an interface of the radio is tuned to a channel. Under RCU. */
static bool vwifi_radio_hears(const struct vwifi_radio *radio, u16 freq)
{
	const struct vwifi_vif *vif;

	list_for_each_entry_rcu(vif, &radio->vifs, list)
		if (vwifi_vif_hears(vif, freq))
			return true;
	return false;
}

/* Whether a monitor hears a channel: what its radio is tuned to, or else its own. Under RCU. */
bool vwifi_monitor_hears(const struct vwifi_vif *monitor, u16 freq)
{
	const struct vwifi_radio *radio = monitor->radio;

	if (vwifi_radio_hears(radio, freq))
		return true;
	return READ_ONCE(radio->monitor_freq) == freq && !vwifi_radio_tuned(radio);
}

/* The clock of an interface's channel, as vwifi_width_slow() has it: a monitor's is that of what its radio is tuned to. */
u8 vwifi_air_slow(const struct vwifi_vif *vif)
{
	const struct vwifi_vif *tuned = vwifi_vif_is_monitor(vif) ? vwifi_radio_tuned(vif->radio) : vif;
	const struct vwifi_bss *bss = tuned ? rcu_dereference(tuned->bss) : NULL;

	if (!tuned)
		return vwifi_width_slow(READ_ONCE(vif->radio->monitor_chandef.width));
	return bss ? bss->slow : 0;
}

/* The channel on which a monitor transmits, MHz or 0. */
u16 vwifi_monitor_freq(const struct vwifi_vif *monitor)
{
	const struct vwifi_vif *tuned = vwifi_radio_tuned(monitor->radio);

	if (!tuned)
		return READ_ONCE(monitor->radio->monitor_freq);
	return READ_ONCE(tuned->home_freq) ?: READ_ONCE(tuned->scan_freq) ?:
	       READ_ONCE(tuned->offchannel_freq);
}

/*
 * Where an interface that is tuned to nothing itself hears what is sent to it: where its radio is for
 * others, MHz or 0. A group's owner is asked to come in by the address of its P2P device.
 */
u16 vwifi_air_idles_at(const struct vwifi_vif *vif)
{
	const struct vwifi_vif *tuned;

	if (vwifi_vif_is_monitor(vif) || READ_ONCE(vif->home_freq) || READ_ONCE(vif->scan_freq) ||
	    READ_ONCE(vif->offchannel_freq))
		return 0;
	tuned = vwifi_radio_tuned(vif->radio);
	return tuned ? vwifi_monitor_freq(tuned) : 0;
}

/* Whether an interface is tuned to a channel of 20 MHz or more: a monitor is to what its radio is. */
bool vwifi_air_is_on(const struct vwifi_vif *vif, u16 freq)
{
	if (unlikely(vwifi_air_slow(vif)) && READ_ONCE(vif->scan_freq) != freq &&
	    READ_ONCE(vif->offchannel_freq) != freq)
		return false;
	if (vwifi_vif_is_monitor(vif))
		return vwifi_monitor_hears(vif, freq);
	return vwifi_vif_hears(vif, freq) ||
	       (unlikely(vwifi_air_idles_at(vif)) && vwifi_radio_hears(vif->radio, freq));
}

/*
 * The interface that a frame is for, whatever it may make of it, or NULL: a radio
 * acknowledges what is sent to its address before it looks at the rest.
 */
struct vwifi_vif *vwifi_air_addressee(const struct vwifi_radio *from, u16 freq, const u8 *ra)
{
	struct vwifi_vif *vif;

	vwifi_air_for_each_at(vif, from->air, ra)
		if (vwifi_radio_may_hear(from, vif->radio) && vwifi_air_is_on(vif, freq))
			return vif;
	return NULL;
}

/* The active monitor that has the address, or NULL. */
struct vwifi_vif *vwifi_air_active_monitor(const struct vwifi_radio *from, u16 freq, const u8 *ra)
{
	struct vwifi_vif *vif;

	vwifi_air_for_each_at(vif, from->air, ra)
		if (vwifi_radio_may_hear(from, vif->radio) && vwifi_vif_is_monitor(vif) &&
		    vwifi_monitor_hears(vif, freq))
			return vif;
	return NULL;
}

/* Who scans by an address that is not its own. */
static struct vwifi_vif *vwifi_air_scans_as(const struct vwifi_radio *from, u16 freq, const u8 *ra)
{
	struct vwifi_listener *ear;

	vwifi_air_for_each_ear(ear, VWIFI_AIR_VISITORS, from->air, freq)
		if (ear->rank == VWIFI_EAR_SCAN && vwifi_radio_may_hear(from, ear->vif->radio) &&
		    ether_addr_equal(ear->addr, ra) &&
		    !ether_addr_equal(ear->vif->addr, ra))
			return ear->vif;
	return NULL;
}

/* Who receives a unicast management frame, if nothing happens to it. */
struct vwifi_vif *vwifi_air_hearer(const struct vwifi_radio *from, u16 freq, const u8 *ra)
{
	return vwifi_air_addressee(from, freq, ra) ?: vwifi_air_scans_as(from, freq, ra);
}

/* Finds who receives a unicast management frame, and whether the link lets it through. */
struct vwifi_vif *vwifi_air_acknowledger(struct vwifi_radio *from, u16 freq, const u8 *ra)
{
	unsigned int retries = 0;
	struct vwifi_vif *vif;

	vwifi_air_for_each_at(vif, from->air, ra) {
		if (!vwifi_radio_may_hear(from, vif->radio) || !vwifi_air_is_on(vif, freq))
			continue;
		if (from->towards || vwifi_link_is_ideal(vif->radio) ||
		    vwifi_link_transmit(from, vif->radio, freq, VWIFI_CHANCE_MGMT, &retries))
			return vif;
	}
	vif = vwifi_air_scans_as(from, freq, ra);
	if (vif && !from->towards && !vwifi_link_is_ideal(vif->radio) &&
	    !vwifi_link_transmit(from, vif->radio, freq, VWIFI_CHANCE_MGMT, &retries))
		return NULL;
	return vif;
}

/* The access point that an AP_VLAN interface is part of, or NULL. Or with the wiphy mutex held. */
struct vwifi_vif *vwifi_vlan_master(const struct vwifi_vif *vlan)
{
	struct vwifi_vif *vif;

	vwifi_air_for_each_at(vif, vlan->radio->air, vlan->addr,
			      lockdep_is_held(&vlan->radio->wiphy->mtx))
		if (vif->radio == vlan->radio && vif->wdev.iftype == NL80211_IFTYPE_AP)
			return vif;
	return NULL;
}

/* A station of an access point, or a member of a cell or mesh. Or with the wiphy mutex held. */
struct vwifi_sta *vwifi_sta_find(struct vwifi_bss *bss, const u8 *addr)
{
	struct vwifi_sta *sta;

	hlist_for_each_entry_rcu(sta, vwifi_sta_bucket(bss, addr), hash,
				 lockdep_is_held(&bss->vif->radio->wiphy->mtx))
		if (ether_addr_equal(sta->addr, addr))
			return sta;
	return NULL;
}

/* Whom a station has a direct link with, or is about to, or NULL. Or with the wiphy mutex held. */
struct vwifi_sta *vwifi_tdls_find(struct vwifi_vif *vif, const u8 *addr)
{
	struct vwifi_sta *sta;

	hlist_for_each_entry_rcu(sta, &vif->tdls, hash, lockdep_is_held(&vif->radio->wiphy->mtx))
		if (ether_addr_equal(sta->addr, addr))
			return sta;
	return NULL;
}

/* The peer @addr of an interface with links that is an MLD, or NULL. Or with the wiphy mutex held. */
struct vwifi_sta *vwifi_mld_sta_find(const struct vwifi_vif *vif, struct vwifi_mld *mld, const u8 *addr)
{
	struct vwifi_sta *peer = rcu_dereference_check(mld->peer, lockdep_is_held(&vif->radio->wiphy->mtx));

	if (peer && ether_addr_equal(peer->addr, addr))
		return peer;
	hlist_for_each_entry_rcu(peer, vwifi_mld_bucket(mld, addr), hash,
				 lockdep_is_held(&vif->radio->wiphy->mtx))
		if (ether_addr_equal(peer->addr, addr))
			return peer;
	return NULL;
}

/* The same, or one without links that is on one of ours. */
static struct vwifi_sta *vwifi_mld_peer_find(const struct vwifi_vif *vif, struct vwifi_mld *mld, const u8 *addr)
{
	struct vwifi_sta *sta = vwifi_mld_sta_find(vif, mld, addr);
	struct vwifi_vif *link;
	unsigned int id;

	vwifi_mld_for_each_link(vif, mld, id, link) {
		struct vwifi_bss *bss = rcu_dereference(link->bss);

		if (sta)
			break;
		sta = bss ? vwifi_sta_find(bss, addr) : NULL;
	}
	return sta;
}

/* The peer @addr of an interface of any type. */
struct vwifi_sta *vwifi_peer_find(struct vwifi_vif *vif, const u8 *addr)
{
	struct vwifi_mld *mld;
	struct vwifi_bss *bss;
	struct vwifi_sta *sta;

	if (vif->wdev.iftype == NL80211_IFTYPE_AP_VLAN)
		vif = vwifi_vlan_master(vif);
	if (!vif)
		return NULL;
	bss = rcu_dereference(vif->bss);
	if (bss)
		return vwifi_sta_find(bss, addr);
	mld = rcu_dereference(vif->mld);
	if (mld)
		return vwifi_mld_peer_find(vif, mld, addr);
	sta = rcu_dereference(vif->peer);
	if (sta && ether_addr_equal(sta->addr, addr))
		return sta;
	return vwifi_tdls_find(vif, addr);
}
