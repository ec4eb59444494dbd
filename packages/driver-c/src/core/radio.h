/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Radios, made and removed; included by vwifi.h. */
#ifndef VWIFI_RADIO_H
#define VWIFI_RADIO_H

/* radio.c */
struct vwifi_radio_params {
	const char *wiphy_name;		/* NULL: as vwifi_names says */
	const char *ifname;		/* NULL: likewise */
	const u8 *addr;			/* NULL: by the radio's number */
	struct net *net;
	int tx_power_mbm;
	u32 band_mask;			/* 0: all that the personality has */
	enum vwifi_personality personality;
	u32 owner;			/* 0: nobody's */
	const struct vwifi_position *position;	/* NULL: nowhere */
};

/* What radios and interfaces are called that were not given a name. */
enum vwifi_names {
	VWIFI_NAMES_VW,			/* vw_phyN, vwN: N the radio's number */
	VWIFI_NAMES_WLAN,		/* phyN, wlanN: N the wiphy's number, as cfg80211 counts them */
};

extern enum vwifi_names vwifi_names;	/* set at load */
extern struct mutex vwifi_radios_lock;	/* protects the set of radios */
struct vwifi_radio *vwifi_radio_new(const struct vwifi_radio_params *params);
void vwifi_radio_forget(struct vwifi_radio *radio);
void vwifi_radio_free(struct vwifi_radio *radio);
bool vwifi_radios_orphan(const struct net *net, u32 portid);
struct vwifi_radio *vwifi_radio_by_id(u32 id);
struct vwifi_radio *vwifi_radio_next(unsigned long *id);
unsigned int vwifi_radio_count(void);

/* removal.c */
void vwifi_radio_del_vifs(struct vwifi_radio *radio);
void vwifi_radio_quiet(struct vwifi_radio *radio);
void vwifi_radio_del(struct vwifi_radio *radio);
void vwifi_radios_del_all(void);
void vwifi_radios_del_orphans(void (*tell)(struct vwifi_radio *radio));

#endif /* VWIFI_RADIO_H */
