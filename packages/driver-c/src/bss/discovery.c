// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * What an access point sends between its beacons, so that who listens to a channel finds it sooner: FILS
 * discovery frames (IEEE Std 802.11-2020, 11.45.2.1) and probe responses that nobody asked for (802.11ax,
 * 26.17.2.3.2). User space gives their bodies. Begun and ended with the wiphy mutex held; the timers run
 * in softirq.
 *
 * A beacon interval is divided evenly, so that no more than what was asked for lies between two
 * of them, or between one and a beacon.
 */
#include "mgmt/mgmt.h"
#include "bss.h"

struct vwifi_discovery {
	struct hrtimer timer;
	struct vwifi_bss *bss;
	u32 parts;			/* of a beacon interval: a beacon, and so many less one of these */
	size_t timestamp;		/* where in the frame the TSF is */
	size_t len;
	u8 frame[];
};

/* The next one is due at a boundary of the parts, but for that at which a beacon goes. Ended by hrtimer_cancel(). */
static ktime_t vwifi_discovery_wait(const struct vwifi_discovery *discovery)
{
	u32 interval = ieee80211_tu_to_usec(discovery->bss->beacon_tu);
	u64 now = vwifi_tsf(), part = div_u64(now * discovery->parts, interval) + 1;
	u32 rest;

	div_u64_rem(part, discovery->parts, &rest);
	if (!rest)
		part++;
	return ns_to_ktime((div_u64(part * interval + discovery->parts - 1, discovery->parts) - now) *
			   NSEC_PER_USEC);
}

static void vwifi_discovery_send(const struct vwifi_discovery *discovery)
{
	struct vwifi_vif *vif = discovery->bss->vif;
	struct sk_buff *skb = alloc_skb(discovery->len, GFP_ATOMIC);

	if (!skb)
		return;
	skb_put_data(skb, discovery->frame, discovery->len);
	put_unaligned_le64(vwifi_tsf(), skb->data + discovery->timestamp);
	/* To a group, and told to nobody: nothing waits. */
	vwifi_mgmt_send(vif, READ_ONCE(discovery->bss->freq), skb, false, NULL);
}

static enum hrtimer_restart vwifi_discovery_timer(struct hrtimer *timer)
{
	struct vwifi_discovery *discovery = container_of(timer, struct vwifi_discovery, timer);

	vwifi_discovery_send(discovery);
	hrtimer_set_expires(timer, ktime_add(ktime_get(), vwifi_discovery_wait(discovery)));
	return HRTIMER_RESTART;
}

/* The header is ours: daemons leave the receiver out. */
static void vwifi_discovery_address(struct vwifi_discovery *discovery, u16 subtype)
{
	struct ieee80211_mgmt *mgmt = (void *)discovery->frame;

	mgmt->frame_control = cpu_to_le16(IEEE80211_FTYPE_MGMT | subtype);
	mgmt->duration = 0;
	eth_broadcast_addr(mgmt->da);
	ether_addr_copy(mgmt->sa, discovery->bss->vif->addr);
	ether_addr_copy(mgmt->bssid, discovery->bss->bssid);
}

/* Where the TSF is in a FILS discovery frame: behind category, action and frame control (802.11-2020, 9.6.7.36). */
#define VWIFI_FILS_TIMESTAMP	(sizeof(struct ieee80211_hdr_3addr) + 4)
#define VWIFI_FILS_ACTION	34

static bool vwifi_is_fils_discovery(const u8 *frame, size_t len)
{
	const u8 *body = frame + sizeof(struct ieee80211_hdr_3addr);

	return len >= NL80211_FILS_DISCOVERY_TMPL_MIN_LEN && body[0] == WLAN_CATEGORY_PUBLIC &&
	       body[1] == VWIFI_FILS_ACTION;
}

/*
 * One that is not yet sent. NULL where the beacons are often enough, or nothing is wanted.
 * @interval: TU
 */
