/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * What differs between kernel versions, and nothing else. The rest of the
 * driver is written for the newest kernel; this file makes the older ones
 * look like it.
 */
#ifndef VWIFI_COMPAT_H
#define VWIFI_COMPAT_H

#include <crypto/aes.h>
#include <linux/hrtimer.h>
#include <linux/netdevice.h>
#include <linux/version.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <net/cfg80211.h>
#include <net/genetlink.h>
#include <net/sock.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
#include <net/gso.h>
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#include <linux/hex.h>
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

/*
 * Until 6.7 the MLME calls of cfg80211 wanted the wireless_dev's own mutex,
 * inside the wiphy's; since then the wiphy mutex is enough.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 7, 0)
static inline void vwifi_wdev_lock(struct wireless_dev *wdev)
{
	mutex_lock(&wdev->mtx);
}

static inline void vwifi_wdev_unlock(struct wireless_dev *wdev)
{
	mutex_unlock(&wdev->mtx);
}

#define cfg80211_rx_assoc_resp_data	cfg80211_rx_assoc_resp

typedef struct cfg80211_beacon_data vwifi_ap_update_t;

static inline struct cfg80211_beacon_data *
vwifi_ap_update_beacon(vwifi_ap_update_t *update)
{
	return update;
}

/* An access point that runs has its discovery frames as it began. */
static inline struct cfg80211_fils_discovery *vwifi_ap_update_fils(vwifi_ap_update_t *update)
{
	return NULL;
}

static inline struct cfg80211_unsol_bcast_probe_resp *vwifi_ap_update_probe(vwifi_ap_update_t *update)
{
	return NULL;
}

#define vwifi_is_update(discovery)	((discovery)->tmpl_len)
#else
static inline void vwifi_wdev_lock(struct wireless_dev *wdev)
{
}

static inline void vwifi_wdev_unlock(struct wireless_dev *wdev)
{
}

typedef struct cfg80211_ap_update vwifi_ap_update_t;

static inline struct cfg80211_beacon_data *
vwifi_ap_update_beacon(vwifi_ap_update_t *update)
{
	return &update->beacon;
}

static inline struct cfg80211_fils_discovery *vwifi_ap_update_fils(vwifi_ap_update_t *update)
{
	return &update->fils_discovery;
}

static inline struct cfg80211_unsol_bcast_probe_resp *vwifi_ap_update_probe(vwifi_ap_update_t *update)
{
	return &update->unsol_bcast_probe_resp;
}

#define vwifi_is_update(discovery)	((discovery)->update)
#endif

/* 6.8 added the link to the control port's receive call. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 8, 0)
#define vwifi_rx_control_port(dev, skb, unencrypted) \
	cfg80211_rx_control_port(dev, skb, unencrypted)
#else
#define vwifi_rx_control_port(dev, skb, unencrypted) \
	cfg80211_rx_control_port(dev, skb, unencrypted, -1)
#endif

/* Until 6.8 cfg80211 kept to itself how wide a width is. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 8, 0)
static inline int nl80211_chan_width_to_mhz(enum nl80211_chan_width width)
{
	static const u16 mhz[] = {
		[NL80211_CHAN_WIDTH_20_NOHT] = 20,	[NL80211_CHAN_WIDTH_20] = 20,
		[NL80211_CHAN_WIDTH_40] = 40,		[NL80211_CHAN_WIDTH_80] = 80,
		[NL80211_CHAN_WIDTH_80P80] = 160,	[NL80211_CHAN_WIDTH_160] = 160,
		[NL80211_CHAN_WIDTH_5] = 5,		[NL80211_CHAN_WIDTH_10] = 10,
		[NL80211_CHAN_WIDTH_320] = 320,		[NL80211_CHAN_WIDTH_1] = 1,
		[NL80211_CHAN_WIDTH_2] = 2,		[NL80211_CHAN_WIDTH_4] = 4,
		[NL80211_CHAN_WIDTH_8] = 8,		[NL80211_CHAN_WIDTH_16] = 16,
	};

	return width < ARRAY_SIZE(mhz) ? mhz[width] : -EINVAL;
}
#endif

/* 6.9 made the data per interface type a pointer of its own kind. */
#ifdef ieee80211_set_sband_iftype_data
#define vwifi_set_iftype_table	_ieee80211_set_sband_iftype_data
#define vwifi_iftype_data(band) \
	((__force const struct ieee80211_sband_iftype_data *)(band)->iftype_data)
