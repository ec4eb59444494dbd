/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Ethernet devices as underlays. */
#ifndef VWIFI_ETHER_H
#define VWIFI_ETHER_H

#include <linux/jump_label.h>
#include <linux/percpu-defs.h>

#include "wire.h"

DECLARE_STATIC_KEY_FALSE(vwifi_ether_key);
DECLARE_PER_CPU(bool, vwifi_ether_sends);

/*
 * Whether a frame comes back to us out of the sending of one of the wire's, through
 * a tunnel over our own air, say: the locks of the first one are held. Bottom
 * halves disabled.
 */
static inline bool vwifi_ether_is_sending(void)
{
	return static_branch_unlikely(&vwifi_ether_key) && __this_cpu_read(vwifi_ether_sends);
}

int vwifi_ether_init(void);
void vwifi_ether_exit(void);
int vwifi_ether_attach(struct net_device *dev, struct netlink_ext_ack *extack);
int vwifi_ether_detach(struct net_device *dev);
struct net_device *vwifi_ether_dev(const struct vwifi_underlay *underlay);

#endif /* VWIFI_ETHER_H */
