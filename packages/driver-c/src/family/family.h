/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What user space says of the medium: the family of generic netlink, and what it tells.
 * vwifi_radios_lock is held around every change, rtnl where devices are named; nothing
 * here runs per frame. User space calls; the roof registers it last and takes it away first.
 */
#ifndef VWIFI_FAMILY_FAMILY_H
#define VWIFI_FAMILY_FAMILY_H

#include <linux/types.h>

struct vwifi_radio;

/* genl.c */
int vwifi_genl_init(void);
void vwifi_genl_exit(void);
void vwifi_radio_notify(u8 cmd, struct vwifi_radio *radio);

#endif /* VWIFI_FAMILY_FAMILY_H */
