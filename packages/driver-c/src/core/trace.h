/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/*
 * Tracepoints, in tracefs under events/vwifi: what is sent and received, what is
 * dropped and why, and how associations come and go. Off they cost a branch
 * that is patched out.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM vwifi

#if !defined(VWIFI_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define VWIFI_TRACE_H

#include <linux/ieee80211.h>
#include <linux/netdevice.h>
#include <linux/nl80211.h>
#include <linux/tracepoint.h>

#include "../../include/uapi/vwifi.h"

/* Subtypes of management frames (802.11-2020, table 9-1). */
#define VWIFI_TRACE_STYPES						\
	{ IEEE80211_STYPE_ASSOC_REQ,	"association request" },	\
	{ IEEE80211_STYPE_ASSOC_RESP,	"association response" },	\
	{ IEEE80211_STYPE_REASSOC_REQ,	"reassociation request" },	\
	{ IEEE80211_STYPE_REASSOC_RESP,	"reassociation response" },	\
	{ IEEE80211_STYPE_PROBE_REQ,	"probe request" },		\
	{ IEEE80211_STYPE_PROBE_RESP,	"probe response" },		\
	{ IEEE80211_STYPE_BEACON,	"beacon" },			\
	{ IEEE80211_STYPE_ATIM,		"ATIM" },			\
	{ IEEE80211_STYPE_DISASSOC,	"disassociation" },		\
	{ IEEE80211_STYPE_AUTH,		"authentication" },		\
	{ IEEE80211_STYPE_DEAUTH,	"deauthentication" },		\
	{ IEEE80211_STYPE_ACTION,	"action" }

#define VWIFI_TRACE_DROPS						\
	{ VWIFI_DROP_NOT_ASSOCIATED,	"not associated" },		\
	{ VWIFI_DROP_NOT_AUTHORISED,	"not authorised" },		\
	{ VWIFI_DROP_NO_RECEIVER,	"no receiver" },		\
	{ VWIFI_DROP_UNPROTECTED,	"unprotected" },		\
	{ VWIFI_DROP_NO_KEY,		"no key" },			\
	{ VWIFI_DROP_WRONG_KEY,		"wrong key" },			\
	{ VWIFI_DROP_REPLAY,		"replay" },			\
	{ VWIFI_DROP_ISOLATED,		"isolated" },			\
	{ VWIFI_DROP_MALFORMED,		"malformed" },			\
	{ VWIFI_DROP_MEMORY,		"memory" },			\
	{ VWIFI_DROP_DENIED,		"denied" },			\
	{ VWIFI_DROP_LOST,		"lost" },			\
	{ VWIFI_DROP_LOOP,		"loop" },			\
	{ VWIFI_DROP_FRAGMENT,		"fragment" },			\
	{ VWIFI_DROP_CORRUPT,		"corrupt" }

/* enum vwifi_mlme_state */
#define VWIFI_TRACE_STATES						\
	{ 0, "idle" },							\
	{ 1, "authenticating" },					\
	{ 2, "authenticated" },						\
	{ 3, "associating" },						\
	{ 4, "associated" }

#ifndef VWIFI_TRACE_NAME
#define VWIFI_TRACE_NAME
/* A P2P device has no name that the kernel knows. */
static inline const char *vwifi_trace_name(const struct net_device *dev)
{
	return dev ? dev->name : "p2p";
}
#endif

DECLARE_EVENT_CLASS(vwifi_mgmt,
	TP_PROTO(const struct net_device *dev, u16 freq, const u8 *frame, size_t len, int result),
	TP_ARGS(dev, freq, frame, len, result),
	TP_STRUCT__entry(
		__array(char, name, IFNAMSIZ)
		__array(u8, da, ETH_ALEN)
		__array(u8, sa, ETH_ALEN)
		__array(u8, bssid, ETH_ALEN)
		__field(u16, freq)
		__field(u16, stype)
		__field(u16, len)
		__field(int, result)
	),
	TP_fast_assign(
		const struct ieee80211_mgmt *mgmt = (const void *)frame;

		strscpy(__entry->name, vwifi_trace_name(dev), IFNAMSIZ);
		memcpy(__entry->da, mgmt->da, ETH_ALEN);
		memcpy(__entry->sa, mgmt->sa, ETH_ALEN);
		memcpy(__entry->bssid, mgmt->bssid, ETH_ALEN);
		__entry->freq = freq;
		__entry->stype = le16_to_cpu(mgmt->frame_control) & IEEE80211_FCTL_STYPE;
		__entry->len = len;
		__entry->result = result;
	),
	TP_printk("%s %u MHz %s da %pM sa %pM bssid %pM len %u %d dBm", __entry->name,
		  __entry->freq, __print_symbolic(__entry->stype, VWIFI_TRACE_STYPES),
		  __entry->da, __entry->sa, __entry->bssid, __entry->len, __entry->result)
);