#else
#define vwifi_set_iftype_table(band, data, n)		\
	do {						\
		(band)->iftype_data = (data);		\
		(band)->n_iftype_data = (n);		\
	} while (0)
#define vwifi_iftype_data(band)	((band)->iftype_data)
#endif
#define vwifi_set_iftype_data(band, data)	vwifi_set_iftype_table(band, data, ARRAY_SIZE(data))

/* 6.9 gave channels holes: bits of their subchannels of 20 MHz, from the lowest frequency. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
#define vwifi_can_puncture(wiphy)	do { } while (0)

static inline u16 vwifi_punctured(const struct cfg80211_chan_def *chandef)
{
	return 0;
}

static inline void vwifi_puncture(struct cfg80211_chan_def *chandef, u16 holes)
{
}
#else
#define vwifi_can_puncture(wiphy)	wiphy_ext_feature_set(wiphy, NL80211_EXT_FEATURE_PUNCT)

static inline u16 vwifi_punctured(const struct cfg80211_chan_def *chandef)
{
	return READ_ONCE(chandef->punctured);
}

static inline void vwifi_puncture(struct cfg80211_chan_def *chandef, u16 holes)
{
	chandef->punctured = holes;
}
#endif

/* Later kernels let user space choose among the rates of EHT. */
#ifdef NL80211_EHT_NSS_MAX
#define vwifi_eht_mask(control, nss)	((control)->eht_mcs[(nss) - 1])
#define vwifi_eht_mask_gi(control)	((control)->eht_gi)
#else
#define vwifi_eht_mask(control, nss)	U16_MAX
#define vwifi_eht_mask_gi(control)	NL80211_RATE_INFO_EHT_GI_0_8
#endif

/* 6.12 moved LLTX from a feature bit to a flag of its own. */
static inline void vwifi_set_lltx(struct net_device *dev)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
	dev->features |= NETIF_F_LLTX;
#else
	dev->lltx = true;
#endif
}

/* 6.12 gave the listening for radars a link. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
#define VWIFI_CAC_LINK_ARG
#define VWIFI_END_CAC_LINK_ARG
#define vwifi_tell_cac(dev, chandef, event) \
	cfg80211_cac_event(dev, chandef, event, GFP_KERNEL)

static inline bool *vwifi_cac_started(struct wireless_dev *wdev)
{
	return &wdev->cac_started;
}
#else
#define VWIFI_CAC_LINK_ARG	, int link_id
#define VWIFI_END_CAC_LINK_ARG	, unsigned int link_id
#define vwifi_tell_cac(dev, chandef, event) \
	cfg80211_cac_event(dev, chandef, event, GFP_KERNEL, 0)

static inline bool *vwifi_cac_started(struct wireless_dev *wdev)
{
	return &wdev->links[0].cac_started;
}
#endif

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 13, 0)
static inline void
vwifi_hrtimer_setup(struct hrtimer *timer,
		    enum hrtimer_restart (*function)(struct hrtimer *),
		    clockid_t clock, enum hrtimer_mode mode)
{
	hrtimer_init(timer, clock, mode);
	timer->function = function;
}
#else
#define vwifi_hrtimer_setup	hrtimer_setup
#endif

/*
 * 6.13 gave set_monitor_channel the interface, and so did point releases of
 * 6.12: its type tells, not the version.
 */
