/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* What the files of this floor share. */
#ifndef VWIFI_HWSIM_PART_H
#define VWIFI_HWSIM_PART_H

#include <net/genetlink.h>

#include "core/core.h"
#include "hwsim.h"
#include "numbers.h"

struct dentry;

/* As mac80211_hwsim numbers what can be written to the file ps. */
enum vwifi_hwsim_ps {
	VWIFI_HWSIM_PS_OFF,
	VWIFI_HWSIM_PS_ON,
	VWIFI_HWSIM_PS_AUTO,		/* means what ON does */
	VWIFI_HWSIM_PS_POLL,		/* once, while it is ON */
};

/* What is kept of a radio. Made with it, and gone before it. */
struct vwifi_hwsim {
	struct vwifi_radio *radio;
	struct dentry *debugfs;
	enum vwifi_hwsim_ps ps;		/* WRITE_ONCE */
	u32 channels;			/* as was said: it hears all at once anyhow */
	bool use_chanctx;
	char alpha2[3];			/* the country that was hinted, or nothing */
	spinlock_t lock;		/* protects what follows */
	struct list_head pending;	/* frames that wait for the word of a program, the oldest first */
	struct list_head failed;	/* and those that do so no more */
	unsigned int n_pending;
	atomic64_t cookie;
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

/* medium.c; the second with vwifi_radios_lock held */
int vwifi_hwsim_medium_init(void);
void vwifi_hwsim_medium_exit(void);
void vwifi_hwsim_forget_air(struct vwifi_air *air);
int vwifi_hwsim_register(struct sk_buff *skb, struct genl_info *info);
int vwifi_hwsim_frame(struct sk_buff *skb, struct genl_info *info);
int vwifi_hwsim_tx_info(struct sk_buff *skb, struct genl_info *info);

/* debugfs.c; called with vwifi_radios_lock held */
void vwifi_hwsim_debugfs_add(struct vwifi_hwsim *part);
void vwifi_hwsim_debugfs_del(struct vwifi_hwsim *part);

#endif /* VWIFI_HWSIM_PART_H */
