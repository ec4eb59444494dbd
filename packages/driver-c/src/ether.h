/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Ethernet devices as underlays. */
#ifndef VWIFI_ETHER_H
#define VWIFI_ETHER_H

#include "wire.h"

int vwifi_ether_init(void);
void vwifi_ether_exit(void);
int vwifi_ether_attach(struct net_device *dev, struct netlink_ext_ack *extack);
int vwifi_ether_detach(struct net_device *dev);
struct net_device *vwifi_ether_dev(const struct vwifi_underlay *underlay);

#endif /* VWIFI_ETHER_H */