typedef int (*vwifi_monitor_channel_t)(struct wiphy *wiphy, struct cfg80211_chan_def *chandef);

#define VWIFI_MONITOR_CHANNEL_OP(of_dev, of_wiphy)						\
	__builtin_choose_expr(									\
		__builtin_types_compatible_p(							\
			typeof(((struct cfg80211_ops *)0)->set_monitor_channel),		\
			vwifi_monitor_channel_t),						\
		of_wiphy, of_dev)

/* 6.5 gave what is said for TDLS a link, and so did point releases of 6.1: its type tells, not the version. */
typedef int (*vwifi_tdls_mgmt_t)(struct wiphy *wiphy, struct net_device *dev, const u8 *peer,
				 u8 action, u8 token, u16 status, u32 peer_capability,
				 bool initiator, const u8 *elements, size_t len);

#define VWIFI_TDLS_MGMT_OP(of_link, of_dev)							\
	__builtin_choose_expr(									\
		__builtin_types_compatible_p(							\
			typeof(((struct cfg80211_ops *)0)->tdls_mgmt), vwifi_tdls_mgmt_t),	\
		of_dev, of_link)

/*
 * Devices with several links are offered from 7.0 on: before, what cfg80211 asks of a driver
 * for them changed from release to release.
 */
#define VWIFI_HAS_MLO	(LINUX_VERSION_CODE >= KERNEL_VERSION(7, 0, 0))
#if VWIFI_HAS_MLO
#define vwifi_link_id_of(params)	((params)->link_id)
#define vwifi_defragment		cfg80211_defragment_element
#define vwifi_asks_for_links(req)	((req)->link_id >= 0)
#define vwifi_ask_for_no_links(req)	((req)->link_id = -1)

/* What an access point answered of a link. */
static inline void vwifi_resp_link(struct cfg80211_rx_assoc_resp_data *resp, unsigned int id,
				   const u8 *addr, u16 status)
{
	ether_addr_copy(resp->links[id].addr, addr);
	resp->links[id].status = status;
}

/*
 * What is told of a peer alone, for cfg80211 puts it together in ways that are not ours: the durations of one link, and
 * the throughputs of all, where frames go over the best.
 */
#define VWIFI_OF_NO_LINK	(BIT_ULL(NL80211_STA_INFO_RX_DURATION) |		\
				 BIT_ULL(NL80211_STA_INFO_TX_DURATION) |		\
				 BIT_ULL(NL80211_STA_INFO_EXPECTED_THROUGHPUT))

/**
 * vwifi_tell_link - says of a peer what is counted on a link
 * @sinfo: what is told of the peer; cfg80211 has made room for its links, or not, and frees it
 * @id: the link
 * @addr: the peer's address on it
 * @of: what is told of the peer on the link
 *
 * Return: whether there is room. Then cfg80211 sums up the counters of all links, and finds the best signal.
 */
static inline bool vwifi_tell_link(struct station_info *sinfo, unsigned int id, const u8 *addr,
				   const struct station_info *of)
{
	struct link_station_info *link = sinfo->links[id];

	if (!link)
		return false;
	ether_addr_copy(link->addr, addr);
	link->filled = of->filled & ~VWIFI_OF_NO_LINK;
	link->connected_time = of->connected_time;
	link->inactive_time = of->inactive_time;
	link->assoc_at = of->assoc_at;
	link->rx_bytes = of->rx_bytes;
	link->tx_bytes = of->tx_bytes;
	link->rx_packets = of->rx_packets;
	link->tx_packets = of->tx_packets;
	link->tx_retries = of->tx_retries;
	link->tx_failed = of->tx_failed;
	link->rx_dropped_misc = of->rx_dropped_misc;
	link->signal = of->signal;
	link->signal_avg = of->signal_avg;
	link->txrate = of->txrate;
	link->rxrate = of->rxrate;
	link->bss_param = of->bss_param;
	link->beacon_loss_count = of->beacon_loss_count;
	link->rx_beacon = of->rx_beacon;
	link->rx_beacon_signal_avg = of->rx_beacon_signal_avg;
	sinfo->valid_links |= BIT(id);
	/* It says one itself, but for those that are weaker than -99 dBm. */
	sinfo->filled &= ~BIT_ULL(NL80211_STA_INFO_SIGNAL);
	return true;
}
#else
#define vwifi_link_id_of(params)	(-1)
#define vwifi_defragment(element, ies, ies_len, data, len, id)	(-EOPNOTSUPP)
#define vwifi_asks_for_links(req)	false
#define vwifi_ask_for_no_links(req)	((void)(req))

