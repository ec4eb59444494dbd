/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What the files of the air share: air.c, air-mgmt.c. */
#ifndef VWIFI_AIR_H
#define VWIFI_AIR_H

#include <linux/hashtable.h>

#include "wire.h"

#define VWIFI_ADDR_HASH_BITS	12
#define VWIFI_FREQ_HASH_BITS	6

struct vwifi_listener {
	struct hlist_node node;
	struct vwifi_vif *vif;
	u16 freq;
	u8 rank;	/* of several ears on one channel the lowest hears */
	u8 addr[ETH_ALEN];	/* that a visitor goes by */
	struct rcu_head rcu;
};

/* A neighbour's beacon goes to whom no other ear brings it. */
enum { VWIFI_EAR_HOME, VWIFI_EAR_SCAN, VWIFI_EAR_OFFCHANNEL, VWIFI_EAR_NEIGHBOUR };

/* Written under air.c's lock, read under RCU. */
extern struct hlist_head vwifi_air_by_addr[1 << VWIFI_ADDR_HASH_BITS];
extern struct hlist_head vwifi_air_residents[1 << VWIFI_FREQ_HASH_BITS];
extern struct hlist_head vwifi_air_visitors[1 << VWIFI_FREQ_HASH_BITS];
extern struct hlist_head vwifi_air_neighbours[1 << VWIFI_FREQ_HASH_BITS];

#endif /* VWIFI_AIR_H */
