// SPDX-License-Identifier: MIT OR GPL-2.0
/*
 * Where radios contend: what the medium says of that, and links that have been used, as the
 * commands about pairs and the statistics tell of them.
 */
#include "dcf/dcf.h"
#include "genl-gen.h"
#include "genl.h"

/* What has gone over a link where radios contend. */
int vwifi_used_fill_air(struct sk_buff *msg, const struct vwifi_dcf_link *link)
{
	return nla_put_u64_64bit(msg, VWIFI_A_PAIR_AIRTIME, div_u64(link->airtime, NSEC_PER_USEC),
				 VWIFI_A_PAIR_PAD) ||
	       nla_put_s32(msg, VWIFI_A_PAIR_SINR, link->sinr) ||
	       nla_put_u64_64bit(msg, VWIFI_A_PAIR_SENT, link->sent, VWIFI_A_PAIR_PAD) ||
	       nla_put_u64_64bit(msg, VWIFI_A_PAIR_REPEATED, link->repeated, VWIFI_A_PAIR_PAD) ||
	       nla_put_u64_64bit(msg, VWIFI_A_PAIR_GIVEN_UP, link->given_up, VWIFI_A_PAIR_PAD) ?
	       -EMSGSIZE : 0;
}

/* A link that is nothing special but has been used. */
int vwifi_used_fill(struct sk_buff *msg, u32 sender, const struct vwifi_dcf_link *link)
{
	return nla_put_u32(msg, VWIFI_A_PAIR_RECEIVER_RADIO, link->receiver) ||
	       nla_put_u32(msg, VWIFI_A_PAIR_SENDER_RADIO, sender) ||
	       vwifi_used_fill_air(msg, link) ? -EMSGSIZE : 0;
}

static int vwifi_used_put_msg(struct sk_buff *skb, struct netlink_callback *cb, u32 sender,
			      const struct vwifi_dcf_link *used)
{
	void *hdr = genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
				&vwifi_genl_family, NLM_F_MULTI, VWIFI_CMD_LINK_GET);

	if (!hdr)
		return -EMSGSIZE;
	if (vwifi_used_fill(skb, sender, used)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genl_dump_check_consistent(cb, hdr);
	genlmsg_end(skb, hdr);
	return 0;
}

/* Whether a link that has been used is told of by itself: it is no pair that is. Called with vwifi_pairs_lock held. */
bool vwifi_used_is_told(struct vwifi_radio *sender, const struct vwifi_dcf_link *used,
			const struct net *net)
{
	const struct vwifi_pair *pair = vwifi_pair_find(used->receiver, sender->id);
	const struct vwifi_radio *receiver = vwifi_radio_by_id(used->receiver);

	return receiver && !(pair && pair->link.set) && vwifi_net_sees(net, receiver) &&
	       vwifi_net_sees(net, sender);
}

/* Lists links that are nothing special but have been used: by sender. */
int vwifi_used_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	unsigned long id = cb->args[3];
	struct vwifi_radio *radio;
	long skip = cb->args[4];

	mutex_lock(&vwifi_radios_lock);
	mutex_lock(&vwifi_pairs_lock);
	for (; (radio = vwifi_radio_next(&id)); id++, skip = 0) {
		struct vwifi_dcf_link used;

		for (; vwifi_dcf_link_nth(radio, skip, &used); skip++)
			if (vwifi_used_is_told(radio, &used, sock_net(skb->sk)) &&
			    vwifi_used_put_msg(skb, cb, radio->id, &used))
				goto out;
	}
out:
	mutex_unlock(&vwifi_pairs_lock);
	mutex_unlock(&vwifi_radios_lock);
	cb->args[3] = id;
	cb->args[4] = skip;
	return skb->len;
}

int vwifi_contention_fill(struct sk_buff *msg, const struct vwifi_medium *medium)
{
	return nla_put_u32(msg, VWIFI_A_MEDIUM_MODEL, medium->model) ||
	       nla_put_u32(msg, VWIFI_A_MEDIUM_RATE_CONTROL, medium->rate_control) ||
	       nla_put_u32(msg, VWIFI_A_MEDIUM_RTS_THRESHOLD, medium->rts_threshold) ||
	       nla_put_u32(msg, VWIFI_A_MEDIUM_AIRTIME_FAIRNESS, medium->airtime_fairness) ? -EMSGSIZE : 0;
}

void vwifi_contention_parse(struct nlattr **attrs, struct vwifi_medium *medium)
{
	if (attrs[VWIFI_A_MEDIUM_MODEL])
		medium->model = nla_get_u32(attrs[VWIFI_A_MEDIUM_MODEL]);
	if (attrs[VWIFI_A_MEDIUM_RATE_CONTROL])
		medium->rate_control = nla_get_u32(attrs[VWIFI_A_MEDIUM_RATE_CONTROL]);
	if (attrs[VWIFI_A_MEDIUM_RTS_THRESHOLD])
		medium->rts_threshold = nla_get_u32(attrs[VWIFI_A_MEDIUM_RTS_THRESHOLD]);
	if (attrs[VWIFI_A_MEDIUM_AIRTIME_FAIRNESS])
		medium->airtime_fairness = nla_get_u32(attrs[VWIFI_A_MEDIUM_AIRTIME_FAIRNESS]);
}