static inline void vwifi_resp_link(struct cfg80211_rx_assoc_resp_data *resp, unsigned int id,
				   const u8 *addr, u16 status)
{
}

static inline bool vwifi_tell_link(struct station_info *sinfo, unsigned int id, const u8 *addr,
				   const struct station_info *of)
{
	return false;
}
#endif

/*
 * Of an authentication that user space is asked for: SAE's it has always read in the other order of
 * octets, and from 6.9 on cfg80211 turns that one by itself.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
#define vwifi_akm_to_user(suite) \
	((suite) == WLAN_AKM_SUITE_SAE ? (__force u32)cpu_to_be32(suite) : (suite))
#else
#define vwifi_akm_to_user(suite)	(suite)
#endif

/* 6.14 gave get_tx_power a link, 6.17 the power and parameter calls a radio. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 14, 0)
#define VWIFI_LINK_ID_ARG
#else
#define VWIFI_LINK_ID_ARG	, unsigned int link_id
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
#define VWIFI_RADIO_IDX_ARG
#else
#define VWIFI_RADIO_IDX_ARG	, int radio_idx
#endif

/* 6.3 told of punctured channels with a channel switch, and 6.9 no longer. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0) && LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
#define vwifi_tell_switch_started(vif, chandef, count, quiet) \
	cfg80211_ch_switch_started_notify((vif)->dev, chandef, (vif)->link_id, count, quiet, 0)
#define vwifi_tell_switch(vif, chandef)	\
	cfg80211_ch_switch_notify((vif)->dev, chandef, (vif)->link_id, 0)
#else
#define vwifi_tell_switch_started(vif, chandef, count, quiet) \
	cfg80211_ch_switch_started_notify((vif)->dev, chandef, (vif)->link_id, count, quiet)
#define vwifi_tell_switch(vif, chandef)	\
	cfg80211_ch_switch_notify((vif)->dev, chandef, (vif)->link_id)
#endif

/*
 * What is told of a BSS's colour took flags of allocation at first, and a link in the
 * end: its type tells, not the version.
 */
typedef int (*vwifi_colour_gfp_t)(struct net_device *dev, gfp_t gfp, enum nl80211_commands cmd,
				  u8 count, u64 colours);
typedef int (*vwifi_colour_t)(struct net_device *dev, enum nl80211_commands cmd, u8 count,
			      u64 colours);
typedef int (*vwifi_colour_link_t)(struct net_device *dev, enum nl80211_commands cmd, u8 count,
				   u64 colours, u8 link_id);

static inline void vwifi_tell_colour(struct net_device *dev, u8 link_id, enum nl80211_commands cmd,
				     u8 count, u64 colours)
{
	void *tell = cfg80211_bss_color_notify;

	if (__builtin_types_compatible_p(typeof(&cfg80211_bss_color_notify), vwifi_colour_gfp_t))
		((vwifi_colour_gfp_t)tell)(dev, GFP_KERNEL, cmd, count, colours);
	else if (__builtin_types_compatible_p(typeof(&cfg80211_bss_color_notify), vwifi_colour_t))
		((vwifi_colour_t)tell)(dev, cmd, count, colours);
	else
		((vwifi_colour_link_t)tell)(dev, cmd, count, colours, link_id);
}

