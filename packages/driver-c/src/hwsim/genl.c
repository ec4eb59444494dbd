// SPDX-License-Identifier: MIT OR GPL-2.0
/* The family MAC80211_HWSIM: what a message may hold, who may do what; and hwsim0. */
#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>

#include "frame/frame.h"
#include "tap/tap.h"
#include "medium.h"
#include "part.h"

static bool vwifi_hwsim_is_open;	/* the family is registered; vwifi_radios_lock */

static const struct nla_policy vwifi_hwsim_policy[VWIFI_HWSIM_N_ATTRS] = {
	[VWIFI_HWSIM_A_ADDR_RECEIVER] = NLA_POLICY_ETH_ADDR_COMPAT,
	[VWIFI_HWSIM_A_ADDR_TRANSMITTER] = NLA_POLICY_ETH_ADDR_COMPAT,
	[VWIFI_HWSIM_A_FRAME] = { .type = NLA_BINARY, .len = VWIFI_FRAME_MAX },
	[VWIFI_HWSIM_A_FLAGS] = { .type = NLA_U32 },
	[VWIFI_HWSIM_A_RX_RATE] = { .type = NLA_U32 },
	[VWIFI_HWSIM_A_SIGNAL] = { .type = NLA_U32 },
	[VWIFI_HWSIM_A_TX_INFO] = NLA_POLICY_EXACT_LEN(VWIFI_HWSIM_N_RATES *
						       sizeof(struct vwifi_hwsim_rate)),
	[VWIFI_HWSIM_A_COOKIE] = { .type = NLA_U64 },
	[VWIFI_HWSIM_A_CHANNELS] = { .type = NLA_U32 },
	[VWIFI_HWSIM_A_RADIO_ID] = { .type = NLA_U32 },
	[VWIFI_HWSIM_A_REG_HINT_ALPHA2] = { .type = NLA_STRING, .len = 2 },
	[VWIFI_HWSIM_A_REG_CUSTOM_REG] = { .type = NLA_U32 },
	[VWIFI_HWSIM_A_REG_STRICT_REG] = { .type = NLA_FLAG },
	[VWIFI_HWSIM_A_SUPPORT_P2P_DEVICE] = { .type = NLA_FLAG },
	[VWIFI_HWSIM_A_USE_CHANCTX] = { .type = NLA_FLAG },
	[VWIFI_HWSIM_A_DESTROY_RADIO_ON_CLOSE] = { .type = NLA_FLAG },
	[VWIFI_HWSIM_A_RADIO_NAME] = { .type = NLA_STRING, .len = NL80211_WIPHY_NAME_MAXLEN },
	[VWIFI_HWSIM_A_NO_VIF] = { .type = NLA_FLAG },
	[VWIFI_HWSIM_A_FREQ] = { .type = NLA_U32 },
	[VWIFI_HWSIM_A_TX_INFO_FLAGS] = { .type = NLA_BINARY },
	[VWIFI_HWSIM_A_PERM_ADDR] = NLA_POLICY_ETH_ADDR_COMPAT,
	[VWIFI_HWSIM_A_IFTYPE_SUPPORT] = { .type = NLA_U32 },
	[VWIFI_HWSIM_A_CIPHER_SUPPORT] = { .type = NLA_BINARY },
	[VWIFI_HWSIM_A_MLO_SUPPORT] = { .type = NLA_FLAG },
	[VWIFI_HWSIM_A_PMSR_SUPPORT] = { .type = NLA_NESTED },
	[VWIFI_HWSIM_A_PMSR_RESULT] = { .type = NLA_NESTED },
	[VWIFI_HWSIM_A_MULTI_RADIO] = { .type = NLA_FLAG },
	[VWIFI_HWSIM_A_SUPPORT_NAN_DEVICE] = { .type = NLA_FLAG },
	[VWIFI_HWSIM_A_SUPPORT_BACKGROUND_RADAR] = { .type = NLA_FLAG },
};

#define VWIFI_HWSIM_LENIENT	(GENL_DONT_VALIDATE_STRICT | GENL_DONT_VALIDATE_DUMP)