/* A management frame goes on the air; result: 1 when it was acknowledged. */
DEFINE_EVENT_PRINT(vwifi_mgmt, vwifi_mgmt_tx,
	TP_PROTO(const struct net_device *dev, u16 freq, const u8 *frame, size_t len, int result),
	TP_ARGS(dev, freq, frame, len, result),
	TP_printk("%s %u MHz %s da %pM sa %pM bssid %pM len %u %s", __entry->name, __entry->freq,
		  __print_symbolic(__entry->stype, VWIFI_TRACE_STYPES),
		  __entry->da, __entry->sa, __entry->bssid, __entry->len,
		  __entry->result ? "acked" : "not acked")
);

/* A management frame was received; result: the signal in dBm. */
DEFINE_EVENT(vwifi_mgmt, vwifi_mgmt_rx,
	TP_PROTO(const struct net_device *dev, u16 freq, const u8 *frame, size_t len, int result),
	TP_ARGS(dev, freq, frame, len, result)
);

/* An interface dropped a frame; the Ethernet addresses are zero where no data frame is known. */
TRACE_EVENT(vwifi_drop,
	TP_PROTO(const struct net_device *dev, enum vwifi_drop why, const struct sk_buff *skb),
	TP_ARGS(dev, why, skb),
	TP_STRUCT__entry(
		__array(char, name, IFNAMSIZ)
		__array(u8, da, ETH_ALEN)
		__array(u8, sa, ETH_ALEN)
		__field(u16, proto)
		__field(u32, len)
		__field(u8, why)
	),
	TP_fast_assign(
		strscpy(__entry->name, vwifi_trace_name(dev), IFNAMSIZ);
		__entry->why = why;
		__entry->len = skb ? skb->len : 0;
		if (skb && skb_mac_header_was_set(skb)) {
			memcpy(__entry->da, eth_hdr(skb)->h_dest, ETH_ALEN);
			memcpy(__entry->sa, eth_hdr(skb)->h_source, ETH_ALEN);
			__entry->proto = be16_to_cpu(eth_hdr(skb)->h_proto);
		} else {
			memset(__entry->da, 0, ETH_ALEN);
			memset(__entry->sa, 0, ETH_ALEN);
			__entry->proto = 0;
		}
	),
	TP_printk("%s %s da %pM sa %pM proto 0x%04x len %u", __entry->name,
		  __print_symbolic(__entry->why, VWIFI_TRACE_DROPS),
		  __entry->da, __entry->sa, __entry->proto, __entry->len)
);

/* A station's own state changes (802.11-2020, 11.3). */
TRACE_EVENT(vwifi_state,
	TP_PROTO(const struct net_device *dev, const u8 *bssid, unsigned int from, unsigned int to),
	TP_ARGS(dev, bssid, from, to),
	TP_STRUCT__entry(
		__array(char, name, IFNAMSIZ)
		__array(u8, bssid, ETH_ALEN)
		__field(u8, from)
		__field(u8, to)
	),
	TP_fast_assign(
		strscpy(__entry->name, vwifi_trace_name(dev), IFNAMSIZ);
		memcpy(__entry->bssid, bssid, ETH_ALEN);
		__entry->from = from;
		__entry->to = to;
	),
	TP_printk("%s bssid %pM %s -> %s", __entry->name, __entry->bssid,
		  __print_symbolic(__entry->from, VWIFI_TRACE_STATES),
		  __print_symbolic(__entry->to, VWIFI_TRACE_STATES))
);

/* What an interface keeps of a peer changes: flags of enum nl80211_sta_flags, or it is gone. */
TRACE_EVENT(vwifi_peer,
	TP_PROTO(const struct net_device *dev, const u8 *addr, unsigned long flags, bool gone),
	TP_ARGS(dev, addr, flags, gone),
	TP_STRUCT__entry(
		__array(char, name, IFNAMSIZ)
		__array(u8, addr, ETH_ALEN)
		__field(unsigned long, flags)
		__field(bool, gone)
	),
	TP_fast_assign(
		strscpy(__entry->name, vwifi_trace_name(dev), IFNAMSIZ);
		memcpy(__entry->addr, addr, ETH_ALEN);
		__entry->flags = flags;
		__entry->gone = gone;
	),
	TP_printk("%s peer %pM %s%s", __entry->name, __entry->addr,
		  __entry->gone ? "gone " : "",
		  __print_flags(__entry->flags, "|",
				{ BIT(NL80211_STA_FLAG_AUTHENTICATED),	"authenticated" },
				{ BIT(NL80211_STA_FLAG_ASSOCIATED),	"associated" },
				{ BIT(NL80211_STA_FLAG_AUTHORIZED),	"authorised" },
				{ BIT(NL80211_STA_FLAG_SHORT_PREAMBLE),	"short preamble" },
				{ BIT(NL80211_STA_FLAG_WME),		"WMM" },
				{ BIT(NL80211_STA_FLAG_MFP),		"MFP" }))
);

#endif /* VWIFI_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