/*
 * From 7.0 the key and station calls name the wireless_dev instead of the
 * net_device. VWIFI_PEER_DEV is the type of that argument.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(7, 0, 0)
#define VWIFI_PEER_DEV	struct net_device
#define vwifi_peer_dev(dev)	((dev)->ieee80211_ptr)
#define vwifi_dev_peer(dev)	(dev)
#else
#define VWIFI_PEER_DEV	struct wireless_dev
#define vwifi_peer_dev(wdev)	(wdev)
#define vwifi_dev_peer(dev)	((dev)->ieee80211_ptr)
#endif

/* 7.3 says of ranging who may begin it, how, and where, and tells the time from burst to burst. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(7, 3, 0)
#define vwifi_say_newer_ranging(able, in_6ghz)	do { } while (0)
#define vwifi_tell_burst_period(result, period)	do { } while (0)
#else
static inline void vwifi_say_newer_ranging(struct cfg80211_pmsr_capabilities *able, bool in_6ghz)
{
	able->ftm.support_6ghz = in_6ghz;
	able->ftm.type.infra_support = true;
	able->ftm.ista.support_edca = true;
}

#define vwifi_tell_burst_period(result, period)	((result)->ftm.burst_period = (period))
#endif

/* 7.2 tells remain_on_channel which receiver address it is for. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(7, 2, 0)
#define VWIFI_RX_ADDR_ARG
#else
#define VWIFI_RX_ADDR_ARG	, const u8 *rx_addr
#endif

/*
 * From 7.3 cfg80211 chooses what a request is known by, and tells it; before, the
 * driver chose and gave it back. Nobody asks after a request of 0.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(7, 3, 0)
typedef u64 *vwifi_cookie_t;

/* Called with the wiphy mutex held, which protects @last. */
static inline u64 vwifi_take_cookie(vwifi_cookie_t cookie, u64 *last)
{
	if (!++*last)
		++*last;
	if (cookie)
		*cookie = *last;
	return *last;
}

static inline void vwifi_drop_cookie(vwifi_cookie_t cookie)
{
	*cookie = 0;
}

#define probe_peer	probe_client
#define vwifi_tell_probe(dev, peer, cookie, acked, signal) \
	cfg80211_probe_status(dev, peer, cookie, acked, signal, acked, GFP_KERNEL)
#else
typedef u64 vwifi_cookie_t;

static inline u64 vwifi_take_cookie(vwifi_cookie_t cookie, u64 *last)
{
	return cookie;
}

static inline void vwifi_drop_cookie(vwifi_cookie_t cookie)
{
}

#define vwifi_tell_probe(dev, peer, cookie, acked, signal) \
	cfg80211_probe_status(dev, peer, cookie, -1, acked, signal, acked, GFP_KERNEL)
#endif

/* From 6.3 only a kernel that has SCTP has the bit. */
static inline bool vwifi_sum_is_sctp(const struct sk_buff *skb)
{
	return skb_csum_is_sctp((struct sk_buff *)skb);
}

static inline void vwifi_sum_is_not_sctp(struct sk_buff *skb)
{
#if IS_ENABLED(CONFIG_IP_SCTP) || LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
	skb->csum_not_inet = 0;
#endif
}

/* Multi-link access points gave these two a link; their type tells, not the version. */
typedef bool (*vwifi_rx_frame_t)(struct net_device *dev, const u8 *addr, gfp_t gfp);
typedef bool (*vwifi_rx_frame_link_t)(struct net_device *dev, const u8 *addr, int link_id,
				      gfp_t gfp);

static __always_inline void vwifi_tell_frame_by(void *tell, bool has_link,
						struct net_device *dev, const u8 *addr)
{
	if (has_link)
		((vwifi_rx_frame_link_t)tell)(dev, addr, -1, GFP_ATOMIC);
	else
		((vwifi_rx_frame_t)tell)(dev, addr, GFP_ATOMIC);
}

