// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * PMKs that user space has in common with access points (IEEE Std 802.11-2020, 12.6.8.3), for a
 * radio that has the SME: it names them in its (re)associations (sme.c). One for each access
 * point; those of a FILS cache identifier are refused, for the radio does no FILS.
 *
 * With the wiphy mutex held.
 */
#include "sme.h"

static struct vwifi_pmksa *vwifi_pmksa_at(const struct vwifi_vif *vif, const u8 *bssid)
{
	struct vwifi_pmksa *each;

	list_for_each_entry(each, &vif->pmksas, list)
		if (ether_addr_equal(each->bssid, bssid))
			return each;
	return NULL;
}

static void vwifi_pmksa_free(struct vwifi_pmksa *pmksa)
{
	list_del(&pmksa->list);
	kfree_sensitive(pmksa);
}

/* That of an access point, until its time is over; or NULL. */
const struct vwifi_pmksa *vwifi_pmksa_find(const struct vwifi_vif *vif, const u8 *bssid)
{
	const struct vwifi_pmksa *found = vwifi_pmksa_at(vif, bssid);

	return found && (!found->ends || ktime_get_boottime_seconds() < found->ends) ? found : NULL;
}

void vwifi_pmksa_forget(struct vwifi_vif *vif, const u8 *bssid)
{
	struct vwifi_pmksa *found = vwifi_pmksa_at(vif, bssid);

	if (found)
		vwifi_pmksa_free(found);
}

/* The oldest makes room where there is none. */
static void vwifi_pmksas_make_room(struct vwifi_vif *vif)
{
	const struct list_head *each;
	unsigned int n = 0;

	list_for_each(each, &vif->pmksas)
		n++;
	if (n >= VWIFI_PMKSAS)
		vwifi_pmksa_free(list_last_entry(&vif->pmksas, struct vwifi_pmksa, list));
}

/* All of an interface, also with its end. */
void vwifi_pmksas_free(struct vwifi_vif *vif)
{
	struct vwifi_pmksa *each, *next;

	list_for_each_entry_safe(each, next, &vif->pmksas, list)
		vwifi_pmksa_free(each);
}

int vwifi_set_pmksa(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_pmksa *asked)
{
	struct vwifi_vif *vif = vwifi_vif(dev);
	struct vwifi_pmksa *pmksa;

	if (!asked->bssid)
		return -EOPNOTSUPP;
	if (!asked->pmkid || asked->pmk_len > PMK_MAX_LEN)
		return -EINVAL;
	pmksa = kzalloc(sizeof(*pmksa), GFP_KERNEL);
	if (!pmksa)
		return -ENOMEM;
	ether_addr_copy(pmksa->bssid, asked->bssid);
	memcpy(pmksa->pmkid, asked->pmkid, WLAN_PMKID_LEN);
	if (asked->pmk) {
		memcpy(pmksa->pmk, asked->pmk, asked->pmk_len);
		pmksa->pmk_len = asked->pmk_len;
	}
	if (asked->pmk_lifetime)
		pmksa->ends = ktime_get_boottime_seconds() + asked->pmk_lifetime;
	vwifi_pmksa_forget(vif, asked->bssid);
	vwifi_pmksas_make_room(vif);
	list_add(&pmksa->list, &vif->pmksas);
	vwifi_sme_take_pmksa(vif);
	return 0;
}

int vwifi_del_pmksa(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_pmksa *asked)
{
	struct vwifi_pmksa *found = asked->bssid ? vwifi_pmksa_at(vwifi_vif(dev), asked->bssid) : NULL;

	if (!found || (asked->pmkid && memcmp(found->pmkid, asked->pmkid, WLAN_PMKID_LEN)))
		return -ENOENT;
	vwifi_pmksa_free(found);
	return 0;
}

int vwifi_flush_pmksa(struct wiphy *wiphy, struct net_device *dev)
{
	vwifi_pmksas_free(vwifi_vif(dev));
	return 0;
}
