/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Radios and interfaces, made and removed, and what the kernel asks of them: the tables
 * of cfg80211, ethtool and net_device. All other floors but family/ are below: this is
 * where an interface is put together of what each of them keeps for it.
 *
 * Radios come and go with vwifi_radios_lock held, interfaces under rtnl and the wiphy
 * mutex; process context. family/ and the roof call.
 */
#ifndef VWIFI_DEVICE_DEVICE_H
#define VWIFI_DEVICE_DEVICE_H

#include <linux/ethtool.h>

#include "core/core.h"

struct vwifi_radio_params {
	const char *wiphy_name;		/* NULL: as vwifi_names says */
	const char *ifname;		/* NULL: likewise */
	const u8 *addr;			/* NULL: by the radio's number */
	struct net *net;
	int tx_power_mbm;
	u32 band_mask;			/* 0: all that the personality has */
	enum vwifi_personality personality;
	u8 streams;			/* spatial ones; 0: as many as there are */
	u16 width;			/* of its widest channel, MHz; 0: as wide as they are */
	bool driver_sme;		/* it connects by itself */
	u32 owner;			/* 0: nobody's */
	int antenna_gain;		/* hundredths of a dBi */
	const struct vwifi_track *track;	/* NULL: nowhere */
	bool no_vif;			/* without an interface to begin with */
	bool strict_reg;		/* it obeys its own country alone */
	u32 iftypes;			/* BIT(NL80211_IFTYPE_*) that it may have; 0: all */
	const u32 *ciphers;		/* that it may have; NULL: all */
	unsigned int n_ciphers;
};

/* What radios and interfaces are called that were not given a name. */
enum vwifi_names {
	VWIFI_NAMES_VW,			/* vw_phyN, vwN: N the radio's number */
	VWIFI_NAMES_WLAN,		/* phyN, wlanN: N the wiphy's number, as cfg80211 counts them */
	VWIFI_NAMES_HWSIM,		/* phyN, wlanN, devices and addresses as mac80211_hwsim has them */
};

#define VWIFI_HWSIM_TX_POWER_DBM	20	/* of its radios, as those of mac80211_hwsim have it */

extern enum vwifi_names vwifi_names;	/* set at load */
extern bool vwifi_driver_handshake;	/* whether radios with an SME agree on keys by themselves; set at load */
extern bool vwifi_mlo;	/* whether radios have several links; set at load */

/* radio.c */
struct vwifi_radio *vwifi_radio_new(const struct vwifi_radio_params *params);
void vwifi_radio_forget(struct vwifi_radio *radio);
void vwifi_radio_free(struct vwifi_radio *radio);

/* limits.c */
int vwifi_radio_restrict(struct vwifi_radio *radio, const struct vwifi_radio_params *params);

/* removal.c */
void vwifi_radio_del_vifs(struct vwifi_radio *radio);
void vwifi_radio_quiet(struct vwifi_radio *radio);
void vwifi_radio_del(struct vwifi_radio *radio);
void vwifi_radios_del_all(void);
void vwifi_radios_del_orphans(void (*tell)(struct vwifi_radio *radio));
bool vwifi_radios_del_in(const struct net *going, void (*tell)(struct vwifi_radio *radio));

/* vif.c */
struct wireless_dev *vwifi_vif_new(struct vwifi_radio *radio, const char *name,
				   unsigned char name_assign_type,
				   enum nl80211_iftype type, const u8 *addr);
void vwifi_vif_del(struct vwifi_vif *vif);
struct wireless_dev *vwifi_add_virtual_intf(struct wiphy *wiphy, const char *name,
					    unsigned char name_assign_type,
					    enum nl80211_iftype type,
					    struct vif_params *params);
int vwifi_del_virtual_intf(struct wiphy *wiphy, struct wireless_dev *wdev);
int vwifi_change_virtual_intf(struct wiphy *wiphy, struct net_device *dev,
			      enum nl80211_iftype type,
			      struct vif_params *params);

int vwifi_vif_may_run(struct vwifi_vif *vif, enum nl80211_iftype type);

/* p2p.c */
struct wireless_dev *vwifi_p2p_device_new(struct vwifi_radio *radio, const u8 *addr);
void vwifi_p2p_device_del(struct vwifi_vif *vif);
int vwifi_start_p2p_device(struct wiphy *wiphy, struct wireless_dev *wdev);
void vwifi_stop_p2p_device(struct wiphy *wiphy, struct wireless_dev *wdev);

/* bus.c */
int vwifi_bus_init(void);
void vwifi_bus_exit(void);
struct device *vwifi_bus_add(u32 id);
void vwifi_bus_del(struct device *dev);

/* cfg80211.c, ethtool.c */
extern const struct cfg80211_ops vwifi_cfg80211_ops;
extern const struct cfg80211_ops vwifi_cfg80211_sme_ops;
extern const struct ethtool_ops vwifi_ethtool_ops;

#endif /* VWIFI_DEVICE_DEVICE_H */
