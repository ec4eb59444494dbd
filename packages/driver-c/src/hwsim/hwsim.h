/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * The names of mac80211_hwsim, for programs that know no others: a module that is loaded as
 * mac80211_hwsim has its parameters, debugfs, hwsim0, and the family MAC80211_HWSIM beside
 * the family `vwifi`. What radios, interfaces, addresses and devices are called is a matter
 * of device/ (VWIFI_NAMES_HWSIM).
 *
 * The highest floor: knows everybody below, and the roof alone calls it. What it keeps of a
 * radio (struct vwifi_hwsim) is protected by vwifi_radios_lock.
 */
#ifndef VWIFI_HWSIM_HWSIM_H
#define VWIFI_HWSIM_HWSIM_H

#include <linux/types.h>

/* params.c */
bool vwifi_hwsim_is_wanted(void);
int vwifi_hwsim_params_check(void);
unsigned int vwifi_hwsim_radios(void);
u32 vwifi_hwsim_iftypes(void);

/* genl.c */
void vwifi_hwsim_connect(void);
int vwifi_hwsim_init(void);
void vwifi_hwsim_exit(void);

#endif /* VWIFI_HWSIM_HWSIM_H */
