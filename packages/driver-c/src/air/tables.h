/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Who has which address: for the files of this floor. */
#ifndef VWIFI_AIR_TABLES_H
#define VWIFI_AIR_TABLES_H

#include <linux/hashtable.h>

#include "air.h"

#define VWIFI_ADDR_HASH_BITS	12

/* Every interface that is up. Written under vwifi_air_lock (air.c), read under RCU. */
extern struct hlist_head vwifi_air_by_addr[1 << VWIFI_ADDR_HASH_BITS];

/* Those with an address, and with others that share its place in the table. */
static inline struct hlist_head *vwifi_air_at(const u8 *addr)
{
	return &vwifi_air_by_addr[vwifi_addr_hash(addr, VWIFI_ADDR_HASH_BITS)];
}

/* Walks the interfaces of an air that have an address: there may be several. @held: what else than RCU keeps them. */
#define vwifi_air_for_each_at(vif, through, wanted, held...)				\
	hlist_for_each_entry_rcu(vif, vwifi_air_at(wanted), air_node, ##held)		\
		if (!ether_addr_equal_unaligned((vif)->addr, wanted) ||	\
		    (vif)->radio->air != (through)) {					\
		} else

/* Whether an interface is a member of a cell, or outside of every BSS (the wildcard) at that clock. Under RCU. */
static inline bool vwifi_is_member(const struct vwifi_vif *vif, const u8 *bssid, u8 slow)
{
	struct vwifi_bss *cell = rcu_dereference(vif->bss);

	return cell && vwifi_bss_is_direct(cell) && cell->slow == slow && ether_addr_equal(cell->bssid, bssid);
}

#endif /* VWIFI_AIR_TABLES_H */
