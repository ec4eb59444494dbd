/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What the files of this floor share. */
#ifndef VWIFI_HWSIM_PART_H
#define VWIFI_HWSIM_PART_H

#include <net/genetlink.h>

#include "core/core.h"
#include "hwsim.h"
#include "numbers.h"

struct dentry;

/* What is kept of a radio. Made with it, and gone before it. */
struct vwifi_hwsim {
	struct vwifi_radio *radio;
	struct dentry *debugfs;
	u32 channels;			/* as was said: it hears all at once anyhow */
	bool use_chanctx;
	char alpha2[3];			/* the country that was hinted, or nothing */
};

/* genl.c */
extern struct genl_family vwifi_hwsim_family;

/* params.c */
u32 vwifi_hwsim_channels(void);

/* radios.c; called with vwifi_radios_lock held, but for the commands */
int vwifi_hwsim_new_radio(struct sk_buff *skb, struct genl_info *info);
int vwifi_hwsim_del_radio(struct sk_buff *skb, struct genl_info *info);
int vwifi_hwsim_get_radio(struct sk_buff *skb, struct genl_info *info);
int vwifi_hwsim_dump_radios(struct sk_buff *skb, struct netlink_callback *cb);
void vwifi_hwsim_tell_gone(struct vwifi_radio *radio);

/* debugfs.c; called with vwifi_radios_lock held */
void vwifi_hwsim_debugfs_add(struct vwifi_hwsim *part);
void vwifi_hwsim_debugfs_del(struct vwifi_hwsim *part);

#endif /* VWIFI_HWSIM_PART_H */
