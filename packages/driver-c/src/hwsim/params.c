// SPDX-License-Identifier: MIT OR GPL-2.0
/* The parameters of mac80211_hwsim, and what of them is not honoured. They mean nothing under another name. */
#include <linux/module.h>

#include "device/device.h"
#include "part.h"

static int radios = 2;
module_param(radios, int, 0444);
MODULE_PARM_DESC(radios, "As mac80211_hwsim: number of radios made at load (0 to 65535, default 2)");

static int channels = 1;
module_param(channels, int, 0444);
MODULE_PARM_DESC(channels, "As mac80211_hwsim: what GET_RADIO says; radios hear all their channels at once anyhow");

static bool paged_rx;
module_param(paged_rx, bool, 0644);
MODULE_PARM_DESC(paged_rx, "As mac80211_hwsim: accepted, means nothing");

static bool rctbl;
module_param(rctbl, bool, 0444);
MODULE_PARM_DESC(rctbl, "As mac80211_hwsim: accepted, means nothing");

static bool support_p2p_device = true;
module_param(support_p2p_device, bool, 0444);
MODULE_PARM_DESC(support_p2p_device, "As mac80211_hwsim: whether radios may have a P2P device, where there is one");

static bool multi_radio;
module_param(multi_radio, bool, 0444);
MODULE_PARM_DESC(multi_radio, "As mac80211_hwsim: accepted, not honoured");

static int regtest;
module_param(regtest, int, 0444);
MODULE_PARM_DESC(regtest, "As mac80211_hwsim: accepted, not honoured");

/* Whether the module goes by that name. */
bool vwifi_hwsim_is_wanted(void)
{
	return !strcmp(THIS_MODULE->name, "mac80211_hwsim");
}

int __init vwifi_hwsim_params_check(void)
{
	bool no_mlo;

	if (radios < 0 || radios > VWIFI_MAX_RADIOS || channels < 1) {
		pr_err("radios=%d channels=%d: 0 to %u radios, and at least one channel\n", radios, channels,
		       VWIFI_MAX_RADIOS);
		return -EINVAL;
	}
	no_mlo = vwifi_mlo && !VWIFI_HAS_MLO;
	if (no_mlo || multi_radio || regtest)
		pr_info("not honoured:%s%s%s\n", no_mlo ? " mlo" : "", multi_radio ? " multi_radio" : "",
			regtest ? " regtest" : "");
	return 0;
}

unsigned int vwifi_hwsim_radios(void)
{
	return radios;
}

u32 vwifi_hwsim_channels(void)
{
	return channels;
}

/* The types that a radio may have; 0: all. */
u32 vwifi_hwsim_iftypes(void)
{
	return support_p2p_device ? 0 : ~(u32)BIT(NL80211_IFTYPE_P2P_DEVICE);
}
