// SPDX-License-Identifier: MIT OR GPL-2.0
/* Which access point of its network a radio with an SME of its own goes to. */
#include "sme.h"

/* The strongest access point so far. */
struct vwifi_sme_search {
	const struct vwifi_sme *sme;
	const u8 *but;			/* the one that it is with, to leave it; NULL: with none */
	u64 since;			/* ns, boot time: who was not heard since then does not count */
	struct ieee80211_channel *channel;	/* of it; NULL: none yet */
	u8 bssid[ETH_ALEN];
	s32 signal;
};

/* cfg80211 holds its lock: what is found is only noted. */
static void vwifi_sme_compare(struct wiphy *wiphy, struct cfg80211_bss *bss, void *data)
{
	struct vwifi_sme_search *search = data;
	const struct vwifi_sme *sme = search->sme;
	const struct vwifi_heard *last = (const void *)(bss->transmitted_bss ?: bss)->priv;
	const struct cfg80211_bss_ies *ies;
	const struct element *ssid;
	s32 signal = bss->signal;
	bool same;

	if (READ_ONCE(last->heard) < search->since || (sme->channel && sme->channel != bss->channel) ||
	    (sme->pinned && !ether_addr_equal(sme->bssid, bss->bssid)) ||
	    (search->but && ether_addr_equal(search->but, bss->bssid)) ||
	    !(bss->capability & WLAN_CAPABILITY_ESS) ||
	    !(bss->capability & WLAN_CAPABILITY_PRIVACY) == sme->privacy)
		return;
	rcu_read_lock();
	ies = rcu_dereference(bss->ies);
	ssid = cfg80211_find_elem(WLAN_EID_SSID, ies->data, ies->len);
	same = ssid && ssid->datalen == sme->ssid.ssid_len &&
	       !memcmp(ssid->data, sme->ssid.ssid, ssid->datalen);
	rcu_read_unlock();
	if (!search->but && ether_addr_equal(sme->bssid, bss->bssid))
		signal = S32_MAX;
	if (!same || (search->channel && signal <= search->signal))
		return;
	search->channel = bss->channel;
	search->signal = signal;
	ether_addr_copy(search->bssid, bss->bssid);
}

/* An access point of the network, the strongest that was heard in the last jiffies, with a reference; or NULL. */
struct cfg80211_bss *vwifi_sme_find(struct vwifi_vif *vif, const u8 *but, unsigned long within)
{
	u64 ago = (u64)jiffies_to_msecs(within) * NSEC_PER_MSEC, now = ktime_get_boottime_ns();
	struct vwifi_sme_search search = { .sme = vif->sme, .but = but, .since = now > ago ? now - ago : 0 };
	const struct vwifi_sme *sme = vif->sme;
	struct wiphy *wiphy = vif->radio->wiphy;

	cfg80211_bss_iter(wiphy, NULL, vwifi_sme_compare, &search);
	if (!search.channel)
		return NULL;
	return cfg80211_get_bss(wiphy, search.channel, search.bssid, sme->ssid.ssid, sme->ssid.ssid_len,
				IEEE80211_BSS_TYPE_ESS, IEEE80211_PRIVACY(sme->privacy));
}