static const struct genl_small_ops vwifi_hwsim_ops[] = {
	{
		.cmd = VWIFI_HWSIM_CMD_REGISTER,
		.validate = VWIFI_HWSIM_LENIENT,
		.doit = vwifi_hwsim_register,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	/* These two are for whoever has registered, and nobody else. */
	{
		.cmd = VWIFI_HWSIM_CMD_FRAME,
		.validate = VWIFI_HWSIM_LENIENT,
		.doit = vwifi_hwsim_frame,
	},
	{
		.cmd = VWIFI_HWSIM_CMD_TX_INFO_FRAME,
		.validate = VWIFI_HWSIM_LENIENT,
		.doit = vwifi_hwsim_tx_info,
	},
	{
		.cmd = VWIFI_HWSIM_CMD_NEW_RADIO,
		.validate = VWIFI_HWSIM_LENIENT,
		.doit = vwifi_hwsim_new_radio,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_HWSIM_CMD_DEL_RADIO,
		.validate = VWIFI_HWSIM_LENIENT,
		.doit = vwifi_hwsim_del_radio,
		.flags = GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd = VWIFI_HWSIM_CMD_GET_RADIO,
		.validate = VWIFI_HWSIM_LENIENT,
		.doit = vwifi_hwsim_get_radio,
		.dumpit = vwifi_hwsim_dump_radios,
	},
};

static const struct genl_multicast_group vwifi_hwsim_mcgrps[] = {
	{ .name = VWIFI_HWSIM_MCGRP },
};

struct genl_family vwifi_hwsim_family __ro_after_init = {
	.name = VWIFI_HWSIM_FAMILY,
	.version = VWIFI_HWSIM_VERSION,
	.maxattr = VWIFI_HWSIM_A_MAX,
	.policy = vwifi_hwsim_policy,
	.netnsok = true,
	.module = THIS_MODULE,
	.small_ops = vwifi_hwsim_ops,
	.n_small_ops = ARRAY_SIZE(vwifi_hwsim_ops),
	.resv_start_op = VWIFI_HWSIM_N_CMDS,
	.mcgrps = vwifi_hwsim_mcgrps,
	.n_mcgrps = ARRAY_SIZE(vwifi_hwsim_mcgrps),
};

/* A radio has been made. Called with vwifi_radios_lock held. */
static void vwifi_hwsim_made(struct vwifi_radio *radio)
{
	struct vwifi_hwsim *part = kzalloc(sizeof(*part), GFP_KERNEL);

	if (!part)
		return;
	part->radio = radio;
	part->channels = vwifi_hwsim_channels();
	part->use_chanctx = part->channels > 1;
	spin_lock_init(&part->lock);
	INIT_LIST_HEAD(&part->pending);
	INIT_LIST_HEAD(&part->failed);
	/* Its interface may be sending already. */
	smp_store_release(&radio->hwsim, part);
	vwifi_hwsim_debugfs_add(part);
}

/* A radio without interfaces is about to go. Called with vwifi_radios_lock held. */
static void vwifi_hwsim_going(struct vwifi_radio *radio)
{
	struct vwifi_hwsim *part = radio->hwsim;

	if (vwifi_hwsim_is_open)
		vwifi_hwsim_tell_gone(radio);
	if (radio->air->n_radios == 1 && !vwifi_air_is_hosts(radio->air))
		vwifi_hwsim_forget_air(radio->air);
	if (!part)
		return;
	vwifi_carried_fail(part, true);
	radio->hwsim = NULL;
	vwifi_hwsim_debugfs_del(part);
	kfree(part);
}

/* Before the first radio is made. */
void __init vwifi_hwsim_connect(void)
{
	vwifi_up.made = vwifi_hwsim_made;
	vwifi_up.going = vwifi_hwsim_going;
	vwifi_up.carry = vwifi_hwsim_carry;
	vwifi_up.carry_injected = vwifi_hwsim_carry_injected;
}

/* hwsim0 hears everything; it goes with the other taps. */
static int __init vwifi_hwsim_tap(void)
{
	struct net_device *dev;

	rtnl_lock();
	dev = vwifi_tap_new(&init_net, "hwsim%d");
	rtnl_unlock();
	return PTR_ERR_OR_ZERO(dev);
}

/* The last of all: from here on user space may ask for things. */
int __init vwifi_hwsim_init(void)
{
	int err = vwifi_hwsim_tap();

	if (err)
		return err;
	err = vwifi_hwsim_medium_init();
	if (err)
		return err;
	err = genl_register_family(&vwifi_hwsim_family);
	if (err) {
		vwifi_hwsim_medium_exit();
		return err;
	}
	mutex_lock(&vwifi_radios_lock);
	vwifi_hwsim_is_open = true;
	mutex_unlock(&vwifi_radios_lock);
	return 0;
}

/* The first of all: afterwards nobody asks for anything. */
void vwifi_hwsim_exit(void)
{
	mutex_lock(&vwifi_radios_lock);
	vwifi_hwsim_is_open = false;
	mutex_unlock(&vwifi_radios_lock);
	genl_unregister_family(&vwifi_hwsim_family);
	vwifi_hwsim_medium_exit();
}