static struct vwifi_discovery *vwifi_discovery_new(struct vwifi_bss *ap, u16 subtype, u32 interval,
						   const u8 *frame, size_t len)
{
	bool fils = subtype == IEEE80211_STYPE_ACTION;
	struct vwifi_discovery *discovery;

	if (!interval || !len)
		return NULL;
	if (len > IEEE80211_MAX_DATA_LEN ||
	    (fils ? !vwifi_is_fils_discovery(frame, len) :
		    len < offsetof(struct ieee80211_mgmt, u.probe_resp.variable)))
		return ERR_PTR(-EINVAL);
	if (interval >= ap->beacon_tu)
		return NULL;
	discovery = kzalloc(struct_size(discovery, frame, len), GFP_KERNEL);
	if (!discovery)
		return ERR_PTR(-ENOMEM);
	discovery->bss = ap;
	discovery->parts = DIV_ROUND_UP(ap->beacon_tu, interval);
	discovery->timestamp = fils ? VWIFI_FILS_TIMESTAMP :
				      offsetof(struct ieee80211_mgmt, u.probe_resp.timestamp);
	discovery->len = len;
	memcpy(discovery->frame, frame, len);
	vwifi_discovery_address(discovery, subtype);
	vwifi_hrtimer_setup(&discovery->timer, vwifi_discovery_timer, CLOCK_MONOTONIC,
			    HRTIMER_MODE_REL_SOFT);
	return discovery;
}

/**
 * vwifi_discovery_make - makes what user space asks for, and sends nothing yet
 * @ap: whose
 * @fils: FILS discovery frames, or NULL: as before
 * @probe: probe responses, or NULL: as before
 * @made: what was made; to be given to vwifi_discovery_take() or vwifi_discovery_discard()
 *
 * Return: 0, or -EINVAL or -ENOMEM, and nothing has changed.
 */
int vwifi_discovery_make(struct vwifi_bss *ap, const struct cfg80211_fils_discovery *fils,
			 const struct cfg80211_unsol_bcast_probe_resp *probe,
			 struct vwifi_discoveries *made)
{
	struct vwifi_discovery *discovery;

	*made = (struct vwifi_discoveries){};
	if (fils && vwifi_is_update(fils)) {
		if (fils->min_interval > fils->max_interval)
			return -EINVAL;
		discovery = vwifi_discovery_new(ap, IEEE80211_STYPE_ACTION, fils->max_interval, fils->tmpl,
						fils->tmpl_len);
		if (IS_ERR(discovery))
			return PTR_ERR(discovery);
		made->named[VWIFI_DISCOVERY_FILS] = true;
		made->each[VWIFI_DISCOVERY_FILS] = discovery;
	}
	if (probe && vwifi_is_update(probe)) {
		discovery = vwifi_discovery_new(ap, IEEE80211_STYPE_PROBE_RESP, probe->interval, probe->tmpl,
						probe->tmpl_len);
		if (IS_ERR(discovery)) {
			vwifi_discovery_discard(made);
			return PTR_ERR(discovery);
		}
		made->named[VWIFI_DISCOVERY_PROBE] = true;
		made->each[VWIFI_DISCOVERY_PROBE] = discovery;
	}
	return 0;
}

void vwifi_discovery_discard(struct vwifi_discoveries *made)
{
	unsigned int i;

	for (i = 0; i < VWIFI_N_DISCOVERIES; i++)
		kfree(made->each[i]);
}

static void vwifi_discovery_stop(struct vwifi_discovery *discovery)
{
	if (discovery)
		hrtimer_cancel(&discovery->timer);
	kfree(discovery);
}

/* Sends what was made from now on, in the place of what it is named for. The access point is on the air. */
void vwifi_discovery_take(struct vwifi_bss *ap, const struct vwifi_discoveries *made)
{
	unsigned int i;

	for (i = 0; i < VWIFI_N_DISCOVERIES; i++) {
		if (!made->named[i])
			continue;
		vwifi_discovery_stop(ap->discovery[i]);
		ap->discovery[i] = made->each[i];
		if (ap->discovery[i])
			hrtimer_start(&ap->discovery[i]->timer, vwifi_discovery_wait(ap->discovery[i]),
				      HRTIMER_MODE_REL_SOFT);
	}
}

/* The access point ends, or becomes another one than they say: user space says what then is true. */
void vwifi_discovery_end(struct vwifi_bss *ap)
{
	unsigned int i;

	for (i = 0; i < VWIFI_N_DISCOVERIES; i++) {
		vwifi_discovery_stop(ap->discovery[i]);
		ap->discovery[i] = NULL;
	}
}