#define vwifi_tell_frame(function, dev, addr)						\
	vwifi_tell_frame_by(function, __builtin_types_compatible_p(typeof(&(function)),	\
								   vwifi_rx_frame_link_t), \
			    dev, addr)

/*
 * Since 6.16 the socket alone says whether it wants to hear of acknowledgements,
 * and a frame that it has heard of is taken from it.
 */
static inline bool vwifi_wants_status(const struct sk_buff *skb)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 16, 0)
	return skb_shinfo(skb)->tx_flags & SKBTX_WIFI_STATUS;
#else
	return sk_requests_wifi_status(skb->sk);
#endif
}

static inline void vwifi_status_told(struct sk_buff *skb)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 16, 0)
	skb_shinfo(skb)->tx_flags &= ~SKBTX_WIFI_STATUS;
#else
	if (vwifi_wants_status(skb))
		skb_orphan(skb);
#endif
}

/* Kernels that have the field refuse what change_bss() does not say that it can, all of the command with it. */
#ifdef VWIFI_BSS_PARAM_SUPPORT
#define vwifi_say_bss_params(wiphy)						\
	((wiphy)->bss_param_support = WIPHY_BSS_PARAM_CTS_PROT |		\
				      WIPHY_BSS_PARAM_SHORT_PREAMBLE |		\
				      WIPHY_BSS_PARAM_SHORT_SLOT_TIME |		\
				      WIPHY_BSS_PARAM_BASIC_RATES |		\
				      WIPHY_BSS_PARAM_AP_ISOLATE |		\
				      WIPHY_BSS_PARAM_HT_OPMODE)
#else
#define vwifi_say_bss_params(wiphy)	do { } while (0)
#endif

/* 7.0 gave keys that only encrypt a type of their own. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(7, 0, 0)
#define aes_enckey		crypto_aes_ctx
#define aes_prepareenckey	aes_expandkey
#define vwifi_aes_schedule(aes)	((aes)->key_enc)
#define vwifi_aes_key_len(aes)	((aes)->key_length)
#define vwifi_aes_preparekey	aes_expandkey
typedef struct crypto_aes_ctx vwifi_aes_key_t;
#else
#define vwifi_aes_preparekey	aes_preparekey
typedef struct aes_key vwifi_aes_key_t;
#define vwifi_aes_schedule(aes)	((aes)->k.rndkeys)
#define vwifi_aes_key_len(aes)	((aes)->len)
#endif

/* 6.11 gathered what is said of a virtqueue into a struct. */
static inline int vwifi_find_vqs(struct virtio_device *vdev, struct virtqueue *queues[2],
				 vq_callback_t *input, vq_callback_t *output)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 11, 0)
	static const char * const names[] = { "input", "output" };
	vq_callback_t *callbacks[] = { input, output };

	return virtio_find_vqs(vdev, 2, queues, callbacks, names, NULL);
#else
	struct virtqueue_info info[] = { { "input", input }, { "output", output } };

	return virtio_find_vqs(vdev, 2, queues, info, NULL);
#endif
}

/* 6.10 made a device without a name, for NAPI, something to be allocated. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 10, 0)
static inline struct net_device *vwifi_alloc_dummy(void)
{
	struct net_device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);

	if (dev)
		init_dummy_netdev(dev);
	return dev;
}

#define vwifi_free_dummy	kfree
#else
#define vwifi_alloc_dummy()	alloc_netdev_dummy(0)
#define vwifi_free_dummy	free_netdev
#endif

/*
 * Exported to modules and declared in no header that they see. Tiny RCU, of
 * kernels for one processor, has no wait to shorten.
 */
#ifdef CONFIG_TINY_RCU
static inline void rcu_expedite_gp(void)
{
}

static inline void rcu_unexpedite_gp(void)
{
}
#else
void rcu_expedite_gp(void);
void rcu_unexpedite_gp(void);
#endif

#endif /* VWIFI_COMPAT_H */
